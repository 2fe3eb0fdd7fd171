"""Pages of boards: each asks one query or does one act."""
