"""Rows of the law: entered, filled in, corrected, superseded; handed in and accepted (raci.reviewing); looked up again.

A row that was accepted is never rewritten: what changes is a row of its own that, once accepted, takes the place of the one
it follows, or ends it the day before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.kinds import PARAMETER
from compliance.law.leads import leads
from compliance.law.standing import counting
from compliance.law.touched import Touched, touched_by
from compliance.models import Pack, Parameter
from raci import clock, reviewing
from raci.authority import Facts, Permission
from raci.keeping import keeping, may_keep_for_the_city
from raci.models import Person
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem
from raci.reviewing import Review
from raci.the_city import need_city

Way, Status = Parameter.Way, Parameter.Status
# what names a row, and what is said of it
NAMES = ("key", "variant", "programme", "unit", "operator", "lead_code")
SAID = (
    "value", "status", "citation", "source_url", "basis", "effective_from", "effective_to", "applies_to", "note",
)  # fmt: skip


def may_enter(facts: Facts) -> Permission:
    """Whether they write rows of the law."""
    return may_keep_for_the_city(facts, PARAMETER)


# ---- writing


def begin_parameter(values: Mapping[str, Any], *, by: Person) -> Parameter:
    """A row of its own, as a draft."""
    with keeping(PARAMETER, need_city(), by=by, act="enter_parameter"):
        return Parameter.objects.create(**_placed(values))


def follow(row: Parameter, way: str, values: Mapping[str, Any], *, by: Person) -> Parameter:
    """A draft that will fill the row in, correct it, or take its place from a day on."""
    with keeping(PARAMETER, need_city(), by=by, act=f"{way}_parameter"):
        old = Parameter.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if old.state != Parameter.State.ACCEPTED or old.replaced_at:
            raise Conflict(_("This row does not count any more: begin from the one that took its place."))
        named = {name: getattr(old, name) for name in NAMES if name != "lead_code"}
        try:
            with transaction.atomic():
                return Parameter.objects.create(
                    **named, **_placed({"lead_code": old.lead_code, **_said(values)}), follows=old, way=way
                )
        except IntegrityError as error:
            raise Conflict(_("Somebody else is changing this row already: their draft stands on its page.")) from error


def change_parameter(row: Parameter, values: Mapping[str, Any], *, by: Person, opened: str = "") -> None:
    """What a draft says. `opened`: its fingerprint when the form was opened."""
    with reviewing.writing(row, by=by, act="edit_parameter", opened=opened) as locked:
        said = values if locked.follows_id is None else _said(values)
        for name, value in _placed({"lead_code": locked.lead_code, **said}).items():
            setattr(locked, name, value)
        locked.save()


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in SAID if name in values}


def _placed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with who leads the row: a role that is responsible for the law's standards."""
    found = leads()
    return {
        **values,
        "lead": found.role(values["lead_code"], PARAMETER.activity),
        "activity_code": PARAMETER.activity,
        "city": need_city(),
    }


# ---- looking up


def verify(row: Parameter | Pack, *, by: Person, on: date | None = None) -> None:
    """Say that one looked the citation up, and that the row says what it says."""
    today = clock.today()
    if on and on > today:
        raise NotReady([Problem(_("This day is still to come."), field="on")])
    record = row.record_id if isinstance(row, Pack) else None
    with keeping(PARAMETER, need_city(), by=by, act="verify_law", record=record) as via:
        locked: Any = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        if isinstance(locked, Parameter) and locked.value is None:
            raise Conflict(_("Nobody has entered its value, so it says nothing yet that could be looked up."))
        locked.verified_on, locked.verified_by = on or today, f"{by.name}, {via.capacity.label}"[:500]
        locked.save()
    row.refresh_from_db()


# ---- handing in and accepting


def problems_of(row: Parameter) -> list[Problem]:
    """What a draft still lacks, and which rows it would stand beside on one day."""
    found = []
    edit = reverse("compliance:parameter-edit", args=[row.pk])
    if row.value is None and row.way in (Way.FILLS, Way.SUPERSEDES):
        found.append(Problem(_("Enter the value, as the citation says it."), "value", f"{edit}#id_value"))
    if row.way == Way.SUPERSEDES and row.follows:
        first, before = row.effective_from, row.follows.effective_from
        if first is None or (before and first <= before):
            said = _("Say from which day it counts: after the first day of the row that it supersedes.")
            found.append(Problem(said, "effective_from", f"{edit}#id_effective_from"))
    return [*found, *(_beside(other, edit) for other in _others_of_its_days(row))]


def _beside(other: Parameter, edit: str) -> Problem:
    said = _("%(name)s has a value on some of these days already (%(days)s). Correct or supersede that row instead.")
    return Problem(
        said % {"name": other.name, "days": days_words(other)}, "effective_from", f"{edit}#id_effective_from"
    )


def _others_of_its_days(row: Parameter) -> list[Parameter]:
    """The rows that would count on a day of its own once it is accepted."""
    if row.status == Status.PROPOSED:
        return []
    same = counting().filter(key=row.key, variant=row.variant).exclude(pk=row.pk).exclude(status=Status.PROPOSED)
    same = same.filter(status=Status.NEEDS_VALUE) if row.value is None else same.exclude(status=Status.NEEDS_VALUE)
    if row.follows_id:
        same = same.exclude(pk=row.follows_id)
    first, last = row.effective_from, row.effective_to
    if first:
        same = same.filter(Q(effective_to=None) | Q(effective_to__gte=first))
    if last:
        same = same.filter(Q(effective_from=None) | Q(effective_from__lte=last))
    return list(same)


def accepting(row: Parameter) -> None:
    """What it follows gives way before it stands; who reads it is told."""
    if row.follows_id:
        old = Parameter.objects.select_for_update(of=("self",)).get(pk=row.follows_id)
        if row.way == Way.SUPERSEDES and row.effective_from:
            old.effective_to = row.effective_from - timedelta(days=1)
            if old.value is not None and old.status == Status.IN_FORCE:
                old.status = Status.SUPERSEDED
        else:
            old.replaced_at = clock.now()
        old.save()
    _tell(row, touched_by(row.key, clock.today()))


def _tell(row: Parameter, touched: list[Touched]) -> None:
    reads: dict[Person, list[str]] = {}
    for one in touched:
        for person in one.owners:
            reads.setdefault(person, []).append(one.name)
    url = reverse("compliance:parameter-detail", args=[row.pk])
    said = _("%(row)s was changed. What of yours reads it: %(names)s.")
    for person, names in reads.items():
        line = said % {"row": row, "names": ", ".join(dict.fromkeys(names))}
        tell([person], record=None, key=f"law:{row.pk}:changed", line=line, url=url)


def days_words(row: Parameter) -> str:
    """The days it counts, in words."""
    first, last = row.effective_from, row.effective_to
    if first and last:
        return _("%(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}
    if first:
        return _("from %(first)s") % {"first": date_format(first)}
    return _("until %(last)s") % {"last": date_format(last)} if last else _("without a first or last day")


REVIEW = Review(
    PARAMETER,
    unit=lambda row: row.city or need_city(),
    url=lambda row: reverse("compliance:parameter-detail", args=[row.pk]),
    related=("city", "programme", "lead", "follows"),
    problems=problems_of,
    before_accepting=problems_of,
    accepting=accepting,
    readers=lambda row, facts: row.state == Parameter.State.ACCEPTED and facts.person.is_active,
)
