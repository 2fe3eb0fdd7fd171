"""The pictures of an indicator: its way over time with baseline, targets, benchmark and forecast, and its groups side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics import showing
from metrics.cells import Cell
from metrics.charts.spec import NOT_COLLECTED, NOT_DUE, PENDING, Bars, Figure, Lines, Path, Row, Series, Spark
from metrics.models import Benchmark, IndicatorVersion, Story, Target
from metrics.periods import Unclear, parse
from metrics.queries.followed import Followed
from metrics.values import Reading

MOST_PERIODS = 40  # on one chart; the table of values has all


def figure(read: Reading) -> Figure:
    """A value with its interval; what is not known says so."""
    if read.value is None:
        return NOT_COLLECTED
    low, high = (None, None) if read.low is None or read.high is None else (read.low, read.high)
    return Figure(float(read.value), low, high, read.n)


def spark(one: Followed) -> Spark | None:
    """The last twelve values, for a table's cell."""
    figures = tuple(figure(one.read(cell)) for cell in one.cells[-12:])
    known = [each for each in figures if each.value is not None]
    return Spark(one.title, showing.unit_of(one.version), figures) if len(known) > 1 else None


def over_time(
    one: Followed,
    cells: Sequence[Cell],
    *,
    targets: Sequence[Target] = (),
    benchmarks: Sequence[Benchmark] = (),
    story: Story | None = None,
) -> Lines | None:
    """Everybody's values, a place for each period that has a value, a target, a benchmark or a forecast."""
    forecast = forecast_of(story, one.first_month)
    spans = _spans(cells, targets, benchmarks, forecast)
    if not cells or len(spans) < 2:
        return None
    by_period = {cell.period: one.read(cell) for cell in cells}
    periods = tuple(showing.period(*span, one.first_month) for span in spans)
    figures = tuple(_at(span, by_period, one.today) for span in spans)
    version, first = one.version, next((row.series for row in benchmarks), "")
    return Lines(
        title=version.title,
        unit=showing.unit_of(version),
        periods=periods,
        series=(Series(_("everybody"), figures),),
        target=_path(spans, {(row.begins_on, row.ends_on): row.value for row in targets}),
        benchmark=_path(
            spans,
            {(row.begins_on, row.ends_on): row.value for row in benchmarks if row.series == first},
            _("benchmark: %(who)s") % {"who": first},
        ),
        forecast=_path(spans, forecast),
        baseline=_baseline(version, len(spans)),
    )


def _spans(
    cells: Iterable[Cell],
    targets: Iterable[Target],
    benchmarks: Iterable[Benchmark],
    forecast: Iterable[tuple[date, date]],
) -> list[tuple[date, date]]:
    goals: list[Target | Benchmark] = [*targets, *benchmarks]
    given = {cell.period for cell in cells} | {(row.begins_on, row.ends_on) for row in goals}
    return sorted(given | set(forecast), key=lambda span: (span[1], span[0]))[-MOST_PERIODS:]


def _at(span: tuple[date, date], known: dict[tuple[date, date], Reading], today: date) -> Figure:
    if span in known:
        return figure(known[span])
    last = max(ends for _begins, ends in known)
    if span[1] >= today:
        return NOT_DUE
    return PENDING if span[1] > last else NOT_COLLECTED


def _path(spans: Sequence[tuple[date, date]], values: dict[tuple[date, date], Decimal], label: str = "") -> Path | None:
    if not values:
        return None
    return Path(tuple(float(values[span]) if span in values else None for span in spans), label)


def _baseline(version: IndicatorVersion, count: int) -> Path | None:
    if version.baseline is None:
        return None
    said = {"year": version.baseline_year}
    return Path.level(float(version.baseline), count, _("baseline of %(year)s") % said)


def forecast_of(story: Story | None, first_month: int) -> dict[tuple[date, date], Decimal]:
    """What a story expects if nothing changes, by period."""
    found = {}
    for words, value in story.forecast if story else []:
        try:
            period = parse(words, first_month)
        except Unclear:
            continue
        found[period.begin, period.end] = Decimal(value)
    return found


def side_by_side(
    one: Followed,
    named: Sequence[tuple[str, Reading, Target | None]],
    everybody: Reading,
    *,
    dimension: str,
    period: str,
) -> Bars:
    """Groups of one dimension in one period, in the order of their standard, with everybody as a line."""
    rows = tuple(Row(name, figure(read), float(target.value) if target else None) for name, read, target in named)
    title = _("%(what)s by %(dimension)s, %(period)s")
    whole = figure(everybody)
    return Bars(
        title=title % {"what": one.title, "dimension": dimension.lower(), "period": period},
        unit=showing.unit_of(one.version),
        rows=rows,
        everyone=whole if whole.value is not None else None,
        group=dimension,
    )
