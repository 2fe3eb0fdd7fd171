"""Acts on obligations themselves: what a city chooses for a requirement, a day set by hand, something that happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.kinds import ASSESSMENT, OBLIGATION, activity_of
from compliance.models import Concern, Obligation, Requirement, RequirementChoice
from compliance.packs.facts import Cadence
from raci import clock
from raci.authority import Facts, Permission, Via, facts_for
from raci.drawing import day
from raci.history import acting
from raci.keeping import keeping, may_keep
from raci.models import Person, Unit
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.the_city import need_city


def may_keep_obligation(facts: Facts, requirement: Requirement, unit: Unit) -> Permission:
    """R of 1.4 in the line, or R of the activity under which the requirement is led: an equity manager's plan is theirs."""
    usual = may_keep(facts, OBLIGATION, unit)
    return usual or may_keep(facts, OBLIGATION, unit, activity=requirement.activity_code)


def keeper_of(facts: Facts, obligation: Obligation) -> Via:
    """By what they keep it; `Refused` with the reason where they may not."""
    permission = may_keep_obligation(facts, obligation.requirement, obligation.unit)
    if permission.via is None:
        raise Refused(permission.reason)
    return permission.via


def choose(
    requirement: Requirement,
    *,
    by: Person,
    why: str,
    units: Iterable[Unit] | None = None,
    counts_from: date | None = None,
) -> RequirementChoice:
    """The city's own choice: which units it concerns (None: as the rules have it), and from which day its rhythm counts."""
    city = need_city()
    with keeping(OBLIGATION, city, by=by, act="choose_for_requirement", why=why.strip()) as via:
        chosen = None if units is None else list(units)
        if not why.strip():
            raise NotReady([Problem(_("Give the reason."), field="why")])
        if chosen == []:
            text = _(
                "Choose at least one unit. If it concerns none, the requirement does not apply: say so on its page."
            )
            raise NotReady([Problem(text, field="units")])
        said = {
            "has_units": chosen is not None, "counts_from": counts_from, "why": why.strip(), "said_by": by,
            "said_as": via.capacity.label, "said_at": clock.now(),
        }  # fmt: skip
        choice, _made = RequirementChoice.objects.update_or_create(requirement=requirement, defaults=said)
        wanted = {unit.pk for unit in chosen or ()}
        for one in choice.concerns.all():
            if one.unit_id not in wanted:
                one.delete()
        for pk in wanted - set(choice.concerns.values_list("unit", flat=True)):
            Concern.objects.create(choice=choice, unit_id=pk)
    return choice


def may_set_due(facts: Facts, obligation: Obligation) -> Permission:
    """Who keeps it sets an earlier day; who accepts what is judged of it (A) a later one too."""
    later = may_put_off(facts, obligation)
    return later or may_keep_obligation(facts, obligation.requirement, obligation.unit)


def may_put_off(facts: Facts, obligation: Obligation) -> Permission:
    """A of the activity in its line: nobody who is to show something gives themself more time (governance 1)."""
    return may_keep(facts, ASSESSMENT, obligation.unit, letter="A", activity=activity_of(obligation))


def latest_day(obligation: Obligation) -> date | None:
    """Up to when who keeps it may set its day: its rhythm's, or the one that stands where no rhythm is known."""
    return (obligation.rhythm_due_on if obligation.due_by_hand else None) or obligation.due_on


def set_due(obligation: Obligation, *, by: Person, due_on: date | None, why: str) -> None:
    """Another day, set by hand with the reason: a later one by A alone; None gives it back to its rhythm at once."""
    with transaction.atomic():
        locked = _locked(obligation)
        facts = facts_for(by)
        permission, last = may_set_due(facts, locked), latest_day(locked)
        if permission.via is None:
            raise Refused(permission.reason)
        problems = [] if why.strip() else [Problem(_("Give the reason."), field="why")]
        if due_on is not None and due_on < locked.begins_on:
            problems.append(Problem(_("It cannot be due before its period begins."), field="due_on"))
        if due_on is not None and last is not None and due_on > last and not may_put_off(facts, locked):
            problems.append(Problem(_later(locked, last), field="due_on"))
        if problems:
            raise NotReady(problems)
        via = permission.via
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="set_due", why=why.strip()):
            _put_day(locked, due_on)
            locked.save()
    obligation.refresh_from_db()


def _put_day(locked: Obligation, due_on: date | None) -> None:
    if due_on is None and locked.due_by_hand:
        locked.due_on, locked.rhythm_due_on, locked.due_by_hand = locked.rhythm_due_on, None, False
    elif due_on is not None:
        locked.rhythm_due_on = locked.rhythm_due_on if locked.due_by_hand else locked.due_on
        locked.due_on, locked.due_by_hand = due_on, True


def _later(obligation: Obligation, last: date) -> str:
    activity = activity_of(obligation)
    text = _("Later than %(day)s is not yours to set: it takes A for %(activity)s in %(unit)s.")
    return text % {"day": day(last), "activity": activity, "unit": obligation.unit}


def record_event(
    requirement: Requirement, unit: Unit, *, by: Person, event: str, event_on: date, due_on: date
) -> Obligation:
    """Something happened that the requirement asks something for: an obligation of its own."""
    with transaction.atomic():
        permission = may_keep_obligation(facts_for(by), requirement, unit)
        if permission.via is None:
            raise Refused(permission.reason)
        problems = []
        if not event.strip():
            problems.append(Problem(_("Say what happened."), field="event"))
        if event_on > clock.today():
            problems.append(Problem(_("This day is still to come: record it once it has happened."), field="event_on"))
        if due_on < event_on:
            problems.append(Problem(_("It cannot be due before it happened."), field="due_on"))
        if Cadence.PER_EVENT not in (requirement.cadence, requirement.review):
            text = _("This requirement is not asked at events: its obligations are made by its rhythm.")
            problems.append(Problem(text, field="requirement"))
        if problems:
            raise NotReady(problems)
        via = permission.via
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="record_event"):
            same = Obligation.objects.filter(requirement=requirement, unit=unit, event=event.strip(), event_on=event_on)
            if same.exists():
                raise Conflict(_("This event is on record already."))
            return Obligation.objects.create(
                requirement=requirement, unit=unit, event=event.strip(), event_on=event_on, begins_on=event_on,
                due_on=due_on,
            )  # fmt: skip


def _locked(obligation: Obligation) -> Obligation:
    found = Obligation.objects.select_for_update(of=("self",)).select_related("requirement", "unit")
    return found.get(pk=obligation.pk)
