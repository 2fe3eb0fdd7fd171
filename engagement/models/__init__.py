"""Who was heard, who was trained, with whom the city works."""
