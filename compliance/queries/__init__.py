"""What one page shows, in a constant number of queries: one module a room."""
