"""The act that closes a plan's period and begins the next plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from plans.actions import begin_plan, open_case, set_status
from plans.models import Action, Plan, PlanTurn, TurnedAction
from plans.turning.carrying import Carrying, Open, in_force, open_actions
from raci import clock
from raci.models import Person
from raci.refusals import Conflict, NotReady, Problem
from raci.workflow import editing


def turn_year(plan: Plan, *, title: str, begins_on: date, ends_on: date, ends: Mapping[int, str], by: Person) -> Plan:
    """Begin the next plan from the newest template, with every open action but those in `ends` (number of its row: why).

    Raises `Refused` where they may not begin plans of this unit, `NotReady` where a reason is missing.
    """
    with transaction.atomic():
        Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        found = in_force(plan)
        if found is None or PlanTurn.objects.filter(former=plan).exists():
            raise Conflict(_("Its period has been closed already, or no version of it is in force."))
        rows = open_actions(found)
        if missing := _missing(rows, ends, begins_on, date.fromisoformat(found.text["begins_on"])):
            raise NotReady(missing)
        unit = plan.record.scope.unit
        following = begin_plan(unit=unit, title=title, begins_on=begins_on, ends_on=ends_on, by=by, from_template=True)
        with editing(open_case(following), by=by):
            turn = PlanTurn.objects.create(former=plan, following=following, turned_on=clock.today())
            carrying = Carrying(following)
            for one in rows:
                goes_on = one.row.action not in ends
                TurnedAction.objects.create(
                    turn=turn, action=one.row.action, number=one.row.number, title=one.row.title,
                    became=carrying.carry(one).pk if goes_on else None, why=ends.get(one.row.action, ""),
                )  # fmt: skip
            carrying.tie()
        for action in Action.objects.filter(pk__in=[one.row.action for one in rows if one.row.action in ends]):
            set_status(action, Action.Status.STOPPED, by=by, why=ends[action.pk])
        return following


def _missing(rows: list[Open], ends: Mapping[int, str], begins_on: date, before: date) -> list[Problem]:
    found = []
    if begins_on <= before:
        found.append(Problem(_("The next plan begins after the one before."), field="begins_on"))
    for one in rows:
        told, pk = {"number": one.row.number, "title": one.row.title}, one.row.action
        if pk in ends and not ends[pk].strip():
            found.append(Problem(_("Say why %(number)s “%(title)s” ends.") % told, field=f"why_{pk}"))
        if pk not in ends and one.row.lead is None:
            text = _("%(number)s “%(title)s” has no post that leads it: end it here, or mend the plan first.")
            found.append(Problem(text % told, field=f"goes_{pk}"))
    return found
