"""Writing a previewed file: each kind of sheet through the actions of the domain it belongs to."""
