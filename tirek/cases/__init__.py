"""Applications for help and the decision on each."""
