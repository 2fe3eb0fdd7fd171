"""The gate: between which counts every hidden number must lie, as far as a reader of all live releases can tell."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    places = [place for place, one in enumerate(numbers.all) if needed(one, release)]
    found = []
    for done, place in enumerate(places):
        progress(done, len(places))
        found.append(_interval(numbers, place, *_limits(programme, numbers.all[place], place)))
    progress(len(places), len(places))
    return Audit(tuple(found))


def needed(number: Number, release: Release) -> int:
    """By how many people a number must stay uncertain; 0: it may be known.

    What is small, and whatever the release marks as hidden, so that arithmetic does not tell one mark from another.
    """
    is_marked = bool(number.keys) and not number.shown and number.kind is not Kind.WITHOUT
    return max(number.need, release.rule.threshold if is_marked else 0)


def _limits(programme: Programme, number: Number, place: int) -> tuple[int, int | None]:
    """Least and most, rounded to whole people inwards."""
    if number.is_known:
        return number.value, number.value
    down, up = programme.furthest(place, -1), programme.furthest(place, 1)
    if down.moved is None:
        raise Unsolved(f"A count of people had no lower limit ({number.kind.value}).")
    low = math.ceil(number.value + float(down.moved[place]) - NEAR)
    high = None if up.moved is None else math.floor(number.value + float(up.moved[place]) + NEAR)
    return low, high


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
