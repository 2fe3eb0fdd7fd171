"""Language access, worked out: what languages are called, what an assessment comes to, which translations are wanting."""
