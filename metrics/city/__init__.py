"""What a city's folder says of its figures."""
