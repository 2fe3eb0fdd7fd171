"""Requests for interpreters and accommodations: who may read and act, their sealed texts, their clocks."""
