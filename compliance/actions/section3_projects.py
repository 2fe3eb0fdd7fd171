"""Section 3 projects: kept by R of 1.4 in their unit. Whether Section 3 covers one, and how it stands, is judged each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from compliance.kinds import SECTION3_PROJECT
from compliance.law.standing import law_on
from compliance.models import Assistance, QualitativeEffort, Section3Project, WorkerStatus
from compliance.section3.judging import Parts, judge, stored
from raci import clock
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.records import Kind
from raci.refusals import Conflict, NotReady, Problem

FIELDS = (
    "title", "number", "under", "has_public_housing", "supply_only", "committed_on", "completed_on",
    "counts_professional", "contact", "note",
)  # fmt: skip
MOST_LINES = 100
Values = Mapping[str, Any]
Lines = Sequence[Values]


def begin_project(unit: Unit, values: Values, assistance: Lines, *, by: Person) -> Section3Project:
    """A project with its HUD assistance, judged at once."""
    _check(values, assistance)
    with keeping(SECTION3_PROJECT, unit, by=by, act="keep_section3_project"):
        if Section3Project.objects.filter(unit=unit, title__iexact=values["title"]).exists():
            raise NotReady([_taken(values["title"])])
        row = Section3Project(unit=unit)
        _take(row, values)
        row.save()
        _keep_assistance(row, assistance)
        judge_again(row)
        return row


def change_project(row: Section3Project, values: Values, assistance: Lines, *, by: Person, edits: int) -> None:
    """What is said of it. `edits`: what the form was opened on."""
    _check(values, assistance)
    with changing(row, by=by, act="keep_section3_project", edits=edits) as locked:
        others = Section3Project.objects.filter(unit=row.unit, title__iexact=values["title"]).exclude(pk=row.pk)
        if others.exists():
            raise NotReady([_taken(values["title"])])
        _take(locked, values)
        _keep_assistance(locked, assistance)


def keep_workers(row: Section3Project, lines: Lines, *, by: Person, edits: int) -> None:
    """All workers whose status is on file; who is left out is taken out. Nobody is named: a number stands for each."""
    numbers = [str(line["worker"]).casefold() for line in lines]
    if len(set(numbers)) < len(numbers):
        twice = next(one for one in numbers if numbers.count(one) > 1)
        raise NotReady([Problem(_("Worker %(worker)s stands here twice. Keep one row.") % {"worker": twice})])
    today = clock.today()
    if any(line["certified_on"] > today for line in lines):
        raise NotReady([Problem(_("A certification cannot be of a day that has not come."))])
    with changing(row, by=by, act="keep_worker_status", edits=edits) as locked:
        known: dict[Any, models.Model] = {one.worker.casefold(): one for one in locked.workers.all()}
        _settle(known, [(key, line) for key, line in zip(numbers, lines, strict=True)], WorkerStatus(project=locked))


def keep_efforts(row: Section3Project, lines: Lines, *, by: Person, edits: int) -> None:
    """Which qualitative efforts were made; one that is left out stays as it was."""
    today = clock.today()
    if any(line["on"] and line["on"] > today for line in lines):
        raise NotReady([Problem(_("An effort cannot have been made on a day that has not come."))])
    with changing(row, by=by, act="keep_efforts", edits=edits) as locked:
        known: dict[Any, models.Model] = {one.effort: one for one in locked.efforts.all()}
        asked = [(line["effort"], line) for line in lines if line["done"] is not None or line["effort"] in known]
        _settle(known, asked, QualitativeEffort(project=locked), drop=False)


def judge_anew(row: Section3Project, *, by: Person) -> None:
    """Ask the check again by the rows of law as they are now."""
    with changing(row, by=by, act="judge_section3_project"):
        pass


@contextmanager
def changing(
    row: Section3Project, *, by: Person, act: str, edits: int | None = None, kind: Kind = SECTION3_PROJECT
) -> Iterator[Section3Project]:
    """One transaction in which something of a project changes; afterwards it is judged and counts one edit more."""
    with keeping(kind, row.unit, by=by, act=act):
        locked = Section3Project.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
        if edits is not None and locked.edits != edits:
            raise Conflict(
                _("Somebody else changed this project while you wrote. Open it again and look at what they changed.")
            )
        yield locked
        judge_again(locked)


def judge_again(row: Section3Project) -> None:
    """Inside an act: what the check says of all its rows as they now stand, kept with the rows of law that it read."""
    verdict = judge(Parts.of(row), law_on(clock.today()))
    row.verdict, row.result = stored(verdict), verdict.result.value
    row.edits += 1
    row.save()


def _take(row: Section3Project, values: Values) -> None:
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])


def _check(values: Values, assistance: Lines) -> None:
    committed, completed = values.get("committed_on"), values.get("completed_on")
    if committed and completed and completed < committed:
        raise NotReady([Problem(_("It cannot be completed before it is committed."), field="completed_on")])
    if len(assistance) > MOST_LINES:
        raise NotReady([Problem(_("At most %(most)d lines of assistance.") % {"most": MOST_LINES})])


def _taken(title: str) -> Problem:
    words = _("This unit has a project called “%(title)s” already. Change that one, or give this one another name.")
    return Problem(words % {"title": title}, field="title")


def _keep_assistance(row: Section3Project, lines: Lines) -> None:
    """Line by line in their order, so that history tells what changed in each."""
    known: dict[Any, models.Model] = {one.order: one for one in row.assistance.all()}
    _settle(known, [(at, {**line, "order": at}) for at, line in enumerate(lines, start=1)], Assistance(project=row))


def _settle(
    known: dict[Any, models.Model], wanted: Iterable[tuple[Any, Values]], blank: models.Model, *, drop: bool = True
) -> None:
    """Rows by a key: those wanted are made or changed where they differ, the rest is taken out."""
    model, owner = type(blank), blank.__dict__["project_id"]
    for key, line in wanted:
        found = known.pop(key, None)
        one = found or model(project_id=owner)
        if found is not None and all(getattr(one, name) == value for name, value in line.items()):
            continue
        for name, value in line.items():
            setattr(one, name, value)
        one.save()
    if drop:
        for gone in known.values():
            gone.delete()
