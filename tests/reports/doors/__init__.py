"""What reports bring to the tables of all doors (tests/compliance/doors)."""
