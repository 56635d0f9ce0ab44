"""Chromium against a real server and a real worker: the main walk, every page's accessibility, weight and width."""
