"""Section 3: what the check is told of a project's rows, hours by reporting year, and files of hours."""
