"""Registers of the equity office: other cities, the policies there are, and its work at other tables."""
