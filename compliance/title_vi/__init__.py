"""Title VI for transit: what the checks are told of rows, and the pieces of a programme."""
