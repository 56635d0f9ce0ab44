"""Tirek: one registry, one passport and one agreed way for people who start again after prison."""
