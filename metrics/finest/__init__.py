"""From rows (of people, of anything counted) to their finest cells: one GROUP BY where the rows are, sums of cells out of it."""
