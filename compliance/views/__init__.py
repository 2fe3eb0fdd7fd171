"""Pages: one module a room."""
