"""The page of a batch: where it stands, what it holds, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from metrics import showing
from metrics.actions.batches import undoer, what_lacks, why_not_undone
from metrics.cells import ADDITIVE, PUBLISHED, Cell, Groups, all_groups, counts
from metrics.judging.figures import fiscal_first_month
from metrics.kinds import BATCH
from metrics.models import Batch, Indicator, IndicatorVersion, Place
from metrics.values import UNKNOWN, Reading, reading
from raci import reviewing
from raci.authority import Facts, Permission
from raci.keeping import may_keep
from raci.models import Unit
from raci.refusals import Problem, Refusal, Refused

ON_A_PAGE = 100  # values
MOST_PERIODS, MOST_INDICATORS = 8, 50  # in the table of what a batch holds
COLUMNS = (*ADDITIVE, *PUBLISHED)
Period = tuple[date, date]


@dataclass(frozen=True)
class Held:
    """One indicator of a batch: its values by period, for everybody; or how many there are of groups and places."""

    indicator: Indicator
    version: IndicatorVersion | None
    values: int
    by_period: dict[Period, tuple[int, Reading]]  # how many values, and the one for everybody everywhere

    @property
    def title(self) -> str:
        """How the indicator is called."""
        return self.version.title if self.version else self.indicator.code

    def cells(self, periods: Iterable[Period], first_month: int) -> list[tuple[str, str, int]]:
        """For each period: its name, the value, and how many values stand behind it."""
        found = []
        for one in periods:
            count, known = self.by_period.get(one, (0, UNKNOWN))
            told = showing.value(known.value, self.version) if self.version else ""
            found.append((showing.period(*one, first_month), told, count))
        return found


@dataclass(frozen=True)
class ValueShown:
    """One value of the list."""

    indicator: str
    place: str
    groups: str
    period: str
    value: str
    low_high: str
    people: str


@dataclass(frozen=True)
class BatchPage:
    """A batch as this person may see it."""

    batch: Batch
    facts: Facts
    periods: list[Period]
    more_periods: int
    held: list[Held]
    more_indicators: int
    page: Page[int]
    values: list[ValueShown]
    counts: bool
    corrected_by: Batch | None
    first_month: int  # of the fiscal year

    @property
    def heads(self) -> list[str]:
        """The periods of the table, by name."""
        return [showing.period(*one, self.first_month) for one in self.periods]

    @property
    def rows(self) -> list[tuple[Held, list[tuple[str, str, int]]]]:
        """The lines of the table."""
        return [(held, held.cells(self.periods, self.first_month)) for held in self.held]

    @cached_property
    def may_write(self) -> Permission:
        """Whether they may change what is said of it."""
        return reviewing.may_write(self.facts, self.batch)

    @cached_property
    def may_hand_in(self) -> Permission:
        """Whether they may hand it in now, as it is."""
        permission = reviewing.may_hand_in(self.facts, self.batch)
        if permission and self.lacks:
            return Permission(False, _("It lacks what is said below."), permission.via)
        return permission

    @cached_property
    def may_answer(self) -> Permission:
        """Whether they may accept it or give it back."""
        return reviewing.may_answer(self.facts, self.batch)

    @cached_property
    def may_take_back(self) -> Permission:
        """Whether they may take it back."""
        return reviewing.may_take_back(self.facts, self.batch)

    @cached_property
    def may_undo(self) -> bool:
        """Whether they may take it out now."""
        try:
            undoer(self.batch, self.facts.person)
            return not why_not_undone(self.batch)
        except Refusal:
            return False

    @cached_property
    def may_correct(self) -> bool:
        """Whether they may bring in a batch in its place."""
        return self.counts and bool(may_keep(self.facts, BATCH, self.batch.unit))

    @cached_property
    def lacks(self) -> list[Problem]:
        """What stands between it and being handed in; shown to whoever writes it."""
        return what_lacks(self.batch) if self.may_write else []

    @cached_property
    def against_the_corrected(self) -> tuple[int, int, int] | None:
        """Values that are new, changed, and no longer there, compared with the batch that it corrects."""
        return compared(self.batch, self.batch.corrects) if self.batch.corrects else None


def batch_page(pk: int, facts: Facts, page: str = "") -> BatchPage:
    """A batch for who may read it; hidden from others."""
    _review, batch = reviewing.reviewed(BATCH.code, pk, facts)
    groups = all_groups()
    table = _table(batch)
    paginator = Paginator(range(batch.cells), ON_A_PAGE)
    shown = paginator.get_page(page)
    cells = _cells(batch, shown.start_index() - 1 if batch.cells else 0)
    indicators = {row[0] for row in table} | {cell.indicator for cell in cells}
    known = _indicators(indicators)
    periods = sorted({(row[1], row[2]) for row in table})
    held = _held(batch, table, known)
    first_month = fiscal_first_month()
    return BatchPage(
        batch=batch,
        facts=facts,
        periods=periods[-MOST_PERIODS:],
        more_periods=max(len(periods) - MOST_PERIODS, 0),
        held=held[:MOST_INDICATORS],
        more_indicators=max(len(held) - MOST_INDICATORS, 0),
        page=shown,
        values=_shown(cells, known, groups, first_month),
        counts=counts(batch),
        corrected_by=batch.corrected_by.filter(state=Batch.State.ACCEPTED, undone_at=None).first(),
        first_month=first_month,
    )


def _table(batch: Batch) -> list[tuple[int, date, date, int]]:
    """Indicator, period, number of values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.indicator_id, p.b, p.e, count(*) FROM metrics_series s"
            " CROSS JOIN LATERAL unnest(s.begins, s.ends) AS p(b, e) WHERE s.batch_id = %s GROUP BY 1, 2, 3 ORDER BY 1, 2",
            [batch.pk],
        )
        return list(cursor.fetchall())


def _cells(batch: Batch, offset: int, *, most: int = ON_A_PAGE, everybody: bool = False) -> list[Cell]:
    """Some values of a batch, by indicator, place and groups."""
    only = "AND s.groups = '{}' AND s.place_id IS NULL" if everybody else ""
    columns = ", ".join(f"s.{name}" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.indicator_id, s.batch_id, s.place_id, s.groups, p.* FROM metrics_series s"  # noqa: S608
            f" CROSS JOIN LATERAL unnest(s.begins, s.ends, {columns}) AS p(b, e, {', '.join(COLUMNS)})"
            f" WHERE s.batch_id = %s {only} ORDER BY s.indicator_id, s.place_id NULLS FIRST, s.groups, p.b LIMIT %s OFFSET %s",
            [batch.pk, most, offset],
        )
        return [_cell(row) for row in cursor.fetchall()]


def _cell(row: tuple[Any, ...]) -> Cell:
    indicator, batch, place, groups, *rest = row
    return Cell(indicator, batch, place, tuple(groups), *rest)


def _indicators(numbers: set[int]) -> dict[int, tuple[Indicator, IndicatorVersion | None]]:
    """Each with its newest accepted version, or else its newest (2 queries)."""
    versions: dict[int, IndicatorVersion] = {}
    for one in IndicatorVersion.objects.filter(indicator__in=numbers).order_by("number"):
        before = versions.get(one.indicator_id)
        if before is None or before.state != one.State.ACCEPTED or one.state == one.State.ACCEPTED:
            versions[one.indicator_id] = one
    found = Indicator.objects.filter(pk__in=numbers).select_related("unit")
    return {one.pk: (one, versions.get(one.pk)) for one in found}


def _held(
    batch: Batch,
    table: list[tuple[int, date, date, int]],
    known: dict[int, tuple[Indicator, IndicatorVersion | None]],
) -> list[Held]:
    most = MOST_INDICATORS * 400
    whole = {(cell.indicator, cell.period): cell for cell in _cells(batch, 0, most=most, everybody=True)}
    found: dict[int, Held] = {}
    for indicator, begins, ends, count in table:
        one, version = known[indicator]
        held = found.setdefault(indicator, Held(one, version, 0, {}))
        cell = whole.get((indicator, (begins, ends)))
        held.by_period[(begins, ends)] = (count, reading(version, cell) if version else UNKNOWN)
    return [
        Held(held.indicator, held.version, sum(count for count, _r in held.by_period.values()), held.by_period)
        for held in found.values()
    ]


def _shown(
    cells: list[Cell], known: dict[int, tuple[Indicator, IndicatorVersion | None]], groups: Groups, first_month: int
) -> list[ValueShown]:
    places = Place.objects.in_bulk({cell.place for cell in cells if cell.place})
    found = []
    for cell in cells:
        indicator, version = known[cell.indicator]
        read = reading(version, cell) if version else UNKNOWN
        found.append(
            ValueShown(
                indicator=version.title if version else indicator.code,
                place=places[cell.place].name if cell.place else "",
                groups=" · ".join(groups[pk].name for pk in cell.groups),
                period=showing.period(*cell.period, first_month),
                value=showing.value(read.value, version) if version else "",
                low_high=showing.interval(read, version) if version else "",
                people=showing.people(cell.n),
            )
        )
    return found


SUMS_OF_BATCH = """SELECT s.indicator_id, coalesce(s.place_id, 0) AS place, s.groups, p.b, p.e, ROW({sums})::text AS sums
  FROM metrics_series s CROSS JOIN LATERAL unnest(s.begins, s.ends, {columns}) AS p(b, e, {names}) WHERE s.batch_id = %s"""
COMPARED = """
SELECT count(*) FILTER (WHERE old.sums IS NULL), count(*) FILTER (WHERE new.sums <> old.sums),
       count(*) FILTER (WHERE new.sums IS NULL)
  FROM ({one}) new FULL JOIN ({one}) old USING (indicator_id, place, groups, b, e)
"""


def compared(new: Batch, old: Batch) -> tuple[int, int, int]:
    """How many values of `new` are not in `old`, are other there, and how many of `old` are not in `new`."""
    columns, sums = (", ".join(f"{table}.{name}" for name in COLUMNS) for table in "sp")
    one = SUMS_OF_BATCH.format(columns=columns, names=", ".join(COLUMNS), sums=sums)
    with connection.cursor() as cursor:
        cursor.execute(COMPARED.format(one=one), [new.pk, old.pk])
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def units_to_report(facts: Facts) -> list[Unit]:
    """The units whose figures they bring in: R of 4.2 in the line, or named for it."""
    return [unit for unit in Unit.objects.order_by("path") if may_keep(facts, BATCH, unit)]


def need_units(facts: Facts) -> list[Unit]:
    """The same; `Refused` where there is none."""
    units = units_to_report(facts)
    if not units:
        raise Refused(_("Bringing in figures takes R for 4.2 in a unit; none of your posts has it."))
    return units
