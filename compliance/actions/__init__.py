"""Acts on what the law asks: one module a room."""
