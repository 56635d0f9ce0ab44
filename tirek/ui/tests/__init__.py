"""Rules of the look."""
