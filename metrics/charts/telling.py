"""A chart in words: the table beside it and the text for those who hear it, from the same specification and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.charts.lines import signals
from metrics.charts.spec import Absent, Area, Bars, Chart, Dumbbell, Figure, Lines, Map, Row, Spark, Unit, Waterfall
from metrics.charts.waterfall import stands
from metrics.charts.waterfall import told as step_told
from metrics.charts.words import Words

LISTED = 12  # longer lists are told by their ends; the table has them all


@dataclass(frozen=True)
class Column:
    """A column's head, and whether it holds numbers."""

    head: str
    numeric: bool = True


@dataclass(frozen=True)
class Table:
    """The figures of a chart; each row begins with its head. Columns that would be empty are left out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> list[list[tuple[Column, str]]]:
        """Each row as (column, text)."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def table(spec: Chart, words: Words) -> Table:
    """The accessible twin of a chart."""
    if isinstance(spec, Bars):
        return _bars(spec, words)
    if isinstance(spec, Lines):
        return _lines(spec, words)
    if isinstance(spec, Dumbbell):
        return _dumbbell(spec, words)
    if isinstance(spec, Map):
        return _map(spec, words)
    return _waterfall(spec, words)


def described(spec: Chart, words: Words) -> str:
    """The chart in sentences; what is hidden is said to be hidden, and nothing more."""
    if isinstance(spec, Lines):
        return " ".join(_told_series(spec, at, words) for at in range(len(spec.series)))
    figures = _figures(spec)
    rows = table(spec, words).rows
    if len(rows) <= LISTED:
        heads = [column.head for column in table(spec, words).columns]
        return " ".join(_sentence(heads, row) for row in rows)
    return " ".join([*_ends(figures, spec.unit, words), *_counts([one for _, one in figures], words)])


def spark_told(spec: Spark, words: Words) -> str:
    """A line in a cell, in words: first, last, and how many periods lack a figure."""
    known = [figure for figure in spec.figures if figure.value is not None]
    ends = []
    if known:
        ends = [
            str(word).format(value=words.figure(one, spec.unit))
            for word, one in ((words.first_of, known[0]), (words.last_of, known[-1]))
        ]
    counts = [one.removesuffix(".") for one in _counts(spec.figures, words)]
    return "; ".join([str(spec.title), *ends, *counts])


def _figures(spec: Chart) -> list[tuple[str, Figure]]:
    if isinstance(spec, Bars):
        return [(str(row.label), row.figure) for row in spec.rows]
    if isinstance(spec, Map):
        return [(str(area.label), area.figure) for area in spec.areas]
    if isinstance(spec, Dumbbell):
        return [
            (f"{row.label}, {name}", one)
            for row in spec.rows
            for name, one in ((spec.first, row.first), (spec.second, row.second))
        ]
    if isinstance(spec, Waterfall):
        return [(str(step.label), step.figure) for step in spec.steps]
    return [
        (f"{one.label}, {period}", figure)
        for one in spec.series
        for period, figure in zip(spec.periods, one.figures, strict=True)
    ]


def _sentence(heads: Sequence[str], row: Sequence[str]) -> str:
    told = ", ".join(f"{head} {cell}" for head, cell in zip(heads[1:], row[1:], strict=True) if cell)
    return f"{row[0]}: {told}."


def _ends(figures: Sequence[tuple[str, Figure]], unit: Unit, words: Words) -> list[str]:
    known = [(figure.value, label) for label, figure in figures if figure.value is not None]
    if not known:
        return []
    (low, lowest), (high, highest) = min(known), max(known)
    return [
        str(words.places).format(n=words.count(len(figures)), m=words.count(len(known))) + ".",
        str(words.lowest).format(label=lowest, value=words.read(low, unit)) + ".",
        str(words.highest).format(label=highest, value=words.read(high, unit)) + ".",
    ]


def _counts(figures: Sequence[Figure], words: Words) -> list[str]:
    kinds = (Absent.HIDDEN, Absent.NOT_COLLECTED, Absent.PENDING)
    counted = [(kind, sum(figure.absent is kind for figure in figures)) for kind in kinds]
    return [words.counted(kind, count) + "." for kind, count in counted if count]


def _told_series(spec: Lines, at: int, words: Words) -> str:
    series = spec.series[at]
    dated = [(str(period), figure) for period, figure in zip(spec.periods, series.figures, strict=True)]
    known = [(period, figure) for period, figure in dated if figure.value is not None]
    parts = []
    if known:
        for word, (period, figure) in ((words.first, known[0]), (words.last, known[-1])):
            parts.append(str(word).format(label=period, value=words.figure(figure, spec.unit)) + ".")
        parts += _ends(dated, spec.unit, words)[1:]
    parts += [f"{words.signal}: {period}." for i, (period, one) in enumerate(dated) if signals(spec, one, i)]
    return " ".join([f"{series.label}.", *parts, *_counts(series.figures, words)])


def _made(heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> Table:
    """The table without columns in which no row says anything."""
    kept = [at for at in range(len(heads)) if at == 0 or any(row[at] for row in rows)]
    columns = tuple(Column(_head(str(heads[at][0])), heads[at][1]) for at in kept)
    return Table(columns, tuple(tuple(str(row[at]) for at in kept) for row in rows))


def _head(word: str) -> str:
    """A word as a column's head; a sign of one letter (n) stays as it is."""
    return word[:1].upper() + word[1:] if len(word.split(" ")[0]) > 1 else word


def _people(figure: Figure, words: Words) -> str:
    """How many people; hidden where the figure is and its number is not told."""
    if figure.n is not None:
        return words.count(figure.n)
    return str(words.absent[Absent.HIDDEN]) if figure.absent is Absent.HIDDEN else ""


def _share(figure: Figure, words: Words) -> str:
    return "" if figure.share is None else words.read(figure.share, Unit(100, after="\u00a0%"), 0)


def _target(value: float | None, unit: Unit, words: Words) -> str:
    return "" if value is None else words.read(value, unit)


def _bars(spec: Bars, words: Words) -> Table:
    rows = [*spec.rows, *([Row(_head(str(words.everyone)), spec.everyone)] if spec.everyone else [])]
    heads = [
        (spec.group or words.group, False),
        (words.value, True),
        (words.interval, True),
        (words.n, True),
        (words.share, True),
        (words.target, True),
    ]
    told = [
        [
            row.label,
            words.figure(row.figure, spec.unit),
            words.interval_of(row.figure, spec.unit),
            _people(row.figure, words),
            _share(row.figure, words),
            _target(row.target, spec.unit, words),
        ]
        for row in rows
    ]
    return _made(heads, told)


def _lines(spec: Lines, words: Words) -> Table:
    several = len(spec.series) > 1
    set_beside = [
        (one.label or word, one.values)
        for one, word in (
            (spec.target, words.target),
            (spec.forecast, words.forecast),
            (spec.baseline, words.baseline),
            (spec.benchmark, words.benchmark),
        )
        if one
    ]
    heads = [(words.period, False), (words.group, False), (words.value, True), (words.interval, True), (words.n, True)]
    rows = []
    for at, period in enumerate(spec.periods):
        for series in spec.series:
            figure = series.figures[at]
            value = words.figure(figure, spec.unit) + (f" ({words.signal})" if signals(spec, figure, at) else "")
            cells = [period, series.label if several else "", value, words.interval_of(figure, spec.unit)]
            limits = _limits(spec, at, words)
            extra = [_target(values[at], spec.unit, words) for _, values in set_beside]
            rows.append([*cells, "" if figure.absent is Absent.NOT_DUE else _people(figure, words), *extra, limits])
    return _made([*heads, *((head, True) for head, _ in set_beside), (words.limits, True)], rows)


def _limits(spec: Lines, at: int, words: Words) -> str:
    if spec.limits is None:
        return ""
    low, high = (words.read(one[at], spec.unit) for one in (spec.limits.low, spec.limits.high))
    return str(words.from_to).format(low=low, high=high)


def _dumbbell(spec: Dumbbell, words: Words) -> Table:
    heads = [(spec.group or words.group, False)]
    for name in (spec.first, spec.second):
        heads += [(str(name), True), (f"{words.interval} ({name})", True), (f"{words.n} ({name})", True)]
    rows = [
        [row.label, *_three(row.first, spec.unit, words), *_three(row.second, spec.unit, words)] for row in spec.rows
    ]
    return _made(heads, rows)


def _three(figure: Figure, unit: Unit, words: Words) -> list[str]:
    return [words.figure(figure, unit), words.interval_of(figure, unit), _people(figure, words)]


def _map(spec: Map, words: Words) -> Table:
    def told(area: Area) -> list[str]:
        figure = area.figure
        return [str(area.label), *_three(figure, spec.unit, words), _share(figure, words)]

    heads = [
        (spec.place or words.place, False),
        (words.value, True),
        (words.interval, True),
        (words.n, True),
        (words.share, True),
    ]
    return _made(heads, [told(area) for area in spec.areas])


def _waterfall(spec: Waterfall, words: Words) -> Table:
    heads = [(spec.line or words.line, False), (words.value, True), (words.total, True)]
    rows = [
        [
            str(stand.step.label),
            step_told(stand, spec, words),
            "" if stand.after is None else words.read(stand.after, spec.unit),
        ]
        for stand in stands(spec)
    ]
    return _made(heads, rows)
