"""Initiatives: begun by R of 2.2, decided by the workflow, and reported on as long as they run."""
