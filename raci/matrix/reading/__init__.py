"""A matrix as people really write it, read from their files: what was understood, what was not, and where each stands."""
