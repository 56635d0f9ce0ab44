"""Rules of desk."""
