"""Which rules are a city’s own, when something is due, how an obligation stands: pure, but for `room`, which registers."""
