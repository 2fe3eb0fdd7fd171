"""How unequal groups with an order are (income, education, deprivation), the most disadvantaged first.

Refused for dimensions without an order: nobody ranks races or genders. Population once as the weight: healthequal 1.0.1
weights its logit twice (counts and weights). Sources: Wagstaff, Paci and van Doorslaer 1991; Kakwani et al. 1997; Mackenbach
and Kunst 1997.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from metrics.statistics.arrays import CONFIDENCE, Floats, divide, floats, quantile
from metrics.statistics.extremes import Estimate, apart, times

STEPS = 100  # of Newton's method at most
STILL = 1e-12  # a step that is none
LONGEST = 5.0  # log odds that one step may go
FLAT = 1e12  # a condition beyond which there is no top to climb


class Unordered(ValueError):
    """The groups have no order, or not one for each."""


@dataclass(frozen=True)
class Ladder:
    """Groups from the most disadvantaged to the most advantaged: values, standard errors (NaN unknown), population."""

    y: Floats
    se: Floats
    population: Floats

    @property
    def share(self) -> Floats:
        """Parts of the population."""
        return divide(self.population, self.population.sum())

    @property
    def rank(self) -> Floats:
        """Ridits: the middle of each group's part of the population, 0 to 1."""
        return np.cumsum(self.share) - self.share / 2


def ladder(order: Floats, y: Floats, se: Floats, population: Floats) -> Ladder:
    """By `order`, 1 the most disadvantaged. Raises Unordered where a place is missing or taken twice, or there is one group."""
    if np.isnan(order).any():
        raise Unordered(
            "The groups have no order. This measure is for ordered groups (income, education), never for race or gender."
        )
    if len(np.unique(order)) < len(order):
        raise Unordered("Two groups have the same place in the order.")
    if len(order) < 2:
        raise Unordered("One group has no order.")
    places = np.argsort(order)
    return Ladder(y[places], se[places], population[places])


def difference(groups: Ladder, *, favourable: bool, confidence: float = CONFIDENCE) -> Estimate:
    """Most advantaged less most disadvantaged; the reverse where less is better."""
    return apart(*_ends(groups, favourable=favourable), confidence)


def ratio(groups: Ladder, *, favourable: bool, confidence: float = CONFIDENCE) -> Estimate:
    """Most advantaged over most disadvantaged; the reverse where less is better."""
    return times(*_ends(groups, favourable=favourable), confidence)


def _ends(groups: Ladder, *, favourable: bool) -> tuple[float, float, float, float]:
    one, other = (-1, 0) if favourable else (0, -1)
    return float(groups.y[one]), float(groups.se[one]), float(groups.y[other]), float(groups.se[other])


def concentration(groups: Ladder, *, relative: bool, confidence: float = CONFIDENCE) -> Estimate:
    """2 sum s (y - mu)(R - 1/2), over mu where relative; standard error of the convenient regression (Kakwani et al. 1997)."""
    mu = float(np.sum(groups.share * groups.y))
    scale = float(divide(1, mu)) if relative else 1.0
    estimate = float(2 * np.sum(groups.share * (groups.y - mu) * (groups.rank - 0.5)) * scale)
    se = _convenient_se(groups, scale)
    reach = quantile(confidence) * se
    return Estimate(estimate, se, (floats(estimate - reach), floats(estimate + reach)))


def _convenient_se(groups: Ladder, scale: float) -> float:
    """Of the slope of 2 var(R) y on R, weighted by population; two degrees of freedom are used up."""
    spread = 2 * np.sum(groups.share * (groups.rank - 0.5) ** 2)
    root = np.sqrt(groups.population)
    design = np.column_stack([root, groups.rank * root])
    response = spread * groups.y * scale * root
    left = response - design @ np.linalg.lstsq(design, response, rcond=None)[0]
    degrees = groups.y.size - 2
    covariance = np.linalg.inv(design.T @ design) * divide(left @ left, degrees)
    return float(np.sqrt(covariance[1, 1]))


@dataclass(frozen=True)
class Slope:
    """Slope and relative index of inequality: the line's top less, and over, its bottom; robust (HC0) standard errors."""

    sii: Estimate
    rii: Estimate


def linear_slope(groups: Ladder, confidence: float = CONFIDENCE) -> Slope:
    """By a line through the values on the ridits, weighted by population."""
    design = np.column_stack([np.ones_like(groups.rank), groups.rank])
    bread = np.linalg.inv(design.T @ (groups.share[:, np.newaxis] * design))
    line = bread @ design.T @ (groups.share * groups.y)
    scores = design * (groups.share * (groups.y - design @ line))[:, np.newaxis]
    ends = np.array([[1.0, 0.0], [1.0, 1.0]])
    return _slope(ends @ line, ends, bread @ scores.T @ scores @ bread, confidence)


def logit_slope(groups: Ladder, scale: float, confidence: float = CONFIDENCE) -> Slope:
    """By a logistic curve; values lie between 0 and `scale` (1, or 100 for per cent).

    Raises ValueError where one does not, or where the values are at the very ends, so that no curve fits best.
    """
    if np.any((groups.y < 0) | (groups.y > scale)):
        raise ValueError(f"A logistic curve needs values between 0 and {scale:g}.")
    design = np.column_stack([np.ones_like(groups.rank), groups.rank])
    curve = _logistic(design, groups.y / scale, groups.share)
    fitted = expit(design @ curve)
    bread = np.linalg.inv(design.T @ ((groups.share * fitted * (1 - fitted))[:, np.newaxis] * design))
    scores = design * (groups.share * (groups.y / scale - fitted))[:, np.newaxis]
    rows = np.array([[1.0, 0.0], [1.0, 1.0]])
    ends = expit(rows @ curve)
    gradients = rows * (scale * ends * (1 - ends))[:, np.newaxis]
    return _slope(ends * scale, gradients, bread @ scores.T @ scores @ bread, confidence)


def _logistic(design: Floats, y: Floats, weights: Floats) -> Floats:
    """The most likely curve, by Newton's method; the population weighs once."""
    curve = np.zeros(design.shape[1])
    for _ in range(STEPS):
        fitted = expit(design @ curve)
        slope = design.T @ (weights * (y - fitted))
        bend = design.T @ ((weights * fitted * (1 - fitted))[:, np.newaxis] * design)
        if np.linalg.cond(bend) > FLAT:
            break
        step = np.linalg.solve(bend, slope)
        curve = curve + step * min(1.0, LONGEST / max(float(np.max(np.abs(step))), STILL))
        if np.max(np.abs(step)) < STILL:
            return curve
    raise ValueError("No logistic curve fits best: the values are at the very ends of the scale.")


def _slope(ends: Floats, gradients: Floats, covariance: Floats, confidence: float) -> Slope:
    """`ends`: the line's bottom and top; `gradients`: of each by the coefficients."""
    bottom, top = (float(each) for each in ends)
    step = gradients[1] - gradients[0]
    se = float(np.sqrt(step @ covariance @ step))
    z = quantile(confidence)
    sii = Estimate(top - bottom, se, (floats(top - bottom - z * se), floats(top - bottom + z * se)))
    return Slope(sii, _relative_index(bottom, top, gradients, covariance, z))


def _relative_index(bottom: float, top: float, gradients: Floats, covariance: Floats, z: float) -> Estimate:
    if bottom <= 0 or top <= 0:
        unknown = float("nan")
        return Estimate(unknown, unknown, (floats(unknown), floats(unknown)))
    step = gradients[1] / top - gradients[0] / bottom
    se = float(np.sqrt(step @ covariance @ step))
    reach = np.exp(z * se)
    return Estimate(top / bottom, se, (floats(top / bottom / reach), floats(top / bottom * reach)))
