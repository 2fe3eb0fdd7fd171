"""Reading a plan as somebody once wrote it: each row of the source is exactly one line, and what nobody understood is said."""
