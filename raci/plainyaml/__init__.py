"""Plain YAML with its lines: what is wrong is said with file, line and field."""
