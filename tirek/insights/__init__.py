"""Insights: how far people come from asking to receiving. Reads only."""
