"""Rules of visits."""
