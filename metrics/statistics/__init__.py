"""Rates, intervals, tests, inequality and indices from sums of cells; pure: numpy, scipy and statsmodels, no Django."""
