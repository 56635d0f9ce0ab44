"""Benchmarks: each is a command that measures against a floor in the same run and prints a table."""
