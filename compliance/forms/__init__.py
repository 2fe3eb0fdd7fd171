"""What is typed, and what is wrong with it: one module a room."""
