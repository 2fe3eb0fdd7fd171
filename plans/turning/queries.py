"""What the pages of the year's turn show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.kinds import PLAN
from plans.models import Action, Plan, PlanTurn, ProgressReport, TurnedAction
from plans.queries import PlanPage, plan_page
from plans.turning.carrying import Open, in_force, open_actions
from raci.authority import Act, Facts, Subject, may
from raci.grants import visible
from raci.refusals import Refused

YEAR = re.compile(r"\b20\d\d\b")


def plan_read(record: int, facts: Facts) -> tuple[Plan, PlanPage]:
    """A plan with its page; 404 to strangers."""
    page = plan_page(record, facts)
    plan = Plan.objects.select_related("record__scope__unit").filter(record=record).first()
    if plan is None:
        raise Http404
    return plan, page


# ---- before it is closed


@dataclass(frozen=True)
class TurnPage:
    """A plan in force, whose period may be closed: what is open, and what was not reported yet."""

    plan: Plan
    title: str
    next_title: str  # the same, each year in it moved on
    rows: list[Open]
    unreported: list[ProgressReport]
    begins_on: date
    ends_on: date


def turn_page(plan: Plan, facts: Facts) -> TurnPage:
    """For those who begin plans of its unit; `Refused` with the reason otherwise."""
    unit = plan.record.scope.unit
    permission = may(facts, Act.CREATE, Subject.of_scope(PLAN.activity, unit))
    if not permission:
        raise Refused(permission.reason)
    found = in_force(plan)
    if found is None:
        raise Refused(_("Only the period of a plan in force is closed: this one has no approved version."))
    first, last = (date.fromisoformat(found.text[name]) for name in ("begins_on", "ends_on"))
    late = ProgressReport.objects.filter(
        unit=unit, begins_on__lte=last, ends_on__gte=first, ends_on__lt=facts.today, state__in=ProgressReport.OPEN
    )
    begins = last + timedelta(days=1)
    title = YEAR.sub(lambda year: str(int(year[0]) + begins.year - first.year), found.text["title"])
    unreported = list(late.select_related("unit").order_by("begins_on"))
    ends = begins + (last - first)
    return TurnPage(plan, found.text["title"], title, open_actions(found), unreported, begins, ends)


# ---- once it is closed


@dataclass(frozen=True)
class Turned:
    """An action and what became of it."""

    row: TurnedAction
    now: Action | None  # in the next plan, for those who may read that


@dataclass(frozen=True)
class TurnedPage:
    """What was carried over, what ended and why."""

    turn: PlanTurn
    sees_next: bool
    rows: list[Turned]


def turn_of(plan: Plan) -> PlanTurn | None:
    """How its period was closed, if it was (1 query)."""
    return PlanTurn.objects.select_related("former__record", "following__record").filter(former=plan).first()


def turned_page(turn: PlanTurn, facts: Facts) -> TurnedPage:
    """For whoever reads the former plan (3 queries)."""
    sees = visible(facts).filter(record=turn.following.record_id).exists()
    rows = list(turn.actions.all())
    now = Action.objects.in_bulk([row.became for row in rows if row.became]) if sees else {}
    return TurnedPage(turn, sees, [Turned(row, now.get(row.became) if row.became else None) for row in rows])


@dataclass(frozen=True)
class Around:
    """The plan before and the plan after, and where each action comes from."""

    before: PlanTurn | None
    after: PlanTurn | None
    goes_on: dict[int, tuple[str, str]]


def around(record: int) -> Around:
    """Of one plan's page (1 query, and 1 more where it goes on from another)."""
    turns = PlanTurn.objects.filter(Q(former__record=record) | Q(following__record=record))
    found = list(turns.select_related("former", "following"))
    before = next((one for one in found if one.following.record_id == record), None)
    after = next((one for one in found if one.former.record_id == record), None)
    return Around(before, after, _goes_on(before) if before else {})


def _goes_on(turn: PlanTurn) -> dict[int, tuple[str, str]]:
    page = reverse("plans:plan-detail", args=[turn.former.record_id])
    return {
        row.became: (f"{row.number}, {turn.former.title}", f"{page}#action-{row.action}")
        for row in turn.actions.all()
        if row.became
    }
