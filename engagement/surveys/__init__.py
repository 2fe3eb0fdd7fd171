"""Exports of surveys brought into a feedback round, and the tables of two questions that may be told of them."""
