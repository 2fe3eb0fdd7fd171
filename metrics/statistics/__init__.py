"""Rates, intervals, tests, inequality and indices from sums of cells; pure: numpy and scipy, no Django."""
