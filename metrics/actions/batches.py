"""Batches of values: begun and filled by R of 4.2, handed in, accepted by A and by nobody else, undone with a reason.

Values never change. Who wants others brings in another batch, which corrects an accepted one as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics import in_the_way
from metrics.cells import counting
from metrics.kinds import BATCH
from metrics.models import Batch, Group, Indicator, IndicatorVersion, Series
from metrics.series import SUMS, Fault, NewSeries, faults
from metrics.suppliers import note_answers
from raci import clock, reviewing
from raci.actions.imports import spoken
from raci.authority import Subject, Via, covering_posts, facts_for
from raci.history import acting
from raci.keeping import keeper, keeping, may_keep
from raci.models import Person, Unit
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem

MOST_SAID = 20  # faults that a refusal names one by one
State = Batch.State


@dataclass(frozen=True)
class About:
    """What is said of a batch: where its values come from."""

    title: str
    origin: str = Batch.Origin.ENTRY
    source: str = ""
    note: str = ""
    file_name: str = ""
    file_sha256: str = ""
    mapping: dict[str, Any] = field(default_factory=dict)
    rows_in: int = 0


# ---- begun and filled


def begin_batch(unit: Unit, about: About, *, by: Person, corrects: Batch | None = None) -> Batch:
    """A draft with no values yet. `corrects`: a batch of the same unit that counts, to be replaced as a whole."""
    with keeping(BATCH, unit, by=by, act="begin_batch"):
        if not about.title.strip():
            raise NotReady([Problem(_("Give the batch a title."), field="title")])
        if problem := _why_not_corrected(corrects, unit):
            raise NotReady([problem])
        return Batch.objects.create(unit=unit, corrects=corrects, **vars(about) | {"title": about.title.strip()[:300]})


def describe_batch(batch: Batch, *, by: Person, title: str, source: str, note: str) -> None:
    """Say better what it is, while it is open."""
    if not title.strip():
        raise NotReady([Problem(_("Give the batch a title."), field="title")])
    with reviewing.writing(batch, by=by, act="describe_batch") as locked:
        locked.title, locked.source, locked.note = title.strip(), source.strip(), note.strip()
        locked.save()


def store_series(batch: Batch, rows: Sequence[NewSeries], *, by: Person) -> None:
    """Store values in an open batch, all or none. Raises NotReady that names each fault with its line."""
    with reviewing.writing(batch, by=by, act="store_figures") as locked:
        found = list(faults(rows, kinds_of_values({row.indicator for row in rows}), _dimensions(rows)))
        if found:
            raise NotReady(said(found))
        need_reach(locked, {row.indicator for row in rows})
        _copy(locked, rows)
        settle(locked)


def settle(batch: Batch) -> None:
    """Write on the (locked) batch what it holds by now: how many values, from which day to which."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(cardinality(begins)), 0), min(b), max(e) FROM metrics_series,"
            " LATERAL (SELECT min(x) AS b FROM unnest(begins) x) f, LATERAL (SELECT max(x) AS e FROM unnest(ends) x) l"
            " WHERE batch_id = %s",
            [batch.pk],
        )
        row = cursor.fetchone()
    assert row is not None
    batch.cells, batch.begins_on, batch.ends_on = row
    batch.save()


def said(found: Sequence[Fault]) -> list[Problem]:
    """Faults as problems: the first of them one by one, the rest by their number."""
    problems = []
    for fault in found[:MOST_SAID]:
        where = _("Line %(line)d: ") % {"line": fault.line} if fault.line else ""
        problems.append(Problem(where + spoken(fault.sentence), field=fault.field))
    if more := len(found) - len(problems):
        problems.append(Problem(ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more}))
    return problems


def kinds_of_values(indicators: set[int]) -> dict[int, str]:
    """Indicator > what its values are: by its newest accepted version, or else by the newest one (1 query)."""
    versions = IndicatorVersion.objects.filter(indicator__in=indicators).order_by("number")
    rows = list(versions.values_list("indicator_id", "state", "value_kind"))
    found = {indicator: kind for indicator, _state, kind in rows}
    return found | {indicator: kind for indicator, state, kind in rows if state == State.ACCEPTED}


def _dimensions(rows: Sequence[NewSeries]) -> dict[int, int]:
    named = {group for row in rows for group in row.groups}
    return dict(Group.objects.filter(pk__in=named).values_list("pk", "dimension_id"))


def need_reach(batch: Batch, indicators: set[int]) -> None:
    """The unit's own indicators and those below it; besides, those that a post of it supplies."""
    found = Indicator.objects.filter(pk__in=indicators).select_related("unit", "supplier__unit")
    beyond = [
        one.code
        for one in found
        if not one.unit.path.startswith(batch.unit.path)
        and not (one.supplier and one.supplier.unit.path.startswith(batch.unit.path))
    ]
    if beyond:
        text = _("%(codes)s: not of %(unit)s or below, and no post of it supplies them.")
        raise NotReady([Problem(text % {"codes": ", ".join(beyond[:MOST_SAID]), "unit": batch.unit})])


def _copy(batch: Batch, rows: Sequence[NewSeries]) -> None:
    columns = ("batch_id", "indicator_id", "place_id", "groups", "begins", "ends", *SUMS)
    into = f"COPY {Series._meta.db_table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(into) as copy:
        for row in rows:
            begins, ends, *sums = (list(values) for values in zip(*row.cells, strict=True))
            known = [values if any(value is not None for value in values) else None for values in sums]
            copy.write_row((batch.pk, row.indicator, row.place, list(row.groups), begins, ends, *known))


# ---- handed in and accepted (raci.reviewing)


def what_lacks(batch: Batch) -> list[Problem]:
    """What stands in the way of handing it in."""
    if not batch.cells:
        return [Problem(_("It holds no values yet."))]
    problems = [one for one in [_why_not_corrected(batch.corrects, batch.unit)] if one]
    if not batch.source.strip():
        problems.append(Problem(_("Say where the figures come from."), field="source"))
    problems += in_the_way.not_over(batch) + in_the_way.locked(batch)
    return problems + [clash.problem() for clash in in_the_way.clashes(batch)]


def before_accepting(batch: Batch) -> list[Problem]:
    """What came between since it was handed in; how its indicators are worked out is accepted before their values."""
    in_the_way.one_at_a_time()
    lacking = Indicator.objects.filter(series__batch=batch).exclude(versions__state=State.ACCEPTED).distinct()
    text = _("How “%(title)s” is worked out has not been accepted yet: accept that first.")
    said = (
        Problem(text % {"title": one.title}, url=reverse("metrics:indicator-detail", args=[one.pk]))
        for one in lacking.prefetch_related("versions")[:MOST_SAID]
    )
    return [*what_lacks(batch), *said]


def freeze(batch: Batch) -> None:
    """The checksum of every value, set on the row that is handed in; what was asked of a supplier and stands in it has come."""
    batch.sha256 = checksum(batch)
    note_answers(batch)


def checksum(batch: Batch) -> str:
    """SHA-256 over the SHA-256 of each series as the database writes it, in order of indicator, place and groups."""
    columns = ", ".join(("indicator_id", "place_id", "groups", "begins", "ends", *SUMS))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(sha256(coalesce(string_agg(sha256(convert_to(ROW("  # noqa: S608
            + columns
            + ")::text, 'UTF8')), ''::bytea ORDER BY indicator_id, place_id NULLS FIRST, groups), ''::bytea)), 'hex')"
            " FROM metrics_series WHERE batch_id = %s",
            [batch.pk],
        )
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])


def _why_not_corrected(corrected: Batch | None, unit: Unit) -> Problem | None:
    if corrected is None:
        return None
    if corrected.unit_id != unit.pk:
        return Problem(_("A batch corrects one of its own unit."), field="corrects")
    if not counting().filter(pk=corrected.pk).exists():
        text = _("“%(title)s” does not count (any more), so there is nothing to correct.")
        return Problem(text % {"title": corrected}, field="corrects")
    return None


REVIEW = reviewing.Review(
    BATCH,
    unit=lambda row: row.unit,
    url=lambda row: reverse("metrics:batch-detail", args=[row.pk]),
    related=("unit", "corrects__unit"),
    problems=what_lacks,
    freeze=freeze,
    before_accepting=before_accepting,
    over=lambda row: _("It was taken out: bring its values in as another batch.") if row.undone_at else "",
)


# ---- undone


def undo_batch(batch: Batch, *, by: Person, why: str) -> list[Person]:
    """Take it out: by R or A, and one not handed in by R alone. Values stay to read and count no more. Returns who is told."""
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with transaction.atomic():
        in_the_way.one_at_a_time()
        locked = Batch.objects.select_for_update(of=("self",)).select_related("unit", "corrects").get(pk=batch.pk)
        via = undoer(locked, by)
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="undo_batch", why=why.strip()):
            if problems := why_not_undone(locked):
                raise NotReady(problems)
            locked.undone_at, locked.undone_as, locked.why_undone = clock.now(), via.capacity.label, why.strip()
            locked.save()
            told = _tell_undone(locked, by)
    batch.refresh_from_db()
    return told


def undoer(batch: Batch, by: Person) -> Via:
    """By what they may take it out; `Refused` with the reason where they may not."""
    facts = facts_for(by)
    if batch.state == State.ACCEPTED and may_keep(facts, BATCH, batch.unit, letter="A"):
        return keeper(facts, BATCH, batch.unit, letter="A")
    return keeper(facts, BATCH, batch.unit)


def why_not_undone(batch: Batch) -> list[Problem]:
    """What stands in the way of taking it out."""
    if batch.undone_at:
        raise Conflict(_("It was taken out already, by %(who)s.") % {"who": batch.undone_as})
    if batch.state == State.SUBMITTED:
        return [Problem(_("It is handed in: take it back first."))]
    if batch.state != State.ACCEPTED:
        return []
    if not counting().filter(pk=batch.pk).exists():
        return [Problem(_("It does not count any more: a later batch corrects it. Take that one out."))]
    returns = batch.corrects  # which counts again
    back = in_the_way.clashes(returns, but=[batch.pk]) if returns and not returns.undone_at else []
    return in_the_way.locked(batch) + [clash.problem() for clash in back]


def _tell_undone(batch: Batch, by: Person) -> list[Person]:
    """Who handed it in and who accepted it, and whoever may accept the next one. Of one not handed in, nobody."""
    if batch.state != State.ACCEPTED:
        return []
    subject = Subject.of_scope(BATCH.activity, batch.unit)
    people = [batch.submitted_by, batch.answered_by, *(one for _c, one in covering_posts(subject, "A", clock.today()))]
    others = {one.pk: one for one in people if one is not None and one.pk != by.pk and one.is_active}
    line = _("The figures “%(title)s” were taken out by %(who)s and count no more: %(why)s")
    line %= {"title": batch, "who": batch.undone_as, "why": batch.why_undone}
    tell(others.values(), record=None, key=f"figures:{batch.pk}:undone", line=line, url=REVIEW.url(batch))
    return list(others.values())
