"""Imports from spreadsheets: read, preview, settle, commit."""
