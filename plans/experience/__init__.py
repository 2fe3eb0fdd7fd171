"""Warnings from experience: what made plans lapse before is said while they are written, and never stands in the way."""
