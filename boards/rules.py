"""By what figures of representation are judged and told. Pure, and without numpy, which the portal's start does without."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """By what figures are judged and gated. A city's own policy takes the place of each (bc.min_response, bc.min_n, priv.k)."""

    alpha: float = 0.05  # practice; Castaneda and Hazelwood speak of two or three standard deviations
    least_known: int = 30  # answers below which there is no verdict and no published rate
    least_response: float = 0.60  # of filled seats
    bounds_from: float = 0.90  # a response below which the bounds are part of every sentence
    least_cell: int = 11  # people; CMS cell size policy (2024)


USUAL = Rules()
