"""Rosters brought in: judged row by row, written as a whole, taken out as a whole (`boards.actions.rosters`)."""
