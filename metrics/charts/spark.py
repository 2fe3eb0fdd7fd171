"""A line for a table's cell: no axis, its last known number marked; gaps stay gaps."""

from __future__ import annotations

from metrics.charts.lines import runs
from metrics.charts.marks import Drawing
from metrics.charts.scales import Scale
from metrics.charts.spec import Spark
from metrics.charts.svg import circle, polyline

WIDTH, HEIGHT, INSET = 96.0, 24.0, 4.0


def spark(spec: Spark) -> Drawing:
    """The line between the lowest and the highest known value."""
    known = [figure.value for figure in spec.figures if figure.value is not None]
    if not known:
        return Drawing(HEIGHT, "")
    low, high = min(known), max(known)
    up = Scale(low, high, HEIGHT - INSET, INSET) if low < high else Scale(low - 1, low + 1, HEIGHT - INSET, INSET)
    across = Scale(0, max(len(spec.figures) - 1, 1), INSET, WIDTH - INSET)
    body, last = "", (INSET, HEIGHT / 2)
    for run in runs(spec.figures):
        points = [(across(at), up(value)) for at in run if (value := spec.figures[at].value) is not None]
        body += (
            polyline(points, "chart-line chart-s1")
            if len(points) > 1
            else circle(*points[0], 1.5, "chart-marker chart-s1")
        )
        last = points[-1]
    return Drawing(HEIGHT, body + circle(*last, 3, "chart-marker chart-s1"))
