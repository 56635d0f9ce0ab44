"""Screens made of several domains: the people list, the person page, search."""
