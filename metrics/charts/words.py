"""The words of charts, given translated by the caller, and how numbers are written with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, log10

from metrics.charts.spec import Absent, Figure, Unit

MINUS, TO = "\u2212", "\u2013"
MOST_DIGITS = 6  # what is smaller is 0


def written(
    value: float, unit: Unit, number: Callable[[float, int], str], digits: int | None = None, *, signed: bool = False
) -> str:
    """A number in its unit: 61 %, $1,200, −3.5 points; with `signed`, +3. `digits`: so many, whatever the unit says."""
    exact = float(value * unit.factor)
    places = _places(exact, unit) if digits is None else digits
    shown = round(exact, places)
    sign = MINUS if shown < 0 else "+" if signed and shown > 0 else ""
    return f"{sign}{unit.before}{number(abs(shown), places)}{unit.after}"


def _places(exact: float, unit: Unit) -> int:
    if unit.significant and exact and not round(exact, unit.digits):
        needed = unit.significant - 1 - floor(log10(abs(exact)))
        return needed if needed <= MOST_DIGITS else 0
    return 0 if unit.trims and round(exact, unit.digits).is_integer() else unit.digits


@dataclass(frozen=True)
class Words:
    """Every word a chart may need. `number` writes a number that is not negative with so many digits, as the language does."""

    number: Callable[[float, int], str]
    counted: Callable[[Absent, int], str]  # "2 are hidden to protect people"
    absent: dict[Absent, str]
    places: str  # "{n} in all, {m} with a figure"
    axis_begins: str  # "The axis begins at {value}, not at zero."
    does_not_add_up: str  # "does not add up: {value}"
    from_to: str  # "{low} to {high}"
    or_more: str  # "{value} or more"
    under: str  # "under {value}"
    to_under: str  # "{low} to under {high}"
    lowest: str  # "lowest: {label}, {value}"
    highest: str
    first: str  # "first: {label}, {value}"
    last: str
    first_of: str  # "first {value}"
    last_of: str
    interval: str
    everyone: str
    target: str
    forecast: str
    baseline: str
    benchmark: str
    centre: str
    limits: str
    signal: str
    increase: str
    decrease: str
    total: str
    difference: str
    group: str
    period: str
    place: str
    line: str
    value: str
    n: str
    share: str

    def read(self, value: float, unit: Unit, digits: int | None = None, signed: bool = False) -> str:
        """A number in its unit: 61 %, $1,200, −3.5 points; with `signed`, +3."""
        return written(value, unit, self.number, digits, signed=signed)

    def figure(self, figure: Figure, unit: Unit, signed: bool = False) -> str:
        """A figure's number, or the word for why there is none."""
        if figure.value is not None:
            return self.read(figure.value, unit, signed=signed)
        return str(self.absent[figure.absent]) if figure.absent else ""

    def interval_of(self, figure: Figure, unit: Unit) -> str:
        """A figure's interval in words; nothing where there is none."""
        if figure.low is None or figure.high is None:
            return ""
        return str(self.from_to).format(low=self.read(figure.low, unit), high=self.read(figure.high, unit))

    def count(self, n: int) -> str:
        """A number of people."""
        return self.number(n, 0)

    def with_n(self, figure: Figure, unit: Unit) -> str:
        """A figure as it stands beside its mark: 61 % · n 412."""
        told = self.figure(figure, unit)
        return told if figure.n is None else f"{told} · {self.n}\u00a0{self.count(figure.n)}"
