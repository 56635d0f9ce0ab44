"""Oversight: who looked at whom, what is strange about it, and the questions people ask."""
