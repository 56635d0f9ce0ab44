"""The catalogue of services and the journal of what was given, refused or wished for."""
