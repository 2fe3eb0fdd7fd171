"""Facilities and barriers: kept by R of 1.4 of the facility's unit; who verifies a removal did not say that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from compliance.checks.transition_plan import DONE
from compliance.kinds import BARRIER
from compliance.models import Barrier, Facility
from raci import clock
from raci.history.bulk import bulk_update_where
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import Conflict, NotReady, Problem

Status = Barrier.Status
Values = Mapping[str, Any]


def begin_facility(unit: Unit, values: Values, *, by: Person) -> Facility:
    """A facility of a unit."""
    with keeping(BARRIER, unit, by=by, act="keep_facility"):
        if Facility.objects.filter(code=values["code"]).exists():
            raise NotReady([_taken(str(values["code"]))])
        return Facility.objects.create(unit=unit, **values)


def change_facility(row: Facility, values: Values, *, by: Person, edits: int) -> None:
    """What is said of it. `edits`: what the form was opened on."""
    with keeping(BARRIER, row.unit, by=by, act="keep_facility"):
        locked = Facility.objects.select_for_update(of=("self",)).get(pk=row.pk)
        _need_unchanged(locked.edits, edits)
        if Facility.objects.filter(code=values["code"]).exclude(pk=row.pk).exists():
            raise NotReady([_taken(str(values["code"]))])
        _set(locked, values)


def begin_barrier(facility: Facility, values: Values, *, by: Person) -> Barrier:
    """An obstacle found in a facility."""
    with keeping(BARRIER, facility.unit, by=by, act="begin_barrier"):
        _check(values)
        if Barrier.objects.filter(code=values["code"]).exists():
            raise NotReady([_taken(str(values["code"]))])
        row = Barrier(facility=facility, entered_on=clock.today(), **values)
        _note_status(row, by)
        row.save()
        return row


def change_barrier(row: Barrier, values: Values, *, by: Person, edits: int) -> None:
    """What is said of it, its status included; verifying is an act of its own. `edits`: what the form was opened on."""
    with keeping(BARRIER, row.facility.unit, by=by, act="change_barrier"):
        locked = Barrier.objects.select_for_update(of=("self",)).get(pk=row.pk)
        _need_unchanged(locked.edits, edits)
        _check(values)
        if Barrier.objects.filter(code=values["code"]).exclude(pk=row.pk).exists():
            raise NotReady([_taken(str(values["code"]))])
        was = locked.status
        for name, value in values.items():
            setattr(locked, name, value)
        if locked.status != was:
            _note_status(locked, by)
        locked.edits += 1
        locked.save()


def verify_removal(row: Barrier, *, on: date, by: Person) -> None:
    """Somebody else than who said so has looked: the obstacle is gone."""
    with keeping(BARRIER, row.facility.unit, by=by, act="verify_removal"):
        locked = Barrier.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.status != Status.REMOVED:
            raise Conflict(_("It is not removed (any more), so there is nothing to verify."))
        if locked.removed_by_id == by.pk:
            raise NotReady([Problem(_("You said that it is removed, so somebody else verifies it."))])
        if on > clock.today() or (locked.removed_on and on < locked.removed_on):
            text = _("It is verified between the day it was removed and today.")
            raise NotReady([Problem(text, field="on")])
        locked.status, locked.verified_on, locked.verified_by = Status.VERIFIED, on, by
        locked.edits += 1
        locked.save()


# ---- many at once


def change_barriers(rows: QuerySet[Barrier], values: Values, *, by: Person, expected: int) -> int:
    """Set the same schedule, official or status on all of these rows, all or none; a history entry each. Returns how many.

    `values`: fields of a barrier, of `starts_on`, `finishes_on`, `steps`, `official`, `official_words`, `status`,
    `why_not_required`, `removed_on`. `expected`: how many rows the person saw.
    """
    if not values:
        raise NotReady([Problem(_("Choose what to set: the schedule, the official or the status."))])
    _check(values)
    with transaction.atomic():
        chosen = dict(rows.order_by().select_for_update(of=("self",)).values_list("pk", "facility__unit"))
        if len(chosen) != expected:
            text = _("These were %(then)d barriers when the page was opened and are %(now)d now. Look at them again.")
            raise Conflict(text % {"then": expected, "now": len(chosen)})
        units = Unit.objects.in_bulk(set(chosen.values()))
        for number, unit in units.items():
            with keeping(BARRIER, unit, by=by, act="change_barriers"):
                of_unit = Barrier.objects.filter(pk__in=[pk for pk, its in chosen.items() if its == number])
                bulk_update_where(of_unit, **_of_status(values, by), edits=F("edits") + 1)
    return len(chosen)


def _of_status(values: Values, by: Person) -> dict[str, Any]:
    """The values with what goes with a status that is set: what was verified before is to be verified anew."""
    status = values.get("status")
    if status is None:
        return dict(values)
    is_removed = status == Status.REMOVED
    return {
        **values,
        "removed_by": by if is_removed else None,
        "removed_on": values.get("removed_on") if is_removed else None,
        "verified_on": None,
        "verified_by": None,
        "why_not_required": values.get("why_not_required", "") if status == Status.NOT_REQUIRED else "",
    }


# ---- rules


def _check(values: Values) -> None:
    """What must go together, said before the database says it."""
    problems = [*_of_schedule(values), *_of_cost(values), *_of_place(values)]
    status = values.get("status")
    if status == Status.NOT_REQUIRED and not str(values.get("why_not_required") or "").strip():
        problems.append(Problem(_("Say why its removal is not required."), field="why_not_required"))
    removed_on = values.get("removed_on")
    if removed_on and removed_on > clock.today():
        problems.append(Problem(_("It cannot have been removed on a day to come."), field="removed_on"))
    if removed_on and status not in (None, *DONE):
        problems.append(Problem(_("It has a day of removal: set its status to removed."), field="status"))
    if problems:
        raise NotReady(problems)


def _of_schedule(values: Values) -> list[Problem]:
    start, finish = values.get("starts_on"), values.get("finishes_on")
    if start and finish and finish < start:
        return [Problem(_("It is finished before it starts."), field="finishes_on")]
    outside = [one for one in values.get("steps") or () if (start and one < start) or (finish and one > finish)]
    return [Problem(_("Each step lies between the start and the finish."), field="steps")] if outside else []


def _of_cost(values: Values) -> list[Problem]:
    low, high = values.get("cost_low"), values.get("cost_high")
    problems = []
    if low is not None and high is not None and low > high:
        problems.append(Problem(_("The greatest cost is below the least."), field="cost_high"))
    if (low is not None or high is not None) and not values.get("cost_year"):
        problems.append(Problem(_("Say of which year these dollars are."), field="cost_year"))
    return problems


def _of_place(values: Values) -> list[Problem]:
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        return [Problem(_("A point has a latitude and a longitude."), field="latitude")]
    return []


def _note_status(row: Barrier, by: Person) -> None:
    """Who said that it is removed; what was verified before is to be verified anew."""
    if row.status == Status.VERIFIED:
        raise NotReady([Problem(_("Say first that it is removed; somebody else then verifies it."), field="status")])
    row.verified_on = row.verified_by = None
    if row.status == Status.REMOVED:
        row.removed_by = by
    else:
        row.removed_by = row.removed_on = None
    if row.status != Status.NOT_REQUIRED:
        row.why_not_required = ""


def _set(row: Facility, values: Values) -> None:
    problems = _of_place(values)
    if problems:
        raise NotReady(problems)
    for name, value in values.items():
        setattr(row, name, value)
    row.edits += 1
    row.save()


def _need_unchanged(now: int, opened: int) -> None:
    if now != opened:
        raise Conflict(_("Somebody else saved this while you wrote. Open it again and look at what they changed."))


def _taken(code: str) -> Problem:
    return Problem(_("“%(code)s” is taken: each number is given once.") % {"code": code}, field="code")
