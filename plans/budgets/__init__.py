"""Budget equity reviews: who gains and who loses by a budget, and whether its figures agree with the city's."""
