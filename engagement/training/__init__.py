"""Training programmes, their cohorts, who came and what they took away."""
