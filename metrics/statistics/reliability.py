"""Whether an estimate may be shown: the presentation standards of the National Center for Health Statistics.

Proportions: Series 2 no. 175 (2017); rates: Series 2 no. 200 (2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from metrics.statistics.rates import clopper_pearson

Verdict = Literal["show", "review", "hide"]

LEAST_PEOPLE = 30  # respondents, actual and effective
NARROW = 0.05  # a width up to which a proportion is shown whatever its relative width
WIDE = 0.30  # a width from which it is hidden
RELATIVE = 1.30  # width over proportion beyond which it is hidden
LEAST_DEGREES = 8  # of freedom, below which somebody looks at it
LEAST_EVENTS = 10  # numerator and denominator of a rate
RELATIVE_RATE = 1.60  # width over rate beyond which it is hidden


@dataclass(frozen=True)
class Reliability:
    """A verdict and why; people decide what is to be reviewed."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


def proportion_reliability(
    k: float, n: float, effective: float | None = None, degrees: float | None = None
) -> Reliability:
    """Of k of n people; `effective` people and `degrees` of freedom are those of a survey's design (n, and none, without one)."""
    people = min(n, n if effective is None else effective)
    if people < LEAST_PEOPLE:
        return Reliability("hide", (f"Fewer than {LEAST_PEOPLE} people.",))
    low, high = clopper_pearson(k * people / n, people)
    width, p = float(high - low), k / n
    if width >= WIDE:
        return Reliability("hide", ("The interval is 30 points wide or wider.",))
    if width > NARROW and width > RELATIVE * p and k > 0:
        return Reliability("hide", ("The interval is wider than 130 % of the rate.",))
    return _reviewed(k, n, degrees)


def _reviewed(k: float, n: float, degrees: float | None) -> Reliability:
    reasons = []
    if degrees is not None and degrees < LEAST_DEGREES:
        reasons.append(f"Fewer than {LEAST_DEGREES} degrees of freedom.")
    if k in (0, n):
        reasons.append("Nobody has the outcome." if k == 0 else "Everybody has the outcome.")
    return Reliability("review" if reasons else "show", tuple(reasons))


def rate_reliability(events: float, exposure: float, low: float, high: float) -> Reliability:
    """Of events over exposure (counted people) with its interval."""
    if events < LEAST_EVENTS or exposure < LEAST_EVENTS:
        return Reliability("hide", (f"Fewer than {LEAST_EVENTS} events, or than {LEAST_EVENTS} in the denominator.",))
    if (high - low) > RELATIVE_RATE * events / exposure:
        return Reliability("hide", ("The interval is wider than 160 % of the rate.",))
    return Reliability("show")
