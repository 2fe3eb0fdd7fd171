"""What the rooms of plans bring to the tables of all doors (tests/compliance/doors)."""
