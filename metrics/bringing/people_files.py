"""A long file with a row for each person: counted in blocks, so that its cells alone come any further."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from metrics.bringing.gathering import Figure, Gathered, Label, Subject
from metrics.bringing.long_files import unreadable
from metrics.bringing.plain_files import has_plain_headings
from metrics.periods import Period, Unclear, parse
from metrics.reading.files import Table
from metrics.reading.groups import means_all, overlaps
from metrics.reading.mapping import Column, Mapping, Role
from metrics.reading.numbers import HIDDEN, UNKNOWN
from metrics.reading.observations import Observation, Row, Verdict
from raci.imports.verdicts import Unreadable

if TYPE_CHECKING:
    from metrics.finest.measures import Measure
    from metrics.statistics.cube import Cells

READ = (Role.DIMENSION, Role.OUTCOME, Role.AMOUNT, Role.WEIGHT)
OUTCOME = {"k": "k", "W": "weight_sum", "Wy": "weighted_sum", "W2": "weight_squares", "W2y": "weighted_squares"}
AMOUNT = {
    "x": "sum", "x2": "sum_of_squares", "W": "weight_sum", "Wx": "weighted_sum", "W2": "weight_squares",
    "W2x": "weighted_squares",
}  # fmt: skip


def read_people(table: Table, mapping: Mapping, progress: Callable[[int], object]) -> Gathered | None:
    """The figures of its cells, as `gathering.gather` has them; None for a file that has to be read row by row."""
    period = _period(mapping)
    if table.plain is None or period is None or not _is_plain(mapping) or not has_plain_headings(table, mapping):
        return None
    from metrics.finest.fields import Faulty
    from metrics.finest.people import count_people

    found = Gathered(adds_up=True)
    (figure,) = mapping.of(Role.OUTCOME, Role.AMOUNT)
    dimensions = {column.name: table.headings[column.at] for column in mapping.of(Role.DIMENSION)}
    measure, answers = _measure(table, mapping, figure), _answers(figure)
    table.plain.seek(0)
    try:
        counted = count_people(table.plain, dimensions, measure, progress, answers)
    except Faulty as faulty:
        for fault in faulty.faults:
            found.refuse(Row(fault.line, Verdict.REFUSED, fault.reason, fault.column))
        return found
    except Unreadable as problem:
        found.refuse(unreadable(problem.sentence))
        return found
    if _has_more(mapping, counted.cells):
        return None
    found.lines = counted.rows
    _put(found, mapping, figure, period, counted.cells)
    return found


def _period(mapping: Mapping) -> Period | None:
    try:
        return parse(mapping.period, mapping.fiscal_first_month)
    except Unclear:
        return None


def _is_plain(mapping: Mapping) -> bool:
    columns = [column for column in mapping.columns if column.role is not Role.IGNORE]
    names = [column.name.casefold() for column in mapping.of(Role.DIMENSION)]
    figures = mapping.of(Role.OUTCOME, Role.AMOUNT)
    return (
        all(column.role in READ for column in columns)
        and not mapping.lacks()
        and len(figures) == 1
        and len(mapping.of(Role.WEIGHT)) <= 1
        and bool(figures[0].failure or figures[0].role is Role.AMOUNT)
        and not figures[0].groups
        and bool(names)
        and all(names)
        and len(set(names)) == len(names)
        and not any(column.totals or column.overlaps or column.blocks or column.comma for column in columns)
    )


def _measure(table: Table, mapping: Mapping, figure: Column) -> Measure:
    from metrics.finest.measures import amount, outcome

    weight = next((table.headings[column.at] for column in mapping.of(Role.WEIGHT)), "")
    made = outcome if figure.role is Role.OUTCOME else amount
    return made(table.headings[figure.at], weight)


def _answers(figure: Column) -> dict[str, float]:
    """What the words of the outcome mean; whoever hides or does not know it has not said no."""
    unknown = dict.fromkeys((*UNKNOWN, *HIDDEN), float("nan"))
    return unknown | dict.fromkeys(figure.failure, 0.0) | dict.fromkeys(figure.success, 1.0)


def _has_more(mapping: Mapping, cells: Cells) -> bool:
    """Whether a level is a total, or shares people with others."""
    return any(
        means_all(column, group) or overlaps(column, group)
        for column, levels in zip(mapping.of(Role.DIMENSION), cells.levels, strict=True)
        for group in levels
    )


def _put(found: Gathered, mapping: Mapping, figure: Column, period: Period, cells: Cells) -> None:
    """A figure for each cell of people whose outcome is known; the others are counted as empty."""
    label = Label(figure.name or mapping.indicator, "", mapping.unit)
    names = OUTCOME if figure.role is Role.OUTCOME else AMOUNT
    sums = {names[name]: values.tolist() for name, values in cells.sums.items() if name in names}
    known, unknown = cells.sums["n"].tolist(), cells.sums["unknown"].tolist()
    found.read, found.empty = sum(known), sum(unknown)
    for at, levels in enumerate(cells.names()):
        if not known[at]:
            continue
        groups = tuple(zip(cells.dimensions, levels, strict=True))
        facts: dict[str, Any] = {name: _number(values[at]) for name, values in sums.items()}
        one = Observation(
            label.indicator, "", period, mapping.place_code, mapping.place, groups, unit=mapping.unit, n=known[at], **facts
        )  # fmt: skip
        found.figures[Subject(label, one.place_code, one.place, tuple(sorted(groups)))] = {period: Figure(one, 0)}
    found.measures[label] = {"n", *(name for name in sums if name in ("k", "sum", "weight_sum"))}


def _number(value: float) -> int | Decimal:
    return value if isinstance(value, int) else Decimal(repr(value))
