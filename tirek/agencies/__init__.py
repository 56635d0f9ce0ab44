"""Agencies of a region, their staff and their logins."""
