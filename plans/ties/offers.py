"""What an action can be tied to: what whoever writes its plan may read, each with the words that the tie will keep."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from plans.budgets.queries import lines_read
from plans.kinds import PLAN_ACTIVITIES, PLAN_CODES
from plans.models import Action, ActionTie, Clause, Goal, GoalTie
from plans.portfolio.queries import actions_in_force
from plans.standards.queries import texts_in_force
from plans.ties.words import Kind
from raci.authority import Facts
from raci.grants import visible
from raci.models import Attachment, Case, Text, Theme, Unit

MOST_FOUND = 25  # actions of other plans offered at once
KINDS = (Kind.CLAUSE, Kind.THEME, Kind.NEEDS, Kind.LINE, Kind.EVIDENCE)


@dataclass(frozen=True)
class Offer:
    """One thing. `place`: under which it is offered; `shown`: how it is offered, where that is more than its words."""

    number: int
    about: int | None
    words: str
    place: str
    shown: str = ""


Offers = dict[str, list[Offer]]


def offered(action: Action, facts: Facts, find: str = "", also: Iterable[int] = ()) -> Offers:
    """By kind what it can be tied to, what it is tied to already among it (a constant number of queries).

    `find`: words of actions of other plans; `also`: numbers of such actions, to be looked up.
    """
    plan = action.outcome.goal.plan
    now = _as_tied(action)
    found = {
        Kind.CLAUSE: _clauses(facts),
        Kind.THEME: [Offer(one.pk, None, one.name, "") for one in Theme.objects.order_by("order", "pk")],
        Kind.NEEDS: [*_own(action), *_others(plan.record_id, facts, find, also)],
        Kind.LINE: _lines(action, facts),
        Kind.EVIDENCE: _files(plan.record_id),
    }
    return {str(kind): _with(found[kind], now.get(kind, [])) for kind in KINDS}


def _as_tied(action: Action) -> Offers:
    found: Offers = {}
    for tie in ActionTie.objects.filter(action=action):
        found.setdefault(tie.kind, []).append(Offer(tie.number, tie.about, tie.words, tie.place))
    return found


def _with(offers: list[Offer], now: list[Offer]) -> list[Offer]:
    """What it is tied to stays to be chosen, in the words it has, also where it would not be offered any more."""
    known = {one.number for one in offers}
    return [*offers, *(one for one in now if one.number not in known)]


def _clauses(facts: Facts) -> list[Offer]:
    """Of the standards in force that they may read, as their text has them; what was removed since is not offered."""
    there = set(Clause.objects.values_list("pk", flat=True))
    found = []
    for standard, text in texts_in_force(facts):
        content = json.loads(text.content)
        for one in content["clauses"]:
            if one["id"] in there:
                found.append(Offer(one["id"], standard.record_id, one["title"], content["title"]))
    return found


def _own(action: Action) -> list[Offer]:
    plan = action.outcome.goal.plan
    rows = Action.objects.filter(outcome__goal__plan=plan).exclude(pk=action.pk)
    return [Offer(one.pk, plan.record_id, one.title, plan.title) for one in rows.order_by("outcome__goal__order", "pk")]


def _others(record: int, facts: Facts, find: str, also: Iterable[int]) -> list[Offer]:
    wanted = Q(action__in=[*also])
    if words := find.strip():
        wanted |= Q(title__icontains=words) | Q(plan_title__icontains=words)
    rows = actions_in_force(facts).filter(wanted).exclude(record=record).order_by("plan_title", "place", "pk")
    return [
        Offer(one.action, one.record_id, one.title, one.plan_title, f"{one.number} {one.title}")
        for one in (rows if also else rows[:MOST_FOUND])
    ]


def _lines(action: Action, facts: Facts) -> list[Offer]:
    unit = action.outcome.goal.plan.record.scope.unit
    rows = lines_read(facts).filter(review__unit=unit).order_by("-review__year", "order")
    return [
        Offer(one.pk, one.review_id, one.label, _("budget review of %(year)s") % {"year": one.review.year})
        for one in rows
    ]


def _files(record: int) -> list[Offer]:
    rows = Attachment.objects.filter(record=record, removed_at=None).order_by("pk")
    return [Offer(one.pk, record, one.caption or one.file_name, "") for one in rows]


# ---- goals above

ABOVE = (Unit.Kind.CITY, Unit.Kind.SERVICE_AREA)  # kinds of units whose goals others hang on


def goals_above(goal: Goal, facts: Facts, now: GoalTie | None) -> list[Offer]:
    """Goals of plans in force of the units above, as far as they may read them (2 queries)."""
    plan = goal.plan
    above = plan.record.scope.unit.path.strip("/").split("/")
    cases = visible(facts, PLAN_ACTIVITIES).filter(
        record__kind__in=PLAN_CODES, state=Case.State.APPROVED, record__scope__unit__code__in=above,
        record__scope__unit__kind__in=ABOVE,
    )  # fmt: skip
    texts = Text.objects.filter(case__in=cases.exclude(record=plan.record_id).order_by()).order_by(
        "record_id", "-number"
    )
    found = []
    for text in texts.distinct("record_id"):
        content = json.loads(text.content)
        found += [
            Offer(one["id"], text.record_id, one["title"], content["title"], f"{number} {one['title']}")
            for number, one in enumerate(content["goals"], 1)
        ]
    return _with(found, [Offer(now.number, now.about, now.words, now.place)] if now else [])
