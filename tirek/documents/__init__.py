"""Stored files with their checksums: reports, workbooks, and whatever else must be handed back as it was."""
