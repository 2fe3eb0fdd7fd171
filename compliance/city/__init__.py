"""What of the law comes with a city's folder."""
