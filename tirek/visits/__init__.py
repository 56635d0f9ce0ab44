"""Keeping in touch: attempts to reach somebody, contact lost and found again."""
