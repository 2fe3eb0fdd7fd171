"""The lists of boards."""
