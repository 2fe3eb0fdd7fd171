"""Public comment: a draft, what anybody says of it until a day, and what came of it. Layout: CONTRIBUTING.md, as of an app."""
