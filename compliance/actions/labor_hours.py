"""Labor hours: kept by R of 1.4 in the project's unit, all contractors of a period on one page, or many rows from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.actions.section3_projects import changing
from compliance.kinds import LABOR_HOURS
from compliance.models import LaborHours, Section3Project
from compliance.section3.files import HoursFile
from compliance.section3.hours import HOURS, contradiction
from raci import clock
from raci.models import Person
from raci.refusals import NotReady, Problem

TOLD = ("contractor_code", *HOURS, "assessed", "certified")  # what a row says beside whose and when
MOST_CONTRACTORS = 100
Values = Mapping[str, Any]


def keep_hours(
    project: Section3Project, begins: date, ends: date, lines: Sequence[Values], *, by: Person, edits: int
) -> int:
    """What all contractors worked in exactly this period; a contractor left out of it is taken out. How many stand there."""
    _check(begins, ends, lines)
    with changing(project, by=by, act="keep_labor_hours", edits=edits, kind=LABOR_HOURS) as locked:
        rows = list(locked.hours.all())
        known = {one.contractor.casefold(): one for one in rows if (one.begins_on, one.ends_on) == (begins, ends)}
        for line in lines:
            row = known.pop(str(line["contractor"]).casefold(), None)
            if row is None:
                _need_free(rows, line, begins, ends)
                row = LaborHours(project=locked, begins_on=begins, ends_on=ends)
            _write(row, line)
        for gone in known.values():
            gone.delete()
    return len(lines)


def bring_in_hours(file: HoursFile, *, by: Person) -> int:
    """All rows of a file, or nothing while one is refused; judged again by project. How many were written."""
    if file.refused:
        words = _("Line %(line)d: %(why)s")
        raise NotReady(
            [Problem(words % {"line": one.line, "why": " ".join(map(str, one.reasons))}) for one in file.refused]
        )
    by_project: dict[int, list[Values]] = {}
    for line in file.comes_in:
        by_project.setdefault(line["project"], []).append(line)
    with transaction.atomic():
        projects = Section3Project.objects.select_related("unit").filter(pk__in=by_project).order_by("pk")
        for project in projects:
            with changing(project, by=by, act="bring_in_hours", kind=LABOR_HOURS) as locked:
                _bring_in(locked, by_project[project.pk])
    return len(file.comes_in)


def _bring_in(project: Section3Project, lines: Sequence[Values]) -> None:
    rows = list(project.hours.all())
    known = {(one.contractor.casefold(), one.begins_on, one.ends_on): one for one in rows}
    for line in lines:
        begins, ends = line["begins_on"], line["ends_on"]
        row = known.get((line["contractor"].casefold(), begins, ends))
        if row is None:
            _need_free(rows, line, begins, ends)
            row = LaborHours(project=project, begins_on=begins, ends_on=ends)
        _write(row, line)


def _write(row: LaborHours, line: Values) -> None:
    said = {"contractor": row.contractor or line["contractor"], **{name: line[name] for name in TOLD}}
    if row.pk is not None and all(getattr(row, name) == value for name, value in said.items()):
        return
    for name, value in said.items():
        setattr(row, name, value)
    row.edits += 1
    row.save()


def _check(begins: date, ends: date, lines: Sequence[Values]) -> None:
    if ends < begins:
        raise NotReady([Problem(_("The period's last day comes before its first."))])
    if ends > clock.today():
        raise NotReady([Problem(_("The period's last day has not come yet: hours are told when it is over."))])
    if len(lines) > MOST_CONTRACTORS:
        raise NotReady([Problem(_("At most %(most)d contractors at a time.") % {"most": MOST_CONTRACTORS})])
    names = [str(line["contractor"]).casefold() for line in lines]
    for line in lines:
        if names.count(str(line["contractor"]).casefold()) > 1:
            words = _("%(contractor)s stands here twice. Add the hours up in one row.")
            raise NotReady([Problem(words % {"contractor": line["contractor"]})])
        wrong = contradiction(line)
        if wrong is not None:
            words = _("%(contractor)s: %(why)s")
            raise NotReady([Problem(words % {"contractor": line["contractor"], "why": _(wrong.text)})])


def _need_free(rows: Sequence[LaborHours], line: Values, begins: date, ends: date) -> None:
    """No hour is told twice."""
    for one in rows:
        same = one.contractor.casefold() == str(line["contractor"]).casefold()
        if same and one.begins_on <= ends and begins <= one.ends_on and (one.begins_on, one.ends_on) != (begins, ends):
            words = _(
                "%(contractor)s has hours from %(begins)s to %(ends)s already, which share days with this period."
            )
            facts = {"contractor": one.contractor, "begins": one.begins_on, "ends": one.ends_on}
            raise NotReady([Problem(words % facts)])
