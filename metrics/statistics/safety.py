"""Work injuries and claims: OSHA's rates, claims of 100 full-time equivalents, cost a claim, and a chart that says what is news.

Recordable under OSHA and compensable as a claim are two things; neither is worked out from the other. Sources: 29 CFR 1904 and
the BLS's "How to compute a firm's incidence rate" (cases of 200,000 hours, which 100 people work in a year); Shewhart's
u-chart as in Montgomery, Introduction to Statistical Quality Control, chapter 7. Unknown is NaN, and the reason says why:
without hours worked nothing can be determined, least of all that nobody was hurt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from metrics.statistics.arrays import CONFIDENCE, Floats, Limits, Numbers, divide, floats
from metrics.statistics.events import event_rate, exact_interval

BASE_HOURS = 200_000  # what 100 people work in 50 weeks of 40 hours
PER_FTE = 100
MONTHS = 12
SIGMAS = 3

Determined = Literal["determined", "cannot determine"]
NO_HOURS = "No hours worked are known for this time, or they are not more than 0."
NO_CASES = "The number of cases is not known."
NOT_POSSIBLE = "A number of cases is a whole number, not less than 0."


@dataclass(frozen=True)
class Incidence:
    """Cases of 200,000 hours with the exact Poisson interval; all NaN where the result is that it cannot be determined."""

    cases: float
    hours: float
    rate: float
    low: float
    high: float
    result: Determined
    reason: str = ""


def incidence(cases: Numbers, hours: Numbers, base_hours: float = BASE_HOURS) -> Floats:
    """TRIR of all recordable cases, DART of those with days away, restricted or transferred. NaN unless hours > 0."""
    return event_rate(cases, known(hours)) * base_hours


def incidence_interval(
    cases: Numbers, hours: Numbers, confidence: float = CONFIDENCE, base_hours: float = BASE_HOURS
) -> Limits:
    """The exact Poisson interval of `incidence`. NaN unless hours > 0."""
    low, high = exact_interval(cases, known(hours), confidence)
    return low * base_hours, high * base_hours


def judge_incidence(cases: float, hours: float, confidence: float = CONFIDENCE) -> Incidence:
    """One rate with its interval, or why there is none."""
    nothing = float("nan")
    if reason := _lacks(cases, hours):
        return Incidence(cases, hours, nothing, nothing, nothing, "cannot determine", reason)
    low, high = incidence_interval(cases, hours, confidence)
    return Incidence(cases, hours, float(incidence(cases, hours)), float(low), float(high), "determined")


def pooled_incidence(cases: Numbers, hours: Numbers, confidence: float = CONFIDENCE) -> Incidence:
    """Several years as one: all cases of all hours, never the mean of yearly rates. Any unknown year leaves it undetermined."""
    bad = [reason for one, time in zip(floats(cases), floats(hours), strict=True) if (reason := _lacks(one, time))]
    if bad or not len(floats(cases)):
        nothing = float("nan")
        reason = bad[0] if bad else NO_HOURS
        return Incidence(nothing, nothing, nothing, nothing, nothing, "cannot determine", reason)
    return judge_incidence(float(floats(cases).sum()), float(floats(hours).sum()), confidence)


def claims_per_fte(claims: Numbers, fte: Numbers, per: float = PER_FTE) -> Floats:
    """Claims of 100 full-time equivalents in the time the claims are of. NaN unless FTE > 0."""
    return event_rate(claims, known(fte)) * per


def annualised(rate: Numbers, months: int = 1) -> Floats:
    """What a rate of so many months comes to in twelve."""
    return floats(rate) * MONTHS / months


def rolling_claims_per_fte(claims: Numbers, fte: Numbers, months: int = MONTHS) -> Floats:
    """For each month all claims of the last twelve, of 100 of their mean FTE. NaN until there are twelve known ones."""
    k, people = floats(claims), known(fte)
    found = np.full(k.shape, np.nan)
    if len(k) >= months:
        sums = np.lib.stride_tricks.sliding_window_view(k, months).sum(axis=1)
        means = np.lib.stride_tricks.sliding_window_view(people, months).mean(axis=1)
        found[months - 1 :] = claims_per_fte(sums, means)
    return found


def cost_per_claim(incurred: Numbers, claims: Numbers) -> Floats:
    """Of what was paid and reserved as of one day; NaN without a claim. Medical-only and lost-time claims are told apart."""
    return divide(incurred, claims)


@dataclass(frozen=True)
class Chart:
    """A u-chart in units of `per` exposure: the centre, and for each point its rate, its limits and whether it is a signal."""

    centre: float
    rates: Floats
    low: Floats
    high: Floats
    signals: tuple[bool, ...]


def u_chart(events: Numbers, exposure: Numbers, base: int | None = None, per: float = PER_FTE) -> Chart:
    """Limits at three standard errors about the mean of the first `base` points (all, if None); no lower limit below 0.

    A point without exposure has neither rate nor limits, is no signal and takes no part in the centre.
    """
    k, t = floats(events), known(exposure)
    there = ~np.isnan(k) & ~np.isnan(t)
    first = there & (np.arange(len(k)) < (len(k) if base is None else base))
    centre = divide(k[first].sum(), t[first].sum())
    reach = SIGMAS * np.sqrt(divide(centre, t))
    rates, low, high = event_rate(k, t), np.maximum(centre - reach, 0), centre + reach
    signals = tuple(bool(one) for one in (rates > high) | (rates < low))  # NaN is neither
    return Chart(float(centre * per), rates * per, low * per, high * per, signals)


def known(exposure: Numbers) -> Floats:
    """Hours or people that were there; NaN where none are, since a rate of nothing is unknown."""
    given = floats(exposure)
    return np.where(given > 0, given, np.nan)


def _lacks(cases: float, hours: float) -> str:
    if np.isnan(cases):
        return NO_CASES
    if cases < 0 or cases != np.floor(cases):
        return NOT_POSSIBLE
    return "" if hours > 0 else NO_HOURS
