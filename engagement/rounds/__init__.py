"""Feedback rounds: who was asked, what was said, and what was done about it. Layout: CONTRIBUTING.md, as of an app."""
