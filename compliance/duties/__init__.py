"""Pure: which rules are a city's own and why, when something is due, and how an obligation stands on a day."""
