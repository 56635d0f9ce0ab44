"""Append-only journal: who did or saw what, about whom, on what ground."""
