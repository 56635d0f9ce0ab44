"""One module for each kind of sheet: its columns, and how a row becomes a normalised record."""
