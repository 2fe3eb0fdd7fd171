"""A file of figures brought into a draft batch: all of it or nothing, with the names that it needs and somebody allowed."""

from __future__ import annotations

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from metrics.actions.batches import kinds_of_values, need_reach, settle, store_series
from metrics.actions.choosing import remember
from metrics.bringing.judging import Judged, Progress, judge, series_of
from metrics.bringing.long_files import LongFile
from metrics.bringing.naming import (
    Choices,
    NewDimension,
    NewIndicator,
    Resolved,
    kind_of_group,
    kind_of_place,
    place_code,
    resolve,
)
from metrics.bringing.plain_files import LONG
from metrics.bringing.telling import MOST_SAID, problem_of, why_not
from metrics.in_the_way import one_at_a_time
from metrics.kinds import BATCH, INDICATOR, activity_of
from metrics.models import Batch, Dimension, Group, Indicator, IndicatorVersion, Place, Series
from metrics.reading.files import Table
from metrics.reading.mapping import Layout as How
from metrics.reading.mapping import Mapping
from raci import reviewing
from raci.history.bulk import bulk_create
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import NotReady, Problem


def bring_in(
    batch: Batch,
    table: Table,
    mapping: Mapping,
    choices: Choices,
    *,
    by: Person,
    progress: Progress = lambda lines: None,
    long_from: int = LONG,
) -> Judged:
    """The whole file becomes the batch's values. Raises NotReady that says what stands against it; then nothing changed."""
    with reviewing.writing(batch, by=by, act="bring_in_figures") as locked:
        if locked.cells:
            raise NotReady([Problem(_("This batch holds its values already."))])
        if choices.adds:
            one_at_a_time()  # another file, or a boundary file, may bring the same names in
        judged = judge(table, mapping, choices, progress, long_from)
        problems = why_not(judged, choices)
        if problems:
            raise NotReady(problems)
        _begin_names(judged.resolved, choices, locked, by)
        resolved = resolve(judged.gathered, choices)
        if judged.long:
            _store_long(locked, judged.long, resolved)
        else:
            store_series(locked, list(series_of(judged.gathered, resolved)), by=by)
        locked.refresh_from_db()
        if not locked.cells or locked.cells != judged.gathered.cells:
            raise NotReady([Problem(_("Not every value of the file would be in, so none is."))])
        locked.rows_in = judged.gathered.lines
        locked.origin = Batch.Origin.PEOPLE if mapping.layout is How.PERSONS else Batch.Origin.FILE
        locked.mapping = {"file": mapping.plain(), "names": choices.plain()}
        locked.save()
        remember(locked.unit, table, mapping, choices, by=by)
    batch.refresh_from_db()
    return judged


def _store_long(batch: Batch, found: LongFile, resolved: Resolved) -> None:
    """What `store_series` does, of a file that was read in blocks and checked there."""
    from metrics.storing import store_gathered

    indicators = {one.pk for one in resolved.indicators.values() if isinstance(one, Indicator)}
    kinds = kinds_of_values(indicators)
    if len(kinds) < len(indicators) or found.kept(set(kinds.values())) != tuple(found.rows.sums):
        raise NotReady([Problem(_("What its indicators keep was changed meanwhile: bring the file in again."))])
    need_reach(batch, indicators)
    found.name(resolved, set(kinds.values()))
    if found.summary.faults:
        raise NotReady([problem_of(row) for row in found.summary.faults[:MOST_SAID]])
    with connection.wrap_database_errors:
        store_gathered(connection.connection, Series._meta.db_table, batch.pk, found.rows, found.order)
    settle(batch)


# ---- names that are begun


def _begin_names(resolved: Resolved, choices: Choices, batch: Batch, by: Person) -> None:
    """Indicators as drafts, groups in dimensions of the city's own, places: named in the history of the batch's act."""
    source = batch.source or batch.file_name or batch.title
    if "indicators" in choices.adds:
        for one in resolved.new_indicators:
            _begin_indicator(one, batch.unit, by, source)
    if "groups" in choices.adds and resolved.dimensions:
        with keeping(BATCH, batch.unit, by=by, act="add_groups", why=source):
            for wanted in resolved.dimensions.values():
                _add_groups(wanted, source)
    if "places" in choices.adds and resolved.new_places:
        with keeping(BATCH, batch.unit, by=by, act="add_places", why=source):
            several = {code or place_code(name): (code, name) for code, name in resolved.new_places}
            bulk_create(Place, [_place(code, *pair, source) for code, pair in several.items()])


def _begin_indicator(new: NewIndicator, unit: Unit, by: Person, source: str) -> None:
    is_city = unit.kind == Unit.Kind.CITY
    kind = Indicator.Kind.POPULATION if is_city else Indicator.Kind.PERFORMANCE
    indicator = Indicator(code=new.code, kind=kind, unit=unit, cadence=Indicator.Cadence.IRREGULAR)
    with keeping(INDICATOR, unit, by=by, act="begin_indicator", activity=activity_of(indicator)):
        indicator.save()
        IndicatorVersion.objects.create(
            indicator=indicator,
            number=1,
            title=new.title,
            value_kind=new.kind,
            unit_label=new.unit_label,
            scale=new.scale,
            source=source,
        )


def _add_groups(wanted: NewDimension, source: str) -> None:
    dimension = wanted.dimension or Dimension.objects.create(
        code=wanted.code, name=wanted.name[:200], source=source, overlapping=wanted.overlapping, order=1000
    )
    first = (dimension.groups.aggregate(last=Max("order"))["last"] or 0) + 1
    taken = set(dimension.groups.values_list("code", flat=True))
    for at, name in enumerate(wanted.groups, first):
        code = _code_in(taken, name)
        Group.objects.create(dimension=dimension, code=code, name=name[:200], kind=kind_of_group(name), order=at)


def _code_in(taken: set[str], name: str) -> str:
    code, number = place_code(name), 2
    while code in taken:
        code, number = f"{place_code(name)[:55]}-{number}", number + 1
    taken.add(code)
    return code


def _place(key: str, code: str, name: str, source: str) -> Place:
    return Place(code=key, name=(name or code)[:200], kind=kind_of_place(code, name), source=source)
