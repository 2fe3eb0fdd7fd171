"""Plans written question by question: the city's template in its versions, each plan's copy, and remarks on its sections."""
