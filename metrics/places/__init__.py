"""Places on a map: their boundaries, read from a file that is not believed."""
