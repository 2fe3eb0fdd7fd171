"""What the rooms of boards bring to the tables of all doors (tests/compliance/doors)."""
