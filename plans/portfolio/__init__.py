"""All plans at once: the actions in force by unit, what of them needs somebody, and their time. Layout: CONTRIBUTING.md."""
