"""Figures, deviations and the grant report, read from every domain below."""
