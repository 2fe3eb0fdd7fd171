"""Figures put to a question: groups against each other, within strata, over time, and together as an index."""
