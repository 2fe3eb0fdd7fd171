"""The gate: between which counts every hidden number must lie, as far as a reader of all live releases can tell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.suppression.cells import Key
from metrics.suppression.numbers import Kind, Number, Numbers
from metrics.suppression.programme import NEAR, Programme, Unsolved
from metrics.suppression.releases import Release, named

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Interval:
    """A number that must not be found out, and what a reader can work out of it. Counts of people, whole.

    `keys`: under which the release prints or marks it, over its dimensions; where it prints it nowhere, `finest` names the cell
    and `source` whose it is. `measure`: n, an outcome, or "n-" and an outcome for those without it. `high` is None without a
    limit. `needed`: how far apart low and high must be. `is_small`: the rule hides it, else it protects another.
    """

    dimensions: tuple[str, ...]
    keys: tuple[Key, ...]
    finest: tuple[tuple[str, ...], ...]
    measure: str
    value: int
    low: int
    high: int | None
    needed: int
    is_small: bool
    is_shown: bool
    source: str

    @property
    def is_narrow(self) -> bool:
        """It could be found out, exactly or too nearly."""
        return self.high is not None and self.high - self.low < self.needed

    def __str__(self) -> str:
        """A sentence: `n of race Asian, area all is printed, and small`; `... lies between 3 and 9, closer than 11`."""
        what = f"{self.measure} of {self._where()}"
        if self.is_shown:
            return f"{what} is printed, but must be hidden"
        return f"{what} can be worked out to lie between {self.low} and {self.high}, closer than {self.needed}"

    def _where(self) -> str:
        if self.keys:
            return named(self.dimensions, self.keys[0])
        return f"{'; '.join(', '.join(levels) for levels in self.finest) or 'all'} ({self.source})"


@dataclass(frozen=True)
class Audit:
    """The verdict on one release, judged with the earlier live ones."""

    intervals: tuple[Interval, ...]

    @property
    def refused(self) -> tuple[Interval, ...]:
        """What a reader could find out; the release must not be made while there is any."""
        return tuple(one for one in self.intervals if one.is_narrow)

    @property
    def passes(self) -> bool:
        """Nothing can be found out more nearly than the rule allows."""
        return not self.refused

    def __str__(self) -> str:
        """Why it is refused, or that it is not."""
        if self.passes:
            return f"Each of {len(self.intervals)} hidden numbers stays uncertain enough."
        return "Refused: " + "; ".join(str(one) for one in self.refused) + "."


def audit(release: Release, earlier: Sequence[Release] = (), progress: Progress = lambda _done, _total: None) -> Audit:
    """Limits of each number that is hidden or small, by two linear programmes each.

    `earlier`: all live releases of the same population, whoever hid their cells. Raises ValueError where they cannot be judged
    together (`numbers.Numbers`), and Unsolved where the solver gives no answer: then nothing may be released.
    """
    numbers = Numbers(release, earlier)
    programme = Programme(numbers.cells, numbers.outcomes, numbers.all)
    limits = _Limits(programme, numbers.all)
    places = [place for place, one in enumerate(numbers.all) if needed(one, release)]
    highs = [limits.high(place) for place in _telling(places, progress, 0)]
    lows = [limits.low(place) for place in _telling(places, progress, len(places))]
    progress(2 * len(places), 2 * len(places))
    return Audit(tuple(_interval(numbers, *one) for one in zip(places, lows, highs, strict=True)))


def _telling(places: Sequence[int], progress: Progress, begun: int) -> Iterator[int]:
    for done, place in enumerate(places, begun):
        progress(done, 2 * len(places))
        yield place


def needed(number: Number, release: Release) -> int:
    """By how many people a number must stay uncertain; 0: it may be known.

    What is small, and whatever the release marks as hidden, so that arithmetic does not tell one mark from another.
    """
    is_marked = bool(number.keys) and not number.shown and number.kind is not Kind.WITHOUT
    return max(number.need, release.rule.threshold if is_marked else 0)


class _Limits:
    """Least and most of a number, rounded to whole people inwards. First every most: one question upwards leads to the next."""

    def __init__(self, programme: Programme, numbers: Sequence[Number]) -> None:
        self._programme, self._numbers = programme, numbers
        self._lowest = np.zeros(len(numbers))  # how far down each number has been in any world that fits

    def high(self, place: int) -> int | None:
        """The most, or None where there is no limit."""
        one = self._numbers[place]
        if one.is_known:
            return one.value
        moved = self._programme.furthest(place, 1).moved
        if moved is None:
            return None
        self._lowest = np.minimum(self._lowest, moved)
        return math.floor(one.value + float(moved[place]) + NEAR)

    def low(self, place: int) -> int:
        """The least. Where a world with nobody has been seen, there is nothing left to ask."""
        one = self._numbers[place]
        if one.is_known:
            return one.value
        if one.value + self._lowest[place] > NEAR:
            moved = self._programme.furthest(place, -1).moved
            if moved is None:
                raise Unsolved(f"A count of people had no lower limit ({one.kind.value}).")
            self._lowest = np.minimum(self._lowest, moved)
        return math.ceil(one.value + float(self._lowest[place]) - NEAR)


def _interval(numbers: Numbers, place: int, low: int, high: int | None) -> Interval:
    one, release = numbers.all[place], numbers.release
    return Interval(
        dimensions=release.cells.dimensions,
        keys=tuple(one.keys),
        finest=() if one.keys else tuple(numbers.cells.levels[row] for row in one.support),
        measure={Kind.PEOPLE: "n", Kind.WITH: one.outcome, Kind.WITHOUT: f"n-{one.outcome}"}[one.kind],
        value=one.value,
        low=low,
        high=high,
        needed=needed(one, release),
        is_small=one.need > 0,
        is_shown=one.is_known,
        source=release.name if one.keys else ", ".join(one.elsewhere),
    )
