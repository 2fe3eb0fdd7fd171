"""Partners: with whom the city works, what was agreed, when they were last spoken to. Layout: CONTRIBUTING.md, as of an app."""
