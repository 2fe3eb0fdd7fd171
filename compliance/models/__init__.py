"""What the law asks of the city and how the city answers; one module a room."""
