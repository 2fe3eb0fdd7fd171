"""The frame of charts whose rows lie below each other: labels and values beside the marks on a desk, above them on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.charts.marks import Size
from metrics.charts.scales import Axis, Scale
from metrics.charts.spec import Unit
from metrics.charts.svg import LINE, line, lines_of_text, text, width_of, wrapped
from metrics.charts.words import Words

LABELS, VALUES, EDGE = 210.0, 190.0, 6.0
BOLD = 13.9  # values are set semibold, which is wider: as if so many px


@dataclass(frozen=True)
class Place:
    """Where a row's marks go."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The line the marks lie on."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Frame:
    """The rows' places, the stretch for the marks, the words, and the bands in which lines may run from top to bottom."""

    places: tuple[Place, ...]
    left: float
    right: float
    bottom: float
    words: str
    bands: tuple[Place, ...]


def frame(entries: Sequence[tuple[str, str]], size: Size, y: float, thick: float) -> Frame:
    """Rows of (label, value in words) from y down, with marks so thick."""
    return _beside(entries, size, y, thick) if size.beside else _above(entries, size, y, thick)


def _beside(entries: Sequence[tuple[str, str]], size: Size, y: float, thick: float) -> Frame:
    labels = [wrapped(label, LABELS) for label, _ in entries]
    values = [wrapped(value, VALUES, BOLD) for _, value in entries]
    left = _widest(labels) + 12
    right = size.width - _widest(values, BOLD) - 12
    places, words, top = [], "", y
    for label, value in zip(labels, values, strict=True):
        high = max(thick + 14, max(len(label), len(value)) * LINE + 8)
        middle = top + high / 2
        places.append(Place(middle - thick / 2, middle + thick / 2))
        words += lines_of_text(0, _first(middle, label), label)
        words += lines_of_text(right + 12, _first(middle, value), value, "chart-text chart-number")
        top += high
    return Frame(tuple(places), left + EDGE, right - EDGE, top, words, (Place(y, top),) if entries else ())


def _above(entries: Sequence[tuple[str, str]], size: Size, y: float, thick: float) -> Frame:
    places, words, top = [], "", y
    for label, value in entries:
        wide = width_of(value, BOLD)
        shared = wide < size.width * 0.5
        lines = wrapped(label, size.width - wide - 10 if shared else size.width)
        values = [] if shared else wrapped(value, size.width, BOLD)
        words += lines_of_text(0, top + 13, lines)
        if shared:
            words += text(size.width, top + 13, value, "chart-text chart-number", "end")
        words += lines_of_text(0, top + 13 + len(lines) * LINE, values, "chart-text chart-number")
        start = top + (len(lines) + len(values)) * LINE + 4
        places.append(Place(start, start + thick))
        top = start + thick + 12
    return Frame(
        tuple(places), EDGE, size.width - EDGE, top, words, tuple(Place(p.top - 3, p.bottom + 3) for p in places)
    )


def _widest(blocks: Sequence[Sequence[str]], size: float = 13) -> float:
    return max((width_of(one, size) for block in blocks for one in block), default=0)


def _first(middle: float, lines: Sequence[str]) -> float:
    """The baseline of the first of some lines that stand around a middle."""
    return middle + 4.5 - (len(lines) - 1) * LINE / 2


def ruled(axis: Axis, scale: Scale, frame: Frame, unit: Unit, words: Words, size: Size) -> tuple[str, float]:
    """The axis's lines in the bands and its numbers below, those that fit; and where the chart goes on."""
    body = ""
    for tick in axis.ticks:
        style = "chart-zero" if tick == 0 else "chart-grid"
        body += "".join(line(scale(tick), band.top, scale(tick), band.bottom, style) for band in frame.bands)
    if not axis.ticks:
        return body, frame.bottom
    told = [words.read(tick, unit, axis.digits) for tick in axis.ticks]
    room = scale(axis.ticks[-1]) - scale(axis.ticks[0])
    needed = max(width_of(one, 12) for one in told) + 10
    every = max(1, -int(-needed * (len(told) - 1) // max(room, 1)))
    for at in range(0, len(told), every):
        half = width_of(told[at], 12) / 2
        x = min(max(scale(axis.ticks[at]), half), size.width - half)
        body += text(x, frame.bottom + 14, told[at], "chart-text chart-tick", "middle")
    return body, frame.bottom + 24


def across(x: float, frame: Frame, style: str) -> str:
    """A line at x through all rows."""
    return "".join(line(x, band.top, x, band.bottom, style) for band in frame.bands)
