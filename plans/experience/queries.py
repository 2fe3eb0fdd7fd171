"""What the rules of experience look at: a plan's content with what stands beside it, in a constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.dateparse import parse_date

from plans.content import actions_of
from plans.experience.rules import (
    AHEAD,
    MOST,
    Adopted,
    Needed,
    Planned,
    Warning,
    fiscal_year,
    warnings,
)
from plans.experience.words import words
from plans.kinds import ADOPTION
from plans.models import ActionInForce, ActionTie, ProgressLine, ProgressReport, TieInForce
from plans.portfolio.queries import actions_in_force
from plans.progress.expected import calendar
from plans.readers import units_read
from plans.standards.adopting import SETTLED
from plans.standards.queries import stands_of, texts_in_force
from raci.authority import Facts
from raci.models import Unit
from raci.records import Content

NEEDS, CLAUSE, MEASURE = ActionTie.Kind.NEEDS, ActionTie.Kind.CLAUSE, TieInForce.MEASURE


@dataclass(frozen=True)
class Told:
    """A warning ready for a page, and where it is mended."""

    warning: Warning
    words: str
    url: str


def warnings_of(
    content: Content, record: int, unit: Unit, facts: Facts, leads: dict[str, list[str]] | None = None
) -> list[Told]:
    """Of a plan as it is shown, for who reads the plans of its unit; `leads`: who holds each post today, by its code."""
    if not units_read(facts, ADOPTION.activity).filter(pk=unit.pk).exists():
        return []
    values = reported([action["id"] for _number, action in actions_of(content)])
    planned = [_planned(number, action, leads, values) for number, action in actions_of(content)]
    first_month = calendar().month
    found = warnings(
        planned,
        others=running(unit, facts.today, first_month, but=record),
        known=_known(planned, facts),
        adopted=adopted_by(unit, facts),
        carried=_carried(content, unit, record),
        first_month=first_month,
        today=facts.today,
    )
    plan = reverse("plans:plan-detail", args=[record])
    return [Told(one, words(one), _url(one, plan)) for one in found]


def _url(one: Warning, plan: str) -> str:
    if "record" in one.told:
        return reverse("plans:standard-detail", args=[one.told["record"]])
    return f"{plan}#action-{one.action}" if one.action else f"{plan}#goals"


def _planned(number: str, action: Content, leads: dict[str, list[str]] | None, values: dict[int, list[str]]) -> Planned:
    ties = action.get("ties", {})
    names = None if leads is None else ", ".join(leads.get(action["lead_post"], ()))
    return Planned(
        action["id"], number, action["title"], parse_date(action["starts_on"]), parse_date(action["due_on"]),
        is_measured=bool(ties.get(MEASURE)), lead=action["lead"], leads=names,
        needs=tuple(one["number"] for one in ties.get(NEEDS, ())), values=tuple(values.get(action["id"], ())),
    )  # fmt: skip


def reported(actions: Iterable[int]) -> dict[int, list[str]]:
    """By action, the values that accepted reports measured, the newest first (1 query)."""
    lines = ProgressLine.objects.filter(action__in=list(actions), report__state=ProgressReport.State.ACCEPTED)
    found: dict[int, list[str]] = {}
    for action, value in lines.order_by("-report__begins_on").values_list("action", "value"):
        found.setdefault(action, []).append(value)
    return found


def running(unit: Unit, today: date, first_month: int, but: int) -> dict[int, int]:
    """By fiscal year from this one on, how many actions of the unit's other plans in force run in it (1 query)."""
    rows = ActionInForce.objects.filter(unit=unit).exclude(record=but)
    counted = rows.aggregate(**_by_year(today, first_month))
    return {int(name.removeprefix("fy")): n for name, n in counted.items()}


def _by_year(today: date, first_month: int) -> dict[str, Count]:
    now = fiscal_year(today, first_month)
    return {f"fy{year}": Count("pk", filter=_in_year(year, first_month)) for year in range(now, now + AHEAD)}


def _in_year(year: int, first_month: int) -> Q:
    """Whether an action in force runs in a fiscal year."""
    begins = date(year - (1 if first_month > 1 else 0), first_month, 1)
    ends = date(begins.year + 1, first_month, 1) - timedelta(days=1)
    return Q(starts_on__lte=ends, due_on__gte=begins)


def _known(planned: list[Planned], facts: Facts) -> dict[int, Needed]:
    """What these wait for: of the plan itself, and of others as far as they may read them (1 query at most)."""
    own = {one.pk: Needed(one.title, one.due_on) for one in planned if one.due_on}
    away = {pk for one in planned for pk in one.needs} - set(own)
    rows = actions_in_force(facts).filter(action__in=away) if away else ()
    return own | {one.action: Needed(one.title, one.due_on) for one in rows}


def adopted_by(unit: Unit, facts: Facts) -> list[Adopted]:
    """The standards whose version in force the unit adopted, as far as they may read them (4 queries)."""
    return [one for _unit, one in adopted([unit], facts)]


def adopted(units: Iterable[Unit], facts: Facts) -> list[tuple[Unit, Adopted]]:
    """The same of many units (4 queries)."""
    units, texts = list(units), list(texts_in_force(facts))
    stands = stands_of(units, texts, facts.today)
    read = {one.pk: _clauses(one.record_id, json.loads(text.content)) for one, text in texts}
    return [
        (unit, read[one.pk]) for unit in units for one, _text in texts if stands[unit.pk, one.pk].standing in SETTLED
    ]


def _clauses(record: int, content: Content) -> Adopted:
    return Adopted(content["title"], record, {one["id"]: one["title"] for one in content["clauses"]})


def _carried(content: Content, unit: Unit, record: int) -> set[int]:
    """The clauses that actions of the plan, or of others of the unit in force, carry out (1 query)."""
    own = {one["number"] for _n, action in actions_of(content) for one in action.get("ties", {}).get(CLAUSE, ())}
    others = ActionInForce.objects.filter(unit=unit).exclude(record=record).values("action")
    ties = TieInForce.objects.filter(kind=CLAUSE, action__in=others, number__isnull=False)
    return own | {number for number in ties.values_list("number", flat=True) if number is not None}


# ---- of all plans in force, for X-rays


def crowded_units(facts: Facts) -> list[tuple[int, int, int]]:
    """Units with more actions in a fiscal year than they keep up with: unit, the fullest year, how many (2 queries)."""
    first_month = calendar().month
    rows: Any = actions_in_force(facts).order_by().values("unit").annotate(**_by_year(facts.today, first_month))
    found = []
    for row in rows:
        unit = row.pop("unit")
        name = max(row, key=lambda one: row[one])
        if row[name] > MOST:
            found.append((unit, int(name.removeprefix("fy")), row[name]))
    return found
