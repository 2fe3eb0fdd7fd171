"""Marks that charts share: the marks of figures that are not there, and the legend, which names each mark that occurs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from metrics.charts.spec import Absent, Figure
from metrics.charts.svg import LINE, circle, line, path, rect, text, width_of, wrapped
from metrics.charts.words import Words

SAMPLE = 24.0  # how wide a mark is in the legend


@dataclass(frozen=True)
class Size:
    """One of the drawings of a chart: on a phone labels stand above their marks, on a desk beside them."""

    name: str
    width: float
    ticks: int
    beside: bool


PHONE = Size("phone", 288, 4, False)
DESK = Size("desk", 680, 6, True)
SIZES = (PHONE, DESK)


@dataclass(frozen=True)
class Drawing:
    """Markup and how high it is; `definitions` go before it."""

    height: float
    body: str
    definitions: str = ""


@dataclass(frozen=True)
class Sample:
    """An entry of the legend: `draw` puts the mark at (left, middle)."""

    words: str
    draw: Callable[[float, float], str]


def absent_mark(absent: Absent | None, x: float, y: float, width: float = 24, height: float = 12) -> str:
    """The mark of a figure that is not there, from (x, y) down: always of the same size, so that it tells nothing."""
    if absent is Absent.HIDDEN:
        return rect(x, y, width, height, "chart-absent") + path(_hatch(x, y, width, height), "chart-hatch")
    if absent is Absent.NOT_COLLECTED:
        return rect(x, y, width, height, "chart-absent chart-absent-none")
    if absent is Absent.PENDING:
        third, middle = width / 4, y + height / 2
        dots = "".join(circle(x + third * (at + 1), middle, 1.4, "chart-dot") for at in range(3))
        return rect(x, y, width, height, "chart-absent") + dots
    return ""


def _hatch(x: float, y: float, width: float, height: float) -> str:
    """Slanted lines over a box, cut at its edges."""
    strokes = []
    for at in range(int(-height) + 4, int(width), 4):
        left, right = max(at, 0), min(at + height, width)
        strokes.append(
            f"M{x + left:.1f} {y + height - (left - at):.1f}L{x + right:.1f} {y + height - (right - at):.1f}"
        )
    return "".join(strokes)


def absences(figures: Iterable[Figure], words: Words) -> list[Sample]:
    """The legend's entries for the marks of figures that are not there, as far as they occur."""
    met = {figure.absent for figure in figures}
    return [
        Sample(str(words.absent[kind]), lambda x, y, kind=kind: absent_mark(kind, x, y - 6))  # type: ignore[misc]
        for kind in (Absent.HIDDEN, Absent.NOT_COLLECTED, Absent.PENDING)
        if kind in met
    ]


def line_sample(words: str, style: str) -> Sample:
    """The entry of a line."""
    return Sample(words, lambda x, y: line(x, y, x + SAMPLE, y, style))


def ring(x: float, y: float) -> str:
    """A target."""
    return circle(x, y, 4.5, "chart-ring")


def whisker(low: float, high: float, y: float, style: str = "chart-whisker") -> str:
    """An interval, lying."""
    ends = "".join(f"M{at:.1f} {y - 4:.1f}V{y + 4:.1f}" for at in (low, high))
    return path(f"M{low:.1f} {y:.1f}H{high:.1f}{ends}", style)


def legend(samples: Sequence[Sample], width: float) -> Drawing:
    """The entries beside each other, in as many lines as they need."""
    x, y, body = 0.0, 0.0, ""
    for sample in samples:
        lines = wrapped(sample.words, width - SAMPLE - 8)
        taken = SAMPLE + 8 + max(width_of(one) for one in lines)
        if x and x + taken > width:
            x, y = 0.0, y + LINE + 4
        body += sample.draw(x, y + 9)
        body += "".join(text(x + SAMPLE + 8, y + 13.5 + at * LINE, one) for at, one in enumerate(lines))
        x, y = x + taken + 16, y + (len(lines) - 1) * LINE
    return Drawing(y + LINE + 10 if samples else 0, body)


def note(words: str, y: float, width: float) -> Drawing:
    """A sentence below a chart."""
    lines = wrapped(words, width)
    body = "".join(text(0, y + 14 + at * LINE, one, "chart-text chart-quiet") for at, one in enumerate(lines))
    return Drawing(len(lines) * LINE + 4, body)
