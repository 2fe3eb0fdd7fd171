"""Forms of boards: they parse what was sent and say what is wrong."""
