"""What each unit reports of its plans, quarter by quarter. Layout: CONTRIBUTING.md, as of an app."""
