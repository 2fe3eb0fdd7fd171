"""Exact tests: two-sided is the sum over all outcomes no more likely than the observed one, as in R and scipy.

Probabilities are built relative to each other from the ratios of neighbours, so that ties are seen in large samples too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from metrics.statistics.arrays import Floats, Numbers, floats

SAME = 1e-9  # outcomes whose probabilities differ relatively by less count as equally likely
MANY = 200_000  # outcomes of a multinomial that are still enumerated


@dataclass(frozen=True)
class Exact:
    """The probabilities of an exact test."""

    two_sided: float
    observed: float  # of the outcome itself
    lower: float  # of as few or fewer
    upper: float  # of as many or more

    @property
    def mid_p(self) -> float:
        """Two-sided less half of the observed outcome's own probability (Lancaster 1961): less conservative."""
        return max(0.0, self.two_sided - self.observed / 2)


def fisher(k1: int, n1: int, k0: int, n0: int) -> Exact:
    """Fisher's test of k1 of n1 against k0 of n0; `lower` is of as few or fewer in the first group.

    Raises ValueError where a count is negative or above its group's number.
    """
    if not (0 <= k1 <= n1 and 0 <= k0 <= n0):
        raise ValueError(f"{k1} of {n1} and {k0} of {n0} are not counts of two groups.")
    selected = k1 + k0
    first, last = max(0, selected - n0), min(selected, n1)
    x = np.arange(first, last, dtype=np.float64)
    steps = np.log((selected - x) * (n1 - x)) - np.log((x + 1) * (n0 - selected + x + 1))
    return _judge(steps, k1 - first)


def fisher_each(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> list[Exact]:
    """Fisher's test of each of many tables; one-dimensional arrays of one length."""
    columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(each)) for each in (k1, n1, k0, n0)))
    return list(starmap(fisher, zip(*(column.astype(int).tolist() for column in columns), strict=True)))


def binomial(x: int, n: int, p: float) -> Exact:
    """x of n where each has probability p. Raises ValueError where x is not within 0 and n, or p not within 0 and 1."""
    if not (0 <= x <= n and 0 <= p <= 1):
        raise ValueError(f"{x} of {n} with probability {p}: no such count.")
    if p in (0, 1):
        sure = float(x == n * p)
        return Exact(sure, sure, float(x >= n * p), float(x <= n * p))
    j = np.arange(n, dtype=np.float64)
    return _judge(np.log(n - j) - np.log(j + 1) + np.log(p) - np.log1p(-p), x)


def poisson_binomial(x: int, chances: Numbers) -> Exact:
    """x of those who each have a chance of their own (Hodges and Le Cam 1960), by convolution.

    Raises ValueError where x is not within 0 and their number, or a chance not within 0 and 1.
    """
    each = floats(chances)
    if not 0 <= x <= each.size or (each < 0).any() or (each > 1).any():
        raise ValueError(f"{x} of {each.size} with chances of their own: no such count.")
    likely = np.ones(1)
    for p in each:
        likely = np.append(likely * (1 - p), 0.0) + np.append(0.0, likely * p)
    return _sum_up(likely, likely <= likely[x] * (1 + SAME), x)


def poisson(x: int, mean: float) -> Exact:
    """x events where `mean` are expected; outcomes are looked at until what is beyond them is nothing to a double.

    Raises ValueError where x is negative, or the mean negative or not finite.
    """
    if x < 0 or not 0 <= mean < np.inf:
        raise ValueError(f"{x} events where {mean} are expected: no such count.")
    if mean == 0:
        return Exact(float(x == 0), float(x == 0), 1.0, float(x == 0))
    reach = np.arange(int(2 * mean + 12 * np.sqrt(mean) + x + 40), dtype=np.float64)
    likely = np.exp(reach * np.log(mean) - mean - gammaln(reach + 1))
    return _sum_up(likely, likely <= likely[x] * (1 + SAME), x)


def _sum_up(likely: Floats, unlikely: NDArray[np.bool_], x: int) -> Exact:
    return Exact(
        two_sided=min(1.0, float(likely[unlikely].sum())),
        observed=float(likely[x]),
        lower=min(1.0, float(likely[: x + 1].sum())),
        upper=min(1.0, float(likely[x:].sum())),
    )


def _judge(steps: Floats, here: int) -> Exact:
    """`steps`: the logarithms of each outcome's probability over the one before."""
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    likely = np.exp(logs - logs.max())
    likely /= likely.sum()
    return Exact(
        two_sided=min(1.0, float(likely[logs <= logs[here] + SAME].sum())),
        observed=float(likely[here]),
        lower=min(1.0, float(likely[: here + 1].sum())),
        upper=min(1.0, float(likely[here:].sum())),
    )


def multinomial(counts: Numbers, shares: Numbers) -> float | None:
    """The exact probability of counts no more likely than these; by enumeration, so for small numbers (a board).

    `shares` sum to 1, one for each count. None where there are more than 200,000 outcomes.
    """
    observed, shares = np.asarray(counts, dtype=int), floats(shares)
    n, groups = int(observed.sum()), observed.size
    outcomes = np.exp(gammaln(n + groups) - gammaln(n + 1) - gammaln(groups))
    if outcomes > MANY:
        return None
    table = _compositions(n, groups)
    logs = _log_multinomial(table, shares)
    limit = float(_log_multinomial(observed[np.newaxis], shares)[0]) + SAME
    return min(1.0, float(np.exp(logs[logs <= limit]).sum()))


def _compositions(n: int, groups: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Every way to give n to the groups: one a row."""
    rows = np.zeros((1, 0), dtype=np.int64)
    for _ in range(groups - 1):
        left = n - rows.sum(axis=1)
        first = np.repeat(np.arange(len(rows)), left + 1)
        more = np.concatenate([np.arange(each + 1) for each in left])
        rows = np.column_stack([rows[first], more])
    return np.column_stack([rows, n - rows.sum(axis=1)])


def _log_multinomial(table: np.ndarray[tuple[int, ...], np.dtype[np.int64]], shares: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        chances = np.where(
            table > 0, table * np.log(shares), 0.0
        )  # nobody of a group that is nowhere: no contradiction
    return np.asarray(gammaln(table.sum(axis=1) + 1) - gammaln(table + 1).sum(axis=1) + chances.sum(axis=1))
