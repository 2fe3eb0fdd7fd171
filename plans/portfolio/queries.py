"""Actions in force as one person may read them, and what they come to by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from plans.kinds import PLAN_ACTIVITIES
from plans.models import ActionInForce, ActionTie, TieInForce
from plans.portfolio.standing import HINDERED, Needs, flags, questions, urgency
from raci.authority import Facts
from raci.grants import scopes_read
from raci.models import Post, Unit
from raci.queries.posts_today import in_force

Kind = ActionTie.Kind
MOST_UNITS = 50  # lines of the roll-up


def actions_in_force(facts: Facts) -> QuerySet[ActionInForce]:
    """The actions of the plans whose approved text they may read: every letter gives that much."""
    rows = ActionInForce.objects.select_related("unit", "lead")
    if facts.has("reads_all") or facts.has("reads_published"):
        return rows
    return rows.filter(Q(scope__among=sorted({scope for scopes in _scopes(facts).values() for scope in scopes})))


def _scopes(facts: Facts) -> dict[str, list[int]]:
    return scopes_read(facts, PLAN_ACTIVITIES)


def by_urgency(facts: Facts) -> QuerySet[Any]:
    """The same, with what of each needs somebody, and what to sort them by."""
    today, posts = facts.today, vacant(facts)
    flagged = actions_in_force(facts).annotate(**flags(today, posts), urgency=urgency(today, posts))
    return flagged.annotate(**{f"tied_{kind}": _tied(kind) for kind in SHOWN})


SHOWN = (TieInForce.MEASURE, Kind.CLAUSE, Kind.THEME, Kind.NEEDS, Kind.LINE)


def _tied(kind: str) -> ArraySubquery:
    """The words of an action's ties of a kind, for its row."""
    ties = TieInForce.objects.filter(action=OuterRef("action"), kind=kind).order_by("place_in_text")
    return ArraySubquery(ties.values("words"))


@dataclass(frozen=True)
class Wait:
    """That an action in force waits for another: `needs` is told as far as the reader may read it."""

    action: int
    number: int
    words: str  # as the plan's text quotes it
    needs: ActionInForce | None

    def is_late(self, due_on: date) -> bool:
        """Whether what is waited for ends later."""
        return self.needs is not None and self.needs.due_on > due_on


def waits_of(actions: Iterable[int], facts: Facts) -> dict[int, list[Wait]]:
    """By action, what it waits for (2 queries)."""
    ties = list(TieInForce.objects.filter(action__in=list(actions), kind=Kind.NEEDS))
    numbers = {tie.number for tie in ties if tie.number is not None}
    known = {row.action: row for row in actions_in_force(facts).filter(action__in=numbers)} if ties else {}
    found: dict[int, list[Wait]] = {}
    for tie in ties:
        assert tie.number is not None
        found.setdefault(tie.action, []).append(Wait(tie.action, tie.number, tie.words, known.get(tie.number)))
    return found


def vacant(facts: Facts) -> frozenset[int]:
    """The posts that lead an action in force and that nobody holds today (1 query a request)."""
    if "vacant_leads" not in facts.known:
        held = in_force(facts.today).filter(post=OuterRef("pk"))
        leads = Post.objects.filter(~Exists(held), Exists(ActionInForce.objects.filter(lead=OuterRef("pk"))))
        facts.known["vacant_leads"] = frozenset(leads.values_list("pk", flat=True))
    found: frozenset[int] = facts.known["vacant_leads"]
    return found


def units(facts: Facts) -> list[Unit]:
    """The units with actions that they may read, and those above them."""
    of_actions = Unit.objects.filter(Exists(actions_in_force(facts).filter(unit=OuterRef("pk"))))
    codes = {code for path in of_actions.values_list("path", flat=True) for code in path.strip("/").split("/")}
    return list(Unit.objects.filter(code__in=codes).order_by("name"))


# ---- what they come to


@dataclass
class Tally:
    """How many actions stand how, and what of them needs somebody."""

    plans: int = 0
    actions: int = 0
    pending: int = 0
    on_track: int = 0
    behind: int = 0
    blocked: int = 0
    stopped: int = 0
    done: int = 0
    overdue: int = 0
    hindered: int = 0  # behind or blocked
    vacant: int = 0
    unreported: int = 0
    cents: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        return self

    @property
    def urgent(self) -> int:
        """What the lines are sorted by: how much of it needs somebody."""
        return self.overdue + self.hindered + self.vacant + self.unreported


@dataclass
class Line:
    """A unit with all below it."""

    unit: Unit
    tally: Tally = field(default_factory=Tally)


@dataclass
class RollUp:
    """Everything together, and the units right below the one that is looked at."""

    whole: Tally
    lines: list[Line]

    @property
    def shown(self) -> list[Line]:
        """Those with most that needs somebody first, no more than a page holds."""
        return sorted(self.lines, key=lambda one: (-one.tally.urgent, one.unit.name))[:MOST_UNITS]

    @property
    def left_out(self) -> int:
        """How many lines the page has no room for."""
        return max(0, len(self.lines) - MOST_UNITS)


def roll_up(rows: Any, facts: Facts, unit: str, *, whole_plans: bool = False) -> RollUp:
    """What the rows come to, by the units below `unit` (a code; "" for the city): 3 queries, however many rows there are.

    `whole_plans`: the rows are all actions of their plans, which are then counted along, in one query less.
    """
    tallies = _tallies(rows, facts, whole_plans=whole_plans)
    units = {one.pk: one for one in Unit.objects.all()}
    by_code = {one.code: one for one in units.values()}
    top = by_code.get(unit) or next((one for one in units.values() if one.kind == Unit.Kind.CITY), None)
    whole, lines = Tally(), dict[int, Line]()
    for pk, tally in tallies.items():
        whole += tally
        below = _child(units[pk], top, by_code)
        lines.setdefault(below.pk, Line(below)).tally += tally
    return RollUp(whole, list(lines.values()))


def _child(unit: Unit, top: Unit | None, by_code: dict[str, Unit]) -> Unit:
    """The unit right below the top one under which this one stands; itself where it is the top."""
    if top is None or unit.pk == top.pk or not unit.path.startswith(top.path):
        return unit
    return by_code[unit.path[len(top.path) :].split("/")[0]]


def of_goals(record: int, facts: Facts) -> dict[int, Tally]:
    """By goal of a plan of the city or a service area, what the actions that hang on it come to (2 queries)."""
    hangs = TieInForce.objects.filter(action=OuterRef("action"), kind=TieInForce.SERVES, about=record)
    rows = actions_in_force(facts).filter(Exists(hangs)).annotate(goal=Subquery(hangs.values("number")[:1]))
    return _tallies(rows, facts, "goal")


def _tallies(rows: Any, facts: Facts, by: str = "unit", *, whole_plans: bool = False) -> dict[int, Tally]:
    """By the unit whose plans they are, or another column (2 queries at most, neither of which sorts the rows)."""
    asked = questions(facts.today, vacant(facts))
    needs: dict[str, Any] = {one.value: Count("pk", filter=asked[one]) for one in Needs if one is not Needs.HINDERED}
    if whole_plans:
        needs["plans"] = Count("pk", filter=Q(place=1))  # each plan has a first action
    grouped = rows.order_by().values(by, "status").annotate(actions=Count("pk"), cents=Sum("budget_cents"), **needs)
    found: dict[int, Tally] = {}
    for one in grouped:
        whose, status = one.pop(by), one.pop("status")
        tally = found.setdefault(whose, Tally())
        hindered = one["actions"] if status in HINDERED else 0
        tally += Tally(**one, **{status: one["actions"]}, hindered=hindered)
    if whole_plans:
        return found
    for whose, _record in rows.order_by().values_list(by, "record").distinct():
        found[whose].plans += 1
    return found
