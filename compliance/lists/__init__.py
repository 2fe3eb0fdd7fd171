"""The lists of compliance: one module a room."""
