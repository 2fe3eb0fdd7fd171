"""The equity index: how good things are and how equal, from many indicators, with what is missing and how sure it is.

An indicator has two scores, 0 to 100: its level between fixed goalposts (not the data's own range, which would move last
year's scores), and its gap, the worst group over the best. Domains are weighted means; the total is their weighted geometric
mean, so that a poor domain is not bought off. Method: OECD and JRC, Handbook on constructing composite indicators (2008);
UNDP, Human Development Report, technical note 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from metrics.statistics.arrays import Floats, Limits, divide
from metrics.statistics.normalising import arithmetic, geometric
from metrics.statistics.simulation import percentiles

COVERAGE = 0.70  # of the weight that must be present
LEAST = 1.0  # a domain's score in the total at least, so that zero does not erase the others
LEAST_PEOPLE = 30  # of a group, to be the worst or the best
SPREAD = 0.25  # by which each weight is moved up and down when asking how sure the score is
DRAWS = 2000
SEED = 20210406
KINDS = ("index", "level", "gap")


@dataclass(frozen=True)
class Goalposts:
    """Fixed and versioned: the values that score 0 (the baseline's) and 100; less is better where the floor is above the goal."""

    floor: float
    goal: float
    log: bool = False  # the way between them is measured in logarithms (income)

    def __post_init__(self) -> None:
        if self.floor == self.goal or (self.log and min(self.floor, self.goal) <= 0):
            raise ValueError("Floor and goal differ, and are above 0 where the scale is logarithmic.")

    def score(self, values: Floats) -> Floats:
        """0 to 100; beyond the goalposts cut off."""
        floor, goal = self.floor, self.goal
        if self.log:
            values, floor, goal = np.log(np.maximum(values, min(floor, goal))), np.log(floor), np.log(goal)
        return np.clip(100 * (values - floor) / (goal - floor), 0, 100)


@dataclass(frozen=True)
class Member:
    """A group's value; None is not known. `se` 0 where no standard error is known."""

    name: str
    value: float | None
    n: int | None
    se: float = 0.0


@dataclass(frozen=True)
class Indicator:
    """`weight` within its domain; `value` of the whole population, None where not known; `groups` where it is disaggregated."""

    name: str
    domain: str
    goalposts: Goalposts
    value: float | None
    weight: float = 1.0
    se: float = 0.0
    groups: tuple[Member, ...] = ()
    counts: Literal["both", "level", "gap"] = "both"  # what of it counts in the index


@dataclass(frozen=True)
class Part:
    """An indicator's scores; NaN where not known, with the reason."""

    indicator: Indicator
    level: float
    gap: float
    index: float
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """A domain's score or a total: NaN below 70 % coverage.

    Limits: 95 % of draws over standard errors and weights moved by 25 %.
    """

    score: float
    coverage: float  # of the weight, 0 to 1
    limits: Limits
    rank: tuple[int, int, int] | None = (
        None  # of a domain among all that have a score, 1 the highest; and 95 % of draws
    )


@dataclass(frozen=True)
class Index:
    """`totals` and `domains` by kind: index (both halves), level, gap."""

    parts: tuple[Part, ...]
    totals: dict[str, Score]
    domains: dict[str, dict[str, Score]]


@dataclass(frozen=True)
class _Drawn:
    """Scores of an indicator, the first without noise."""

    indicator: Indicator
    weights: Floats
    scores: dict[str, Floats]


def score_index(
    indicators: Sequence[Indicator], domain_weights: dict[str, float] | None = None, least: float = COVERAGE
) -> Index:
    """The order of indicators changes nothing; `least`: of the weight that must be known.

    Raises ValueError where a weight is not above 0.
    """
    weights = {each.domain: 1.0 for each in indicators} | (domain_weights or {})
    if any(not one > 0 for one in [*weights.values(), *(each.weight for each in indicators)]):
        raise ValueError("Weights are above 0.")
    rng = np.random.default_rng(SEED)
    drawn = [_draw(each, rng) for each in sorted(indicators, key=lambda each: (each.domain, each.name))]
    moved = {domain: _moved(weights[domain], rng) for domain in sorted(weights)}
    found = {kind: _score(kind, drawn, moved, least) for kind in KINDS}
    parts = {(one.indicator.domain, one.indicator.name): _part(one) for one in drawn}
    return Index(
        parts=tuple(parts[each.domain, each.name] for each in indicators),
        totals={kind: total for kind, (total, _domains) in found.items()},
        domains={kind: domains for kind, (_total, domains) in found.items()},
    )


def _moved(weight: float, rng: np.random.Generator) -> Floats:
    return weight * np.concatenate([[1.0], rng.uniform(1 - SPREAD, 1 + SPREAD, DRAWS)])


def _noise(value: float | None, se: float, rng: np.random.Generator) -> Floats:
    noise = np.concatenate([[0.0], rng.standard_normal(DRAWS)])
    return (np.nan if value is None else value) + se * noise


def _draw(indicator: Indicator, rng: np.random.Generator) -> _Drawn:
    weights = _moved(indicator.weight, rng)
    level = indicator.goalposts.score(_noise(indicator.value, indicator.se, rng))
    members = sorted(indicator.groups, key=lambda each: each.name)
    values = [_noise(each.value, each.se, rng) for each in members if _counts(each)]
    gap = _gap(np.maximum(np.array(values), 0)) if len(values) > 1 else np.full(DRAWS + 1, np.nan)
    both = (level + gap) / 2 if indicator.groups else level
    counted = {"both": both, "level": level, "gap": gap}[indicator.counts]
    return _Drawn(indicator, weights, {"index": counted, "level": level, "gap": gap})


def _counts(member: Member) -> bool:
    return member.value is not None and member.n is not None and member.n >= LEAST_PEOPLE


def _gap(values: Floats) -> Floats:
    """The worst over the best in per cent; which is which does not matter, since it is told below 100."""
    return 100 * divide(values.min(axis=0), values.max(axis=0))


def _score(
    kind: str, drawn: Sequence[_Drawn], moved: dict[str, Floats], least: float
) -> tuple[Score, dict[str, Score]]:
    domains, values, weights = {}, [], []
    for domain, weight in moved.items():
        members = [one for one in drawn if _belongs(one, kind, domain)]
        if members:
            scores, coverage = _domain(kind, members, least)
            domains[domain] = Score(float(scores[0]), coverage, percentiles(scores[1:]))
            values.append(scores)
            weights.append(weight)
    if not domains:
        return Score(float("nan"), 0.0, percentiles(np.array([]))), domains
    domains = _ranked(domains, np.array(values))
    total = _total(np.array(values), np.array(weights), least)
    parts = np.array([weight[0] for weight in weights])
    coverage = float(np.sum(parts * [one.coverage for one in domains.values()]) / parts.sum())
    return Score(float(total[0]), coverage, percentiles(total[1:])), domains


def _belongs(one: _Drawn, kind: str, domain: str) -> bool:
    """An indicator that is not disaggregated has no gap to miss."""
    return one.indicator.domain == domain and (kind != "gap" or bool(one.indicator.groups))


def _ranked(domains: dict[str, Score], values: Floats) -> dict[str, Score]:
    """Each domain with its rank in every draw; equal scores share the better rank."""
    found = dict(domains)
    known = [at for at, row in enumerate(values) if not np.isnan(row[0])]
    names, scores = list(domains), values[known]
    for at in known:
        ranks = 1 + np.sum(scores > values[at], axis=0)
        low, high = percentiles(ranks[1:].astype(np.float64))
        found[names[at]] = replace(domains[names[at]], rank=(int(ranks[0]), round(float(low)), round(float(high))))
    return found


def _enough(coverage: float, least: float) -> bool:
    return coverage >= least - 1e-12


def _domain(kind: str, members: Sequence[_Drawn], least: float) -> tuple[Floats, float]:
    weights = np.array([one.weights for one in members])
    scores = np.array([one.scores[kind] for one in members])
    known = ~np.isnan(scores[:, 0])
    coverage = float(weights[known, 0].sum() / weights[:, 0].sum())
    if not known.any() or not _enough(coverage, least):
        return np.full(DRAWS + 1, np.nan), coverage
    return arithmetic(scores[known].T, weights[known].T), coverage


def _total(scores: Floats, weights: Floats, least: float) -> Floats:
    """Over the domains that have a score, where these have enough of the weight."""
    known = ~np.isnan(scores[:, 0])
    if not _enough(float(weights[known, 0].sum() / weights[:, 0].sum()), least):
        return np.full(DRAWS + 1, np.nan)
    return geometric(np.maximum(scores[known], LEAST).T, weights[known].T)


def _part(one: _Drawn) -> Part:
    level, gap, both = (float(one.scores[kind][0]) for kind in ("level", "gap", "index"))
    reasons = {}
    if np.isnan(level):
        reasons["level"] = "The value is not known."
    if np.isnan(gap):
        few = f"Fewer than two groups have a known value and {LEAST_PEOPLE} people, or the best is zero."
        reasons["gap"] = few if one.indicator.groups else "It is not told by group."
    if np.isnan(both):
        reasons["index"] = "It needs the level, and the gap where it is told by group."
    return Part(one.indicator, level, gap, both, reasons)
