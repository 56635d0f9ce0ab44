"""Readings, history and seals over the domains they cover."""
