"""Lines over periods: observed series with their gaps, and what is set beside them, from target to control limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from metrics.charts.marks import SAMPLE, Drawing, Sample, Size, absences, absent_mark, legend, line_sample, note
from metrics.charts.scales import Axis, Scale, axis
from metrics.charts.spec import Absent, Figure, Limits, Lines, Series
from metrics.charts.svg import circle, group, line, path, polyline, rect, shortened, text, width_of
from metrics.charts.words import Words

SHORT = 10.0  # half of the line that stands for a single period
STRIP = 16.0  # a row below the plot for marks of figures that are not there


@dataclass(frozen=True)
class Plot:
    """Where the lines go: a place for each period, a scale upwards, and the words they are told in."""

    spec: Lines
    words: Words
    axis: Axis
    across: tuple[float, ...]
    scale: Scale

    def points(self, values: Sequence[float | None]) -> list[tuple[float, float]]:
        """The known values as points."""
        return [(x, self.scale(value)) for x, value in zip(self.across, values, strict=True) if value is not None]


def runs(figures: Sequence[Figure]) -> Iterator[list[int]]:
    """Stretches of periods that follow each other and are all known: only these are joined."""
    run: list[int] = []
    for at, figure in enumerate(figures):
        if figure.value is not None:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def lines(spec: Lines, words: Words, size: Size) -> Drawing:
    """The chart from its legend down."""
    keys = legend(_samples(spec, words), size.width)
    high = 270 if size.beside else 190
    measure = axis(_values(spec), spec.unit, spec.from_zero, 5)
    told = [words.read(tick, spec.unit, measure.digits) for tick in measure.ticks]
    left = max((width_of(one, 12) for one in told), default=0) + 14
    top, bottom = keys.height + 8, keys.height + 8 + high
    plot = Plot(spec, words, measure, _across(len(spec.periods), left, size.width - 16), measure.scale(bottom, top))
    body = _grid(plot, told, left, size.width) + _behind(plot)
    body += "".join(_series(plot, at, one) for at, one in enumerate(spec.series))
    strip, end = _strip(plot, bottom + 6)
    body += strip + _periods(plot, end, size)
    begins = Drawing(0, "")
    if measure.ticks and measure.low > 0:
        begins = note(str(words.axis_begins).format(value=words.read(measure.low, spec.unit)), end + 20, size.width)
    return Drawing(end + 24 + begins.height, keys.body + body + begins.body)


def _across(count: int, left: float, right: float) -> tuple[float, ...]:
    left = left + 4
    if count == 1:
        return ((left + right) / 2,)
    scale = Scale(0, count - 1, left, right)
    return tuple(scale(at) for at in range(count))


def _grid(plot: Plot, told: Sequence[str], left: float, right: float) -> str:
    body = ""
    for tick, label in zip(plot.axis.ticks, told, strict=True):
        y = plot.scale(tick)
        body += line(left - 6, y, right, y, "chart-zero" if tick == 0 else "chart-grid")
        body += text(left - 10, y + 4, label, "chart-text chart-tick", "end")
    return body


def _behind(plot: Plot) -> str:
    spec, body = plot.spec, ""
    if spec.limits:
        for values, style in _limit_lines(spec.limits):
            body += polyline(plot.points(values), style)
    for set_path, style in (
        (spec.baseline, "chart-baseline"),
        (spec.benchmark, "chart-benchmark"),
        (spec.target, "chart-target"),
        (spec.forecast, "chart-forecast"),
    ):
        if set_path:
            body += polyline(_seen(plot.points(set_path.values)), style)
    if spec.target:
        body += "".join(aim(x, y) for x, y in plot.points(spec.target.values))
    return body


def _seen(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A path of one point would be no line: a short one instead."""
    return [(x + way, y) for x, y in points for way in (-SHORT, SHORT)] if len(points) == 1 else points


def aim(x: float, y: float) -> str:
    """A target on its path: a ring wide enough to stay seen around a figure that meets it."""
    return circle(x, y, 7, "chart-aim")


def alarm(x: float, y: float) -> str:
    """A figure outside its limits: a box, so that it is not taken for a target."""
    return rect(x - 8, y - 8, 16, 16, "chart-signal")


def _limit_lines(limits: Limits) -> list[tuple[tuple[float, ...], str]]:
    return [(limits.low, "chart-limit"), (limits.high, "chart-limit"), (limits.centre, "chart-centre")]


def _series(plot: Plot, at: int, series: Series) -> str:
    style, body = f"chart-line chart-s{at + 1}", ""
    for run in runs(series.figures):
        if len(run) > 1:
            body += polyline([(plot.across[i], plot.scale(_known(series.figures[i]))) for i in run], style)
        body += "".join(_point(plot, at, series, i) for i in run)
    return body


def _known(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


def _point(plot: Plot, at: int, series: Series, i: int) -> str:
    figure, x, body = series.figures[i], plot.across[i], ""
    y = plot.scale(_known(figure))
    if len(plot.spec.series) == 1 and figure.low is not None and figure.high is not None:
        low, high = plot.scale(figure.low), plot.scale(figure.high)
        body += path(
            f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 3:.1f} {low:.1f}h6M{x - 3:.1f} {high:.1f}h6",
            "chart-whisker chart-faint",
        )
    if signals(plot.spec, figure, i):
        body += alarm(x, y)
    return group(told(plot.spec, series, i, plot.words), body, MARKERS[at](x, y, f"chart-marker chart-s{at + 1}"))


def signals(spec: Lines, figure: Figure, period: int) -> bool:
    """Whether a figure lies outside its control limits."""
    if spec.limits is None or figure.value is None:
        return False
    return figure.value < spec.limits.low[period] or figure.value > spec.limits.high[period]


def told(spec: Lines, series: Series, period: int, words: Words) -> str:
    """What a point says when asked."""
    figure = series.figures[period]
    named = f"{series.label}, {spec.periods[period]}" if len(spec.series) > 1 else str(spec.periods[period])
    interval = words.interval_of(figure, spec.unit)
    outside = f"; {words.signal}" if signals(spec, figure, period) else ""
    return (
        f"{named}: {words.with_n(figure, spec.unit)}" + (f"; {words.interval} {interval}" if interval else "") + outside
    )


def _strip(plot: Plot, top: float) -> tuple[str, float]:
    """Below the plot, a row for each series that lacks a figure: the mark stands under its period."""
    body = ""
    for at, series in enumerate(plot.spec.series):
        lacking = [i for i, one in enumerate(series.figures) if one.absent not in (None, Absent.NOT_DUE)]
        if not lacking:
            continue
        if len(plot.spec.series) > 1:
            body += MARKERS[at](plot.across[0] - 18, top + 6, f"chart-marker chart-s{at + 1}")
        for i in lacking:
            mark = absent_mark(series.figures[i].absent, plot.across[i] - 6, top, 12)
            body += group(told(plot.spec, series, i, plot.words), mark)
        top += STRIP
    return body, top


def _periods(plot: Plot, top: float, size: Size) -> str:
    """The periods' names, as many as fit, always the last."""
    names = [shortened(one, size.width / 3, 12) for one in plot.spec.periods]
    apart = plot.across[1] - plot.across[0] if len(names) > 1 else size.width
    every = max(1, -int(-(max(width_of(one, 12) for one in names) + 10) // apart))
    body = ""
    for at in range(len(names) - 1, -1, -every):
        half = width_of(names[at], 12) / 2
        x = min(max(plot.across[at], half), size.width - half)
        body += text(x, top + 14, names[at], "chart-text chart-tick", "middle")
    return body


def _polygon(*corners: tuple[float, float]) -> Callable[[float, float, str], str]:
    def draw(x: float, y: float, style: str) -> str:
        (first, *rest) = [(x + dx, y + dy) for dx, dy in corners]
        return path(f"M{first[0]:.1f} {first[1]:.1f}" + "".join(f"L{a:.1f} {b:.1f}" for a, b in rest) + "Z", style)

    return draw


MARKERS: tuple[Callable[[float, float, str], str], ...] = (
    lambda x, y, style: circle(x, y, 4, style),
    _polygon((-4, -4), (4, -4), (4, 4), (-4, 4)),
    _polygon((0, -5), (5, 4), (-5, 4)),
    _polygon((0, -6), (5.5, 0), (0, 6), (-5.5, 0)),
    _polygon((-5, -4), (5, -4), (0, 5)),
)


def _values(spec: Lines) -> list[float]:
    paths = [one.values for one in (spec.target, spec.forecast, spec.baseline, spec.benchmark) if one]
    limits = [spec.limits.low, spec.limits.high, spec.limits.centre] if spec.limits else []
    reach = [
        one
        for series in spec.series
        for figure in series.figures
        for one in (figure.reach if len(spec.series) == 1 else figure.reach[:1])
    ]
    return [*reach, *(one for values in (*paths, *limits) for one in values if one is not None)]


def _samples(spec: Lines, words: Words) -> list[Sample]:
    def marked(at: int, label: str) -> Sample:
        return Sample(
            label,
            lambda x, y: (
                line(x, y, x + SAMPLE, y, f"chart-line chart-s{at + 1}")
                + MARKERS[at](x + SAMPLE / 2, y, f"chart-marker chart-s{at + 1}")
            ),
        )

    found = [marked(at, str(series.label)) for at, series in enumerate(spec.series)]
    if len(spec.series) == 1 and any(figure.low is not None for figure in spec.series[0].figures):
        upright = Sample(
            str(words.interval),
            lambda x, y: path(f"M{x + 12:.1f} {y - 7:.1f}v14m-3 0h6m-6 -14h6", "chart-whisker chart-faint"),
        )
        found.append(upright)
    if spec.target:
        found.append(
            Sample(
                str(spec.target.label or words.target),
                lambda x, y: line(x, y, x + SAMPLE, y, "chart-target") + aim(x + SAMPLE / 2, y),
            )
        )
    for set_path, word, style in (
        (spec.forecast, words.forecast, "chart-forecast"),
        (spec.baseline, words.baseline, "chart-baseline"),
        (spec.benchmark, words.benchmark, "chart-benchmark"),
    ):
        if set_path:
            found.append(line_sample(str(set_path.label or word), style))
    if spec.limits:
        found.append(line_sample(str(words.centre), "chart-centre"))
        found.append(line_sample(str(words.limits), "chart-limit"))
        if any(signals(spec, figure, at) for one in spec.series for at, figure in enumerate(one.figures)):
            found.append(Sample(str(words.signal), lambda x, y: alarm(x + SAMPLE / 2, y)))
    return found + absences([figure for one in spec.series for figure in one.figures], words)
