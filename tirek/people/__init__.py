"""The registry: a person, and what each source said of that person."""
