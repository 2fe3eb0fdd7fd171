"""From a table in a file to one object of plain values: what the commands print. No Django, no database."""
