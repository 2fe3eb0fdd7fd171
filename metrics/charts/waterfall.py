"""A reconciliation: where it starts, what changes it, the sums its source states, and what is missing where they disagree."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from metrics.charts.marks import SAMPLE, Drawing, Sample, Size, absences, absent_mark, legend, note
from metrics.charts.rows import Place, frame, ruled
from metrics.charts.scales import Axis, Scale, axis
from metrics.charts.spec import Step, StepKind, Waterfall
from metrics.charts.svg import group, line, path, rect
from metrics.charts.words import Words


@dataclass(frozen=True)
class Stand:
    """A step with what stood before it and after it (None where a change before it is unknown), and by how much a sum is off."""

    step: Step
    before: float | None
    after: float | None
    off: float | None = None


def stands(spec: Waterfall) -> Iterator[Stand]:
    """The steps with their running sums. Whole numbers are compared exactly (give money in cents), others to a billionth."""
    running: float | None = None
    for step in spec.steps:
        value = step.figure.value
        if step.kind is StepKind.CHANGE:
            after = None if running is None or value is None else running + value
            yield Stand(step, running, after)
            running = after
            continue
        off = None
        if value is not None and running is not None and step.kind is not StepKind.START and not _same(value, running):
            off = value - running
        yield Stand(step, running, value, off)
        running = value if value is not None else None


def _same(one: float, other: float) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def waterfall(spec: Waterfall, words: Words, size: Size) -> Drawing:
    """The chart from its legend down."""
    found = list(stands(spec))
    keys = legend(_samples(spec, words), size.width)
    rows = frame([(str(one.step.label), told(one, spec, words)) for one in found], size, keys.height, 16)
    ends = [end for one in found for end in (one.before, one.after) if end is not None]
    measure = axis(ends, spec.unit, spec.from_zero, size.ticks)
    scale = measure.scale(rows.left, rows.right)
    grid, bottom = ruled(measure, scale, rows, spec.unit, words, size)
    marks = "".join(
        group(f"{one.step.label}: {told(one, spec, words)}", _step(one, measure, scale, place))
        for one, place in zip(found, rows.places, strict=True)
    )
    joins = "".join(
        line(scale(one.after), place.bottom, scale(one.after), following.top, "chart-level")
        for one, place, following in zip(found, rows.places, rows.places[1:], strict=False)
        if one.after is not None and size.beside
    )
    begins = Drawing(0, "")
    if measure.ticks and measure.low > 0:
        begins = note(str(words.axis_begins).format(value=words.read(measure.low, spec.unit)), bottom, size.width)
    return Drawing(bottom + begins.height, keys.body + grid + rows.words + joins + marks + begins.body)


def told(stand: Stand, spec: Waterfall, words: Words) -> str:
    """The amount, a change with its sign, and by how much a stated sum is off."""
    change = stand.step.kind is StepKind.CHANGE
    amount = words.figure(stand.step.figure, spec.unit, signed=change)
    if stand.off is None:
        return amount
    return f"{amount}; {str(words.does_not_add_up).format(value=words.read(stand.off, spec.unit, signed=True))}"


def _step(stand: Stand, measure: Axis, scale: Scale, place: Place) -> str:
    figure, high = stand.step.figure, place.bottom - place.top
    if figure.value is None:
        left = scale(stand.before if stand.before is not None else max(0, measure.low))
        return absent_mark(figure.absent, min(left, scale.end - 24), place.middle - 6)
    if stand.step.kind is not StepKind.CHANGE:
        return _total(stand, measure, scale, place)
    if stand.before is None or stand.after is None:
        return ""  # what stood before it is unknown: the amount is told in words, its place is not
    start, end = scale(stand.before), scale(stand.after)
    if start == end:
        return line(start, place.top, start, place.bottom, "chart-nought")
    style = "chart-more" if figure.value > 0 else "chart-less"
    return rect(min(start, end), place.top, abs(end - start), high, style)


def _total(stand: Stand, measure: Axis, scale: Scale, place: Place) -> str:
    assert stand.after is not None
    begin, end = scale(max(measure.low, min(0, measure.high))), scale(stand.after)
    body = rect(min(begin, end), place.top, abs(end - begin), place.bottom - place.top, "chart-bar")
    if measure.low > 0:
        x = begin + 8
        body += path(f"M{x:.1f} {place.bottom + 2:.1f}l4 {-(place.bottom - place.top + 4):.1f}", "chart-cut")
    if stand.off is not None and stand.before is not None:
        other = scale(stand.before)
        body += rect(min(other, end), place.top - 3, abs(end - other), place.bottom - place.top + 6, "chart-off")
    return body


def _samples(spec: Waterfall, words: Words) -> list[Sample]:
    def box(style: str, label: str) -> Sample:
        return Sample(label, lambda x, y: rect(x, y - 6, SAMPLE, 12, style))

    changes = [
        step.figure.value for step in spec.steps if step.kind is StepKind.CHANGE and step.figure.value is not None
    ]
    found = [box("chart-bar", str(words.total))]
    if any(value > 0 for value in changes):
        found.append(box("chart-more", str(words.increase)))
    if any(value < 0 for value in changes):
        found.append(box("chart-less", str(words.decrease)))
    if any(stand.off is not None for stand in stands(spec)):
        found.append(box("chart-off", str(words.difference)))
    return found + absences([step.figure for step in spec.steps], words)
