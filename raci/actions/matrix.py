"""The acts on a version of the matrix under way: propose it, change its draft, comment. Its moves are `raci.actions.cases`.

Every edit makes a new table of the old one (`raci.matrix.editing`, pure) and writes what differs; whoever does is an author.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from raci import clock, workflow
from raci.actions.cases import next_case
from raci.authority import Act, Subject, facts_for, may
from raci.city.loading import loader
from raci.history import acting
from raci.matrix import editing
from raci.matrix.content import title_of
from raci.matrix.differences import codes_in_words
from raci.matrix.publishing import attach, next_number
from raci.matrix.rows import change_table, save_table, table_of
from raci.matrix.table import Heading, MatrixTable
from raci.models import Assignment, Case, Matrix, MatrixComment, Person, Record, Role, Scope, Unit
from raci.records import canonical, digest
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.the_city import need_city
from raci.workflow import Step, retitle, take

KIND, ACTIVITY = "matrix", "4.3"
Change = Callable[[MatrixTable], MatrixTable]


# ---- proposing


def propose_matrix(
    *, by: Person, table: MatrixTable | None = None, adopt: Matrix | None = None, wished_on: date | None = None
) -> Case:
    """Begin the next version, as a draft: a copy of the newest published one, of `table`, or `adopt`, a draft nobody proposed.

    `wished_on`: the day it shall take effect; none: as soon as it is published. One version is under way at a time.
    """
    with transaction.atomic():
        city = _city_to_change(by)
        newest = _record(city).cases.latest("number")
        if newest.state in (Case.State.DRAFT, Case.State.CONSULTATION, Case.State.SUBMITTED):
            text = _("A version is under way already. Change that one, or wait until it is decided.")
            raise NotReady([Problem(text, url=reverse("raci:matrix-proposal", args=[newest.record_id]))])
        with take(Act.NEXT, newest, by=by) as step:
            case = next_case(step)
            matrix = _unproposed(adopt) if adopt else _new(table or table_of(Matrix.objects.get(case=newest)))
            matrix.wished_on = wished_on
            attach(step, case, matrix)
    return case


def _city_to_change(by: Person) -> Unit:
    """The city, whose matrix they may change; locked, so that two first proposals come one after the other."""
    city = need_city(locked=True)
    permission = may(facts_for(by), Act.CREATE, Subject.of_scope(ACTIVITY, city))
    if not permission:
        raise Refused(permission.reason)
    return city


def _record(city: Unit) -> Record:
    """The matrix as a record; at the first proposal it is written, with the founding version as its first case."""
    record = Record.objects.filter(kind=KIND).select_for_update(of=("self",)).first()
    return record or _founding_record(city)


def _founding_record(city: Unit) -> Record:
    """The version the city was founded with, on record as what it is: loaded, by whom, and in force since."""
    matrix = Matrix.objects.filter(effective_on__isnull=False).order_by("-effective_on", "-number")[0]
    why = _("The founding version, %(loaded)s.") % {"loaded": matrix.published_by or _("loaded with the city")}
    with acting(by=loader(), act="create", why=why):
        scope = Scope.objects.get(activity_code=ACTIVITY, unit=city)
        record = Record.objects.create(kind=KIND, scope=scope, title=title_of(matrix))
    with acting(by=loader(), act="create", why=why, record=record.pk):
        case = Case.objects.create(
            record=record,
            number=1,
            title=record.title,
            state=Case.State.APPROVED,
            state_since=matrix.history.order_by("history_date").first().history_date,
            state_by=matrix.published_by,
        )
        matrix.case = case
        matrix.save(update_fields=["case"])
        workflow.freeze(case)
    return record


def _unproposed(draft: Matrix) -> Matrix:
    if draft.case_id or draft.effective_on:
        raise Conflict(_("Matrix %(version)s has been proposed already.") % {"version": draft})
    return draft


def _new(table: MatrixTable) -> Matrix:
    _check(table)
    return save_table(table, Matrix(number=next_number()), _roles(table))


# ---- changing the draft


def replace_draft(case: Case, table: MatrixTable, *, by: Person, seen: int | None = None, why: str = "") -> bool:
    """Make the draft say what a file or another program says; only what differs is written. Returns whether anything was."""
    _check(table)
    with workflow.editing(case, by=by, seen=seen, why=why) as step:
        return _write(step, table)


def set_cell(case: Case, *, activity: str, role: str, codes: str, by: Person, was: str | None = None) -> None:
    """One cell; `was`: what it said when they read it. Raises `Conflict` if somebody else changed it since."""
    with _draft(case, by) as (step, matrix, table):
        now = table.cells.get((activity, role), "")
        if was is not None and was.replace("/", "") != now:
            raise Conflict(_who_was_first(matrix, activity, role, now))
        _write(step, editing.with_cell(table, activity, role, codes))


def _who_was_first(matrix: Matrix, activity: str, role: str, now: str) -> str:
    rows = Assignment.history.filter(activity__code=activity, activity__matrix=matrix, role__code=role)
    newest = rows.order_by("-history_id").first()
    said = {
        "activity": activity,
        "codes": codes_in_words(now),
        "who": newest.history_actor.partition(" <")[0] if newest else _("somebody"),
    }
    return _("This cell of %(activity)s says %(codes)s by now; %(who)s wrote it. Nothing of yours was saved.") % said


def set_row(
    case: Case,
    *,
    activity: str,
    by: Person,
    cells: Mapping[str, str] | None = None,
    title: str | None = None,
    category: str | None = None,
    opened: str = "",
) -> None:
    """An activity's cells, title and category; what is not given stays. `opened`: its `row_print` when the form was opened."""

    def change(table: MatrixTable) -> MatrixTable:
        row = next((one for one in table.activities if one.code == activity), None)
        if row is None:
            raise Conflict(_("Somebody else has removed %(code)s meanwhile.") % {"code": activity})
        if opened and opened != row_print(table, activity):
            raise Conflict(_("Somebody else has changed %(code)s meanwhile.") % {"code": activity})
        called = editing.with_activity_called(
            table, activity, row.title if title is None else title, row.category if category is None else category
        )
        return editing.with_row(called, activity, cells or {})

    _change(case, change, by=by)


def add_activity(case: Case, *, code: str, title: str, category: str, by: Person) -> None:
    """A new activity at the end of its category; its code is what records are bound to and stays."""
    _change(case, partial(editing.with_activity, code=code, title=title, category=category), by=by)


def remove_activity(case: Case, *, activity: str, by: Person) -> None:
    """Take an activity with its cells out of the version."""
    _change(case, partial(editing.without_activity, code=activity), by=by)


def set_category(case: Case, *, code: str, title: str, is_procedure: bool, by: Person) -> None:
    """Add a category at the end, or call it otherwise."""
    _change(case, partial(editing.with_category, heading=Heading(code, title, is_procedure)), by=by)


def remove_category(case: Case, *, code: str, by: Person) -> None:
    """Take an empty category out of the version."""
    _change(case, partial(editing.without_category, code=code), by=by)


def set_facts(case: Case, facts: Mapping[str, str], *, wished_on: date | None, by: Person, opened: str = "") -> None:
    """Title, source, label, adopted by and on, and the day it is proposed for. `opened`: `facts_print` of the form's opening."""
    with _draft(case, by) as (step, matrix, table):
        if opened and opened != facts_print(matrix):
            raise Conflict(_("Somebody else has changed what is said of this version meanwhile."))
        said = editing.with_facts(table, facts)
        _check(said)
        if matrix.wished_on != wished_on:
            matrix.wished_on = wished_on
            matrix.save(update_fields=["wished_on"])
        _write(step, said)


def row_print(table: MatrixTable, activity: str) -> str:
    """What a form on one activity was opened on."""
    rows = [(row.title, row.category) for row in table.activities if row.code == activity]
    cells = {role: codes for (code, role), codes in table.cells.items() if code == activity}
    return digest(canonical({"rows": rows, "cells": cells}))


def facts_print(matrix: Matrix) -> str:
    """What a form on the version's facts was opened on."""
    names = ("title", "source", "label", "adopted_by", "adopted_on", "wished_on")
    return digest(canonical({name: str(getattr(matrix, name)) for name in names}))


def comment(case: Case, *, words: str, by: Person, activity: str = "") -> MatrixComment:
    """A word about a version on its way, by whoever is responsible, decides or is consulted, and may read it; no edit."""
    if not words.strip():
        raise NotReady([Problem(_("Write your comment."), field="words")])
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).select_related("scope__unit").get(pk=case.record_id)
        locked = Case.objects.get(pk=case.pk)
        locked.record = record
        post, cell = _may_comment(locked, by)
        matrix = Matrix.objects.get(case=locked)
        if activity and not matrix.activities.filter(code=activity).exists():
            text = _("There is no activity %(code)s in this version.")
            raise NotReady([Problem(text % {"code": activity}, field="activity")])
        with acting(by=by, post=post, cell=cell, act="comment", record=record.pk):
            return MatrixComment.objects.create(
                matrix=matrix,
                activity_code=activity,
                words=words.strip(),
                in_draft=locked.state == Case.State.DRAFT,
                by=by,
                by_as=post,
                at=clock.now(),
            )


def _may_comment(case: Case, by: Person) -> tuple[str, str]:
    facts, subject = facts_for(by), Subject.of_case(case)
    seen = may(facts, Act.VIEW, subject)
    if not seen:
        raise Refused(seen.reason, visible=False)
    found = (facts.capacity_with(letter, subject, ("line", "invited")) for letter in "RAC")
    via = next((one for one in found if one), None)
    if via is None:
        raise Refused(_("Those comment who are responsible for the matrix, decide on it or are consulted about it."))
    if case.state not in (Case.State.DRAFT, Case.State.CONSULTATION, Case.State.SUBMITTED):
        raise NotReady([Problem(_("It is decided; comments belong to a version on its way."))])
    return via.capacity.label, via.cell


# ---- what the edits share


def _change(case: Case, change: Change, *, by: Person) -> None:
    with _draft(case, by) as (step, _matrix, table):
        _write(step, change(table))


@contextmanager
def _draft(case: Case, by: Person) -> Iterator[tuple[Step, Matrix, MatrixTable]]:
    """The open draft of a case, locked and as it says now."""
    with workflow.editing(case, by=by) as step:
        matrix = Matrix.objects.get(case=step.case)
        yield step, matrix, table_of(matrix)


def _write(step: Step, table: MatrixTable) -> bool:
    matrix = Matrix.objects.get(case=step.case)
    written = change_table(matrix, table, _roles(table))
    if step.record.title != title_of(matrix):
        retitle(step, title_of(matrix))
    return written


def _check(table: MatrixTable) -> None:
    known = set(Role.objects.values_list("code", flat=True))
    unknown = sorted({role for _activity, role in table.cells} - known)
    text = _("There is no role %(code)s in this city. Map its column to a role, or leave it out.")
    found = [*editing.problems(table), *(Problem(text % {"code": code}, field="columns") for code in unknown)]
    if found:
        raise NotReady(found)


def _roles(table: MatrixTable) -> dict[str, Role]:
    return {role.code: role for role in Role.objects.filter(code__in={role for _activity, role in table.cells})}
