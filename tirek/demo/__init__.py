"""The 2017 pilot with invented people: seed, screenshots and smoke test at once."""
