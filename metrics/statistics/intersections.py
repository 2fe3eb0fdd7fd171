"""What crossed groups have beyond what each dimension by itself would give them: the intersectional excess.

Both readings are told, since they can differ in sign: additive (points above the sum of main effects) and multiplicative
(times the product of them). Intervals by a parametric bootstrap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.statistics.arrays import CONFIDENCE, Floats, divide, tail
from metrics.statistics.cube import Codes
from metrics.statistics.simulation import SEED

STEPS = 500  # of proportional fitting at most; it stops when nothing moves
STILL = 1e-12
DRAWS = 400


@dataclass(frozen=True)
class Excess:
    """One number a cell; NaN where a cell has no people or nothing can be predicted. Limits have two rows, lower and upper."""

    additive_expected: Floats  # rates
    additive: Floats  # observed less expected, as a rate
    additive_limits: Floats
    multiplicative_expected: Floats
    multiplicative: Floats  # observed over expected
    multiplicative_limits: Floats


def excess(codes: Codes, k: Floats, n: Floats, confidence: float = CONFIDENCE, draws: int = DRAWS) -> Excess:
    """Of cells with k of n people; `codes`: a row a cell, a column a dimension, levels from 0."""
    rng = np.random.default_rng(SEED)
    rates = divide(k, n)
    chance = np.where(n > 0, divide(k + 0.5, n + 1), 0)  # a cell that happens to be 0 or full can turn out otherwise
    order = np.lexsort(codes.T)
    drawn = np.empty((draws, n.size))
    drawn[:, order] = rng.binomial(n[order].astype(int), chance[order], size=(draws, n.size))
    added, times = additive_expected(codes, k, n), multiplicative_expected(codes, k, n)
    again = divide(drawn, n)
    more = _limits(again - additive_expected(codes, drawn, n), confidence)
    over = _limits(divide(again, multiplicative_expected(codes, drawn, n)), confidence)
    return Excess(added, rates - added, more, times, divide(rates, times), over)


def _limits(draws: Floats, confidence: float) -> Floats:
    beyond = tail(confidence)
    known = ~np.isnan(draws).all(axis=0)
    limits = np.full((2, draws.shape[1]), np.nan)
    limits[:, known] = np.nanquantile(draws[:, known], [beyond, 1 - beyond], axis=0)
    return limits


def additive_expected(codes: Codes, k: Floats, n: Floats) -> Floats:
    """Rates fitted by main effects only, least squares weighted by people; k may have leading axes of draws."""
    design = _effects(codes)
    root = np.sqrt(n)
    fit = np.linalg.pinv(design * root[:, np.newaxis]) * root
    rates = np.where(n > 0, divide(k, n), 0)
    return np.where(n > 0, rates @ fit.T @ design.T, np.nan)


def multiplicative_expected(codes: Codes, k: Floats, n: Floats) -> Floats:
    """Rates fitted by factors of the levels: the Poisson log-linear model of main effects, by proportional fitting.

    k may have leading axes of draws.
    """
    members = [codes[:, [column]] == np.unique(codes[:, column]) for column in range(codes.shape[1])]
    fitted = n * divide(k.sum(axis=-1), n.sum())[..., np.newaxis]
    for _ in range(STEPS):
        before = fitted
        for levels in members:
            share = levels.astype(float)
            factor = np.nan_to_num(divide(k @ share, fitted @ share))
            fitted = fitted * (factor @ share.T)
        if np.max(np.abs(fitted - before), initial=0) < STILL * max(1.0, float(n.max(initial=0))):
            break
    return divide(fitted, n)


def _effects(codes: Codes) -> Floats:
    columns = [np.ones((len(codes), 1))]
    for column in range(codes.shape[1]):
        columns.append((codes[:, [column]] == np.unique(codes[:, column])[1:]).astype(float))
    return np.hstack(columns)
