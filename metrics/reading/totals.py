"""Totals among groups, held against the sum of their groups: told apart, compared, never added to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from metrics.periods import Period
from metrics.reading.numbers import Number
from metrics.reading.observations import Groups, Observation

BELOW = " › "  # "RACE › One Race": the groups that One Race, a group of RACE, is made of
MOST = 200_000  # sums held at a time; a file with more is compared as far as that goes


class Where(NamedTuple):
    """What a total and its groups have in common, and the dimension that the groups are of."""

    indicator: str
    series: str
    period: Period | None
    place_code: str
    place: str
    others: Groups
    dimension: str


@dataclass
class Comparison:
    """A published total and the sum of the groups that exclude each other; `total` is None where none is published."""

    where: Where
    total: Number | None = None
    parts: Number = 0
    count: int = 0  # groups

    @property
    def differs_by(self) -> Number:
        """Groups less total; 0 where they agree."""
        return self.parts - (self.total or 0)


class Totals:
    """Takes observations one after the other; `compared` says how the groups of each dimension come to their totals."""

    def __init__(self) -> None:
        self._sums: dict[Where, Comparison] = {}
        self._whole: dict[Where, Number] = {}
        self.is_complete = True

    def add(self, observation: Observation) -> None:
        """Counts, and values that are counts, are added; rates and overlapping groups are not."""
        figure = observation.n if observation.n is not None else observation.value
        if figure is None or (observation.n is None and observation.unit != "count") or observation.overlapping:
            return
        groups = observation.groups
        self._whole[_where(observation, groups, "")] = figure
        for at, (dimension, _group) in enumerate(groups):
            place = _where(observation, groups[:at] + groups[at + 1 :], dimension)
            found = self._sums.get(place)
            if found is None:
                if len(self._sums) >= MOST:
                    self.is_complete = False
                    continue
                found = self._sums[place] = Comparison(place)
            found.parts += figure
            found.count += 1

    def compared(self) -> list[Comparison]:
        """One for each dimension of each place and period for which a total is published too."""
        found = []
        for where, comparison in self._sums.items():
            comparison.total = self._whole.get(_above(where))
            if comparison.total is not None:
                found.append(comparison)
        return found


def totals_of(observations: Iterable[Observation]) -> Totals:
    """The comparison of all of these."""
    totals = Totals()
    for observation in observations:
        totals.add(observation)
    return totals


def _where(observation: Observation, others: Groups, dimension: str) -> Where:
    one = observation
    return Where(one.indicator, one.series, one.period, one.place_code, one.place, others, dimension)


def _above(where: Where) -> Where:
    """Where the total of these groups stands: over all of them, or the group that they are the parts of."""
    above, nested, group = where.dimension.rpartition(BELOW)
    return where._replace(others=(*where.others, (above, group)) if nested else where.others, dimension="")
