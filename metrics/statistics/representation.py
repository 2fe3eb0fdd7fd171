"""Who sits on a body or in a workforce against who lives in the city.

Vacant seats and members who did not say are groups of their own, outside the denominator. *Castaneda v. Partida*, 430 U.S.
482 (1977); *Hazelwood School District v. United States*, 433 U.S. 299 (1977).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
from scipy.special import chdtrc

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, divide, floats
from metrics.statistics.exact import Exact, binomial, multinomial
from metrics.statistics.rates import clopper_pearson, rate, wilson
from metrics.statistics.significance import ChiSquare

FEW = 12  # members up to whom the multinomial is exact by enumeration
SMALL = 30  # members up to whom the exact test is the one to read


@dataclass(frozen=True)
class Representation:
    """x of n seats against a part p of the population. Differences are parts (0.1 is ten points); z in standard deviations."""

    share: float
    parity_ratio: float  # NaN where p is 0
    difference: float
    expected: float  # seats
    sd: float
    z: float  # NaN where p is 0 or 1
    exact: Exact
    wilson: Limits
    clopper_pearson: Limits
    seats_to_parity: int  # to reach at least p
    whole_seats: int  # short of the whole seats that p gives: the whole-person rule
    parity_possible: bool  # whether a whole number of these seats is exactly p
    reads_exact: bool  # with 30 seats or fewer the exact test, not z, is the one to read


def represent(members: int, seats: int, population_share: float, confidence: float = CONFIDENCE) -> Representation:
    """Seats are those filled by members who said.

    Raises ValueError at no seat, more members than seats, or a share beyond 0 to 1.
    """
    if not (0 <= members <= seats and seats > 0 and 0 <= population_share <= 1):
        raise ValueError(f"{members} of {seats} seats against a part of {population_share}: no such representation.")
    p, due = population_share, Fraction(str(population_share)) * seats
    sd = float(np.sqrt(seats * p * (1 - p)))
    share = members / seats
    return Representation(
        share=share, parity_ratio=float(divide(share, p)), difference=share - p, expected=seats * p, sd=sd,
        z=float(divide(members - seats * p, sd)), exact=binomial(members, seats, p),
        wilson=wilson(members, seats, confidence), clopper_pearson=clopper_pearson(members, seats, confidence),
        seats_to_parity=max(0, ceil(due) - members), whole_seats=max(0, floor(due) - members),
        parity_possible=due.denominator == 1, reads_exact=seats <= SMALL,
    )  # fmt: skip


def share_bounds(members: int, filled: int, undisclosed: int) -> tuple[float, float]:
    """The least and greatest part of the filled seats, as none or all of the undisclosed are of the group; NaN at none filled."""
    return float(divide(members, filled)), float(divide(members + undisclosed, filled))


@dataclass(frozen=True)
class Body:
    """All groups at once, in the order given."""

    shares: Floats
    parity_ratios: Floats
    test: ChiSquare
    exact_p: float | None  # of the multinomial, with 12 members or fewer


def represent_all(members: Numbers, population_shares: Numbers) -> Body:
    """Goodness of fit of a body's groups to the population's. Raises ValueError where the shares are not those of a whole."""
    counts, shares = floats(members), floats(population_shares)
    if not np.isclose(shares.sum(), 1, atol=1e-6) or (shares <= 0).any() or counts.size != shares.size:
        raise ValueError("The parts of the population are above 0, one for each group, and sum to 1.")
    n = float(counts.sum())
    own = rate(counts, n)
    statistic = float(np.sum(divide((counts - n * shares) ** 2, n * shares)))
    test = ChiSquare(statistic, counts.size - 1, float(chdtrc(counts.size - 1, statistic)))
    return Body(own, divide(own, shares), test, multinomial(counts, shares) if n <= FEW else None)
