"""What the rooms of engagement bring to the tables of all doors (tests/compliance/doors)."""
