"""A survey of barriers comes in: chosen, read by a mapping, written as a whole or not at all, and taken out as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.kinds import BARRIER
from compliance.models import Barrier, BarrierBatch, Facility
from compliance.surveys import kept
from compliance.surveys.judging import WRITTEN, Judged, Place, Row, judge
from compliance.surveys.mapping import Mapping
from metrics.reading.files import Table, open_table
from raci import clock, jobs
from raci.actions.imports import spoken
from raci.authority import facts_for
from raci.history.bulk import bulk_create, bulk_delete, with_history
from raci.imports.verdicts import Fate, Unreadable
from raci.keeping import keeper, keeping
from raci.models import Job, Person, Unit
from raci.refusals import Conflict, NotReady, Problem

MOST_SAID = 20
AT_ONCE = 5_000  # rows of one statement
CODE = "survey-in"
Status = Barrier.Status
Progress = Callable[[int, int], None]
TABLE = Barrier._meta.db_table
COLUMNS = (
    "facility_id",
    *WRITTEN,
    "removed_by_id",
    "verified_on",
    "verified_by_id",
    "batch_id",
    "batch_edits",
    "edits",
)


def silently(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


# ---- chosen, and how it is read


def choose_survey(*, unit: Unit, file: File[bytes], by: Person) -> BarrierBatch:
    """A file beside the register, which is looked at before anything comes in. Raises NotReady where it is no table."""
    keeper(facts_for(by), BARRIER, unit)
    name = PurePath((file.name or "survey").replace("\\", "/")).name[:255]
    try:
        table = open_table(BytesIO(file.read()), name)
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem
    file.seek(0)
    sha256 = kept.keep(file.chunks())
    return begin_batch(unit, name, sha256, Mapping.proposed(table.headings), by=by)


def begin_batch(unit: Unit, name: str, sha256: str, mapping: Mapping, *, by: Person) -> BarrierBatch:
    """A survey that nothing has come in of yet."""
    keeper(facts_for(by), BARRIER, unit)
    return BarrierBatch.objects.create(
        unit=unit, file_name=name, file_sha256=sha256, mapping=mapping.plain(), begun_by=by, begun_at=clock.now()
    )


def say_mapping(batch: BarrierBatch, mapping: Mapping, *, by: Person) -> None:
    """How the survey's file is read, kept with it until it comes in."""
    keeper(facts_for(by), BARRIER, batch.unit)
    if lacks := mapping.lacks():
        says = {
            "facility_name": _("Say which column names the facility."),
            "obstacle": _("Say which column says what is in the way."),
        }
        raise NotReady([Problem(says[one]) for one in lacks])
    BarrierBatch.objects.filter(pk=batch.pk, came_in_at=None).update(mapping=mapping.plain())
    batch.mapping = mapping.plain()


def set_aside(batch: BarrierBatch, *, by: Person) -> None:
    """Forget a survey of which nothing came in."""
    keeper(facts_for(by), BARRIER, batch.unit)
    BarrierBatch.objects.filter(pk=batch.pk, came_in_at=None).delete()


def ask_to_bring_in(batch: BarrierBatch, *, by: Person) -> Job:
    """Have a long survey brought in in the background."""
    keeper(facts_for(by), BARRIER, batch.unit)
    title = _("Survey “%(file)s”") % {"file": batch.file_name}
    return jobs.ask(CODE, title=title, arguments={"batch": batch.pk}, by=by)


# ---- brought in


def bring_in(batch: BarrierBatch, table: Table, *, by: Person, progress: Progress = silently) -> Judged:
    """The whole file, or nothing: raises NotReady that says what stands against it. The same file again changes nothing."""
    with keeping(BARRIER, batch.unit, by=by, act="import_barriers", why=batch.file_name):
        _one_at_a_time()
        locked = BarrierBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.came_in_at:
            raise Conflict(_("This survey came in already."))
        judged = judge(table, Mapping.of(batch.mapping), batch.unit, lambda at, rows: progress(at, 2 * rows))
        if problems := why_not(judged):
            raise NotReady(problems)
        rows = len(judged.rows)
        _write(locked, judged, by, lambda at: progress(rows + at, 2 * rows))
        locked.counts, locked.came_in_at = judged.counts | {"statuses": judged.statuses}, clock.now()
        locked.save()
    batch.refresh_from_db()
    return judged


def why_not(judged: Judged) -> list[Problem]:
    """What stands against bringing it in."""
    problems = [Problem(said_of(row)) for row in judged.refused[:MOST_SAID]]
    if more := judged.count(Fate.REFUSED) - len(problems):
        problems.append(Problem(ngettext("And %(n)d more row.", "And %(n)d more rows.", more) % {"n": more}))
    if not judged.rows:
        problems.append(Problem(_("The file holds no row.")))
    return problems


def said_of(row: Row) -> str:
    """A row with its line and its reasons, in the reader's language."""
    return f"{_('Line %(line)d: ') % {'line': row.line}}{' '.join(reasons(row))}"


def reasons(row: Row) -> list[str]:
    """Why a row is refused, or what of it changes, in the reader's language."""
    return [spoken(one) for one in row.reasons]


def _one_at_a_time() -> None:
    """Two surveys at once: the second is judged by what the first brought in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('barriers'))")


def _write(batch: BarrierBatch, judged: Judged, by: Person, progress: Callable[[int], None]) -> None:
    places = [_facility(one, batch.unit) for one in judged.places]
    bulk_create(Facility, places)
    for place, facility in zip(judged.places, places, strict=True):
        place.pk = facility.pk
    batch.facilities = [one.pk for one in places]
    new = [row for row in judged.rows if row.fate is Fate.NEW]
    bulk_create(Barrier, _counted((_barrier(row, batch, by) for row in new), progress))
    changed = [row for row in judged.rows if row.fate is Fate.CHANGED]
    for begin in range(0, len(changed), AT_ONCE):
        _update([_changed(row, batch, by) for row in changed[begin : begin + AT_ONCE]])
        progress(len(new) + begin)


def _counted(rows: Iterator[Barrier], progress: Callable[[int], None]) -> Iterator[Barrier]:
    for at, row in enumerate(rows):
        if at % 1000 == 0:
            progress(at)
        yield row


def _facility(place: Place, unit: Unit) -> Facility:
    return Facility(
        code=place.code, name=place.name, unit=unit, kind=place.kind, address=place.address, latitude=place.latitude,
        longitude=place.longitude,
    )  # fmt: skip


def _barrier(row: Row, batch: BarrierBatch, by: Person) -> Barrier:
    assert row.place is not None
    removed_by = by if row.values["status"] == Status.REMOVED else None
    return Barrier(
        code=row.code, facility_id=row.place.pk, entered_on=clock.today(), batch=batch, removed_by=removed_by, **row.values
    )  # fmt: skip


def _changed(row: Row, batch: BarrierBatch, by: Person) -> dict[str, Any]:
    assert row.place is not None
    removed_by = by.pk if row.values["status"] == Status.REMOVED else None
    places = {"facility_id": row.place.pk, "batch_id": batch.pk}
    return {**row.values, **places, "id": row.pk, "removed_by_id": removed_by}


def _update(rows: list[dict[str, Any]]) -> None:
    """All rows in one statement, each with its history. Who removed or verified it stays as long as that is so."""
    sets = [f"{name} = n.{name}" for name in ("facility_id", *WRITTEN, "batch_id")]
    sets += [
        f"removed_by_id = CASE WHEN n.status IN ('removed', 'verified') AND {TABLE}.status IN ('removed', 'verified')"
        f" THEN {TABLE}.removed_by_id ELSE n.removed_by_id END",
        f"verified_on = CASE n.status WHEN 'verified' THEN {TABLE}.verified_on END",
        f"verified_by_id = CASE n.status WHEN 'verified' THEN {TABLE}.verified_by_id END",
        f"edits = {TABLE}.edits + 1",
        f"batch_edits = {TABLE}.edits + 1",
    ]
    statement = (
        f"UPDATE {TABLE} SET {', '.join(sets)}"  # noqa: S608
        f" FROM jsonb_populate_recordset(NULL::{TABLE}, %s::jsonb) n WHERE {TABLE}.id = n.id"
    )
    with_history(Barrier, statement, (DjangoJSONEncoder().encode(rows),), "~")


# ---- taken out


def undo_batch(batch: BarrierBatch, *, by: Person, why: str) -> None:
    """Take a survey out: what it added goes, what it changed is as before; only while nobody has worked on it since."""
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with keeping(BARRIER, batch.unit, by=by, act="undo_import_barriers", why=why.strip()) as via:
        _one_at_a_time()
        locked = BarrierBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.came_in_at is None or locked.undone_at:
            raise Conflict(_("There is nothing of this survey to take out (any more)."))
        if problems := why_not_undone(locked):
            raise NotReady(problems)
        added = Barrier.objects.filter(batch=locked, batch_edits=0)
        _restore(locked)
        bulk_delete(added)
        begun = Facility.objects.filter(pk__in=locked.facilities, edits=0)
        bulk_delete(begun.exclude(pk__in=Barrier.objects.values("facility")))
        locked.undone_at, locked.undone_as, locked.why_undone = clock.now(), via.capacity.label, why.strip()
        locked.save()
    batch.refresh_from_db()


def why_not_undone(batch: BarrierBatch) -> list[Problem]:
    """What depends on it: a later survey, or work of people (3 queries)."""
    rows = Barrier.objects.filter(batch=batch)
    wrote = batch.counts.get("new", 0) + batch.counts.get("changed", 0)
    if rows.count() != wrote:
        return [Problem(_("A later survey wrote some of its barriers: take that one out first."))]
    touched = rows.filter(~Q(edits=F("batch_edits")) | Q(photos__isnull=False) | Q(comments__isnull=False))
    codes = list(touched.order_by("code").values_list("code", flat=True).distinct()[: MOST_SAID + 1])
    if not codes:
        return []
    text = _("People have worked on its barriers since, so it stays: %(codes)s.")
    more = ", …" if len(codes) > MOST_SAID else ""
    return [Problem(text % {"codes": ", ".join(codes[:MOST_SAID]) + more})]


def _restore(batch: BarrierBatch) -> None:
    """Each row that it changed as the history row before it says."""
    sets = ", ".join(f"{name} = h.{name}" for name in COLUMNS)
    history = Barrier.history.model._meta.db_table
    statement = (
        f"UPDATE {TABLE} SET {sets} FROM ("  # noqa: S608
        f"SELECT *, row_number() OVER (PARTITION BY id ORDER BY history_id DESC) AS nth FROM {history}"
        f" WHERE id IN (SELECT id FROM {TABLE} WHERE batch_id = %s AND batch_edits > 0)) h"
        f" WHERE h.nth = 2 AND {TABLE}.id = h.id"
    )
    with_history(Barrier, statement, (batch.pk,), "~")
