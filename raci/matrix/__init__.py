"""The matrix as a table: read from and written to CSV, XLSX and YAML, and the rows of the database."""
