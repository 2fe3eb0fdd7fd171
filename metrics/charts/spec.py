"""What a chart is told: figures, marks for figures that are not there, and one frozen class for each kind of chart.

Numbers are in the indicator's own scale (a share is 0 to 1); `Unit` says how they are read. Labels are shown as given and in the
order given: a chart never sorts, since an order could tell what is hidden.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

Point = tuple[float, float]  # longitude, latitude in degrees
Ring = tuple[Point, ...]


class Absent(StrEnum):
    """Why a figure has no number. None of these is zero, and each has its own mark and word."""

    HIDDEN = "hidden"  # to protect people; one mark, whatever the reason
    NOT_COLLECTED = "not_collected"
    PENDING = "pending"  # due, and not here yet
    NOT_DUE = "not_due"  # its period has not come; nothing is drawn


@dataclass(frozen=True)
class Figure:
    """One number with its interval, how many people it is about and their share of everybody; or why there is none."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    share: float | None = None
    absent: Absent | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.absent is None):
            raise ValueError("A figure has a value or says why it has none.")
        if self.absent is not None and not (self.low is None and self.high is None):
            raise ValueError("A figure without a value has no interval.")
        if self.absent is Absent.HIDDEN and self.n is None and self.share is not None:
            raise ValueError("The share of a hidden number of people would tell it.")
        if (self.low is None) != (self.high is None):
            raise ValueError("An interval has two ends.")
        if not all(math.isfinite(one) for one in (self.value, self.low, self.high, self.share) if one is not None):
            raise ValueError("A figure is a finite number; what is unknown is said as Absent.")

    @property
    def reach(self) -> list[float]:
        """The numbers an axis must hold."""
        return [one for one in (self.value, self.low, self.high) if one is not None]


HIDDEN = Figure(absent=Absent.HIDDEN)
NOT_COLLECTED = Figure(absent=Absent.NOT_COLLECTED)
PENDING = Figure(absent=Absent.PENDING)
NOT_DUE = Figure(absent=Absent.NOT_DUE)


@dataclass(frozen=True)
class Unit:
    """How a number is read: `before`, number times factor with `digits`, `after`: Unit(100, after=" %") reads 0.61 as 61 %.

    `trims`: a whole number has no digits after its point. `significant`: a small number has at least so many that are not a
    leading zero, so that what is not 0 does not read as 0.
    """

    factor: float = 1
    before: str = ""
    after: str = ""
    digits: int = 0
    trims: bool = False
    significant: int = 0


SHARE = Unit(100, after="\u00a0%")
NUMBER = Unit()


@dataclass(frozen=True)
class Row:
    """One group: its figure and, where it has one, its own target."""

    label: str
    figure: Figure
    target: float | None = None


@dataclass(frozen=True)
class Bars:
    """Groups side by side; a dashed line for everyone, a ring for each target, whiskers for intervals."""

    title: str
    unit: Unit
    rows: tuple[Row, ...]
    everyone: Figure | None = None
    group: str = ""  # what the rows are ("Gender"); the table's first column


@dataclass(frozen=True)
class Series:
    """One line: a figure for each period."""

    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Path:
    """A line that is set and not observed, a number for each period; its given points are joined."""

    values: tuple[float | None, ...]
    label: str = ""  # instead of the usual word: "Benchmark: the whole state"

    @classmethod
    def level(cls, value: float, periods: int, label: str = "") -> Path:
        """The same number in every period."""
        return cls((value,) * periods, label)


@dataclass(frozen=True)
class Limits:
    """Control limits for each period (of a u-chart they vary); what lies outside is ringed as a signal."""

    centre: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Lines:
    """One or a few series over periods; what is unknown is a gap and is never drawn over."""

    title: str
    unit: Unit
    periods: tuple[str, ...]
    series: tuple[Series, ...]
    target: Path | None = None
    forecast: Path | None = None  # if nothing changes
    baseline: Path | None = None
    benchmark: Path | None = None
    limits: Limits | None = None
    from_zero: bool = True

    def __post_init__(self) -> None:
        paths = [one.values for one in (self.target, self.forecast, self.baseline, self.benchmark) if one]
        limits = [self.limits.centre, self.limits.low, self.limits.high] if self.limits else []
        if {len(one) for one in (*(each.figures for each in self.series), *paths, *limits)} != {len(self.periods)}:
            raise ValueError("Each line has one entry for each period.")
        if len(self.series) > 5:
            raise ValueError("Five lines at most can be told apart; show fewer groups or bars.")


@dataclass(frozen=True)
class Pair:
    """One group, twice: in two periods or two units."""

    label: str
    first: Figure
    second: Figure


@dataclass(frozen=True)
class Dumbbell:
    """Two periods or two units (`first`, `second` name them) compared group by group."""

    title: str
    unit: Unit
    first: str
    second: str
    rows: tuple[Pair, ...]
    group: str = ""
    from_zero: bool = False


@dataclass(frozen=True)
class Area:
    """One place: its outline (polygons of rings, outer ring first, as in GeoJSON's MultiPolygon) and its figure.

    `is_here`: the map is about this one; it is drawn with a bold outline.
    """

    label: str
    polygons: tuple[tuple[Ring, ...], ...]
    figure: Figure
    is_here: bool = False


@dataclass(frozen=True)
class Map:
    """Places in classes of values: `breaks` (ascending, four at most) begin the second and each further class."""

    title: str
    unit: Unit
    areas: tuple[Area, ...]
    breaks: tuple[float, ...]
    place: str = ""  # what the areas are ("District"); the table's first column

    def __post_init__(self) -> None:
        if list(self.breaks) != sorted(set(self.breaks)) or len(self.breaks) > 4:
            raise ValueError("Breaks ascend, and there are four at most.")


@dataclass(frozen=True)
class Spark:
    """A line for a table's cell; the cell says its last number beside it."""

    title: str
    unit: Unit
    figures: tuple[Figure, ...]


class StepKind(StrEnum):
    """What a step of a reconciliation is."""

    START = "start"
    CHANGE = "change"
    SUBTOTAL = "subtotal"
    END = "end"


@dataclass(frozen=True)
class Step:
    """One line of a reconciliation: an amount that begins, a change, or a sum as its source states it."""

    label: str
    figure: Figure
    kind: StepKind = StepKind.CHANGE


@dataclass(frozen=True)
class Waterfall:
    """From a start through changes to an end; a stated sum that the changes do not give is marked with what is missing.

    `from_zero=False` cuts the axis where changes are small against totals; the chart says so.
    """

    title: str
    unit: Unit
    steps: tuple[Step, ...]
    from_zero: bool = True
    line: str = field(default="")  # what the steps are ("Line"); the table's first column


Chart = Bars | Lines | Dumbbell | Map | Waterfall
