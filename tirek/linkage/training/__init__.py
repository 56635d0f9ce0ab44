"""Train the weights offline, with Splink, into a new version of their table; nothing in the program imports this."""
