"""Actions that are made of a directive or a recommendation, and what is told back of them."""
