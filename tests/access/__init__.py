"""Who may see what: the database against a model of ten lines, and every policy broken once on purpose."""
