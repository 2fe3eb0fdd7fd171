"""Two periods or two units compared by group: an open and a filled mark, joined where both are known."""

from __future__ import annotations

from metrics.charts.marks import SAMPLE, Drawing, Sample, Size, absences, absent_mark, legend, note
from metrics.charts.rows import Place, frame, ruled
from metrics.charts.scales import Scale, axis
from metrics.charts.spec import Dumbbell, Pair
from metrics.charts.svg import circle, group, line, rect
from metrics.charts.words import Words

ARROW = "\u2192"


def dumbbell(spec: Dumbbell, words: Words, size: Size) -> Drawing:
    """The chart from its legend down."""
    figures = [figure for row in spec.rows for figure in (row.first, row.second)]
    first = Sample(str(spec.first), lambda x, y: first_mark(x + SAMPLE / 2, y))
    second = Sample(str(spec.second), lambda x, y: second_mark(x + SAMPLE / 2, y))
    keys = legend([first, second, *absences(figures, words)], size.width)
    rows = frame([(str(row.label), told(row, spec, words)) for row in spec.rows], size, keys.height, 14)
    measure = axis([one.value for one in figures if one.value is not None], spec.unit, spec.from_zero, size.ticks)
    inset = 30 if any(one.absent for one in figures) else 0  # marks without a number stand before the axis
    scale = measure.scale(rows.left + inset, rows.right)
    grid, bottom = ruled(measure, scale, rows, spec.unit, words, size)
    marks = "".join(
        group(f"{row.label}: {told(row, spec, words)}", _pair(row, scale, place, rows.left))
        for row, place in zip(spec.rows, rows.places, strict=True)
    )
    begins = Drawing(0, "")
    if measure.ticks and measure.low > 0:
        begins = note(str(words.axis_begins).format(value=words.read(measure.low, spec.unit)), bottom, size.width)
    return Drawing(bottom + begins.height, keys.body + grid + rows.words + marks + begins.body)


def told(row: Pair, spec: Dumbbell, words: Words) -> str:
    """Both figures: 52 % → 61 %."""
    return f"{words.figure(row.first, spec.unit)} {ARROW} {words.figure(row.second, spec.unit)}"


def first_mark(x: float, y: float) -> str:
    """The mark of the first period or unit."""
    return circle(x, y, 5, "chart-first")


def second_mark(x: float, y: float) -> str:
    """The mark of the second: another shape, not only another colour."""
    return rect(x - 5, y - 5, 10, 10, "chart-second")


def _pair(row: Pair, scale: Scale, place: Place, left: float) -> str:
    body, y = "", place.middle
    if row.first.value is not None and row.second.value is not None:
        body += line(scale(row.first.value), y, scale(row.second.value), y, "chart-join")
    elif row.first.value is None:
        body += absent_mark(row.first.absent, left, y - 6, 12 if row.second.absent else 24)
    if row.second.value is None:
        body += absent_mark(
            row.second.absent, left + (14 if row.first.absent else 0), y - 6, 10 if row.first.absent else 24
        )
    if row.first.value is not None:
        body += first_mark(scale(row.first.value), y)
    if row.second.value is not None:
        body += second_mark(scale(row.second.value), y)
    return body
