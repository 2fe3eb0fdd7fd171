"""The pages of training: get, one query or one act, render or redirect."""
