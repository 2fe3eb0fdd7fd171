"""Bars by group: whiskers for intervals, a dashed line for everyone, a ring for a target, a mark where no number is."""

from __future__ import annotations

from metrics.charts.marks import (
    SAMPLE,
    Drawing,
    Sample,
    Size,
    absences,
    absent_mark,
    legend,
    line_sample,
    ring,
    whisker,
)
from metrics.charts.rows import Place, across, frame, ruled
from metrics.charts.scales import Scale, axis
from metrics.charts.spec import Bars, Row
from metrics.charts.svg import group, line, rect
from metrics.charts.words import Words


def bars(spec: Bars, words: Words, size: Size) -> Drawing:
    """The chart from its legend down."""
    keys = legend(_samples(spec, words), size.width)
    rows = frame([(str(row.label), words.with_n(row.figure, spec.unit)) for row in spec.rows], size, keys.height, 14)
    measure = axis(_values(spec), spec.unit, at_most=size.ticks)
    scale = measure.scale(rows.left, rows.right)
    grid, bottom = ruled(measure, scale, rows, spec.unit, words, size)
    marks = "".join(
        group(told(row, spec, words), bar(row, scale, place)) for row, place in zip(spec.rows, rows.places, strict=True)
    )
    everyone = ""
    if spec.everyone and spec.everyone.value is not None:
        everyone = across(scale(spec.everyone.value), rows, "chart-everyone")
    over = "".join(_over(row, scale, place) for row, place in zip(spec.rows, rows.places, strict=True))
    return Drawing(bottom, keys.body + grid + rows.words + marks + everyone + over)


def bar(row: Row, scale: Scale, place: Place) -> str:
    """A row's bar from zero; zero is a line of its own, and no number is a mark of one size."""
    figure, zero = row.figure, scale(0)
    if figure.value is None:
        return absent_mark(figure.absent, zero, place.middle - 6)
    end = scale(figure.value)
    if end == zero:
        return line(zero, place.top, zero, place.bottom, "chart-nought")
    return rect(min(zero, end), place.top, abs(end - zero), place.bottom - place.top, "chart-bar")


def _over(row: Row, scale: Scale, place: Place) -> str:
    body = ""
    if row.figure.low is not None and row.figure.high is not None:
        body += whisker(scale(row.figure.low), scale(row.figure.high), place.middle)
    if row.target is not None:
        body += ring(scale(row.target), place.middle)
    return body


def told(row: Row, spec: Bars, words: Words) -> str:
    """What a row says when asked: its label, figure, n, interval, target."""
    interval = words.interval_of(row.figure, spec.unit)
    parts = [f"{row.label}: {words.with_n(row.figure, spec.unit)}"]
    if interval:
        parts.append(f"{words.interval} {interval}")
    if row.target is not None:
        parts.append(f"{words.target} {words.read(row.target, spec.unit)}")
    return "; ".join(parts)


def _values(spec: Bars) -> list[float]:
    figures = [*(row.figure for row in spec.rows), *([spec.everyone] if spec.everyone else [])]
    targets = [row.target for row in spec.rows if row.target is not None]
    return [*(one for figure in figures for one in figure.reach), *targets]


def _samples(spec: Bars, words: Words) -> list[Sample]:
    found = []
    if any(row.figure.low is not None for row in spec.rows):
        found.append(Sample(str(words.interval), lambda x, y: whisker(x, x + SAMPLE, y)))
    if spec.everyone:
        read = words.figure(spec.everyone, spec.unit)
        found.append(line_sample(f"{words.everyone} {read}", "chart-everyone"))
    if any(row.target is not None for row in spec.rows):
        found.append(Sample(str(words.target), lambda x, y: ring(x + SAMPLE / 2, y)))
    return found + absences([row.figure for row in spec.rows], words)
