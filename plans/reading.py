"""A plan's content as a page reads it: numbers, days as days, and what is kept beside it (status, who leads today)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_date

from plans.content import budget_cents
from plans.ties.content import target_said
from plans.ties.words import LABELS, MEASURE, SERVES
from raci.records import Content


@dataclass(frozen=True)
class Status:
    """Where an action stands."""

    code: str
    label: str


@dataclass(frozen=True)
class ReadTie:
    """One thing that an action is tied to, as it was called then. `kind`: plans.ties.words; `goal`: what a measure is to be."""

    kind: str
    pk: int | None  # of a measure, its own number
    number: int | None
    about: int | None
    words: str
    place: str
    goal: str


@dataclass(frozen=True)
class ReadTies:
    """All of one kind, with how they are called together."""

    kind: str
    label: str
    ties: list[ReadTie]


@dataclass(frozen=True)
class ReadAction:
    """An action with its number in the plan."""

    pk: int
    number: str
    title: str
    lead: str
    lead_post: str  # its code
    leads_today: str | None  # names; "" where the post is vacant; None where it is not asked
    partners: str
    starts_on: date | None
    due_on: date | None
    budget_cents: int
    status: Status | None
    tied: list[ReadTies]

    @property
    def measures(self) -> list[ReadTie]:
        """What shows whether it does what it is for."""
        return [tie for ties in self.tied if ties.kind == MEASURE for tie in ties.ties]

    @property
    def ties(self) -> list[ReadTie]:
        """All of them."""
        return [tie for ties in self.tied for tie in ties.ties]

    @property
    def status_code(self) -> str | None:
        """Where it stands, by its code; none where the row is gone."""
        return self.status.code if self.status else None


@dataclass(frozen=True)
class ReadOutcome:
    """An outcome and its actions."""

    pk: int
    title: str
    actions: list[ReadAction]


@dataclass(frozen=True)
class ReadGoal:
    """A goal with its number, and its outcomes."""

    pk: int
    number: int
    title: str
    description: str
    outcomes: list[ReadOutcome]
    serves: ReadTie | None = None  # the goal of a plan above that it hangs on


@dataclass(frozen=True)
class ReadSection:
    """A question of the template that the plan answers."""

    pk: int
    title: str
    question: str
    words: str


@dataclass(frozen=True)
class ReadPlan:
    """A plan, ready to be shown."""

    title: str
    begins_on: date | None
    ends_on: date | None
    summary: str
    opinion: Content
    sections: list[ReadSection]
    goals: list[ReadGoal]
    budget_cents: int


Statuses = Mapping[int, Status]
Holders = Mapping[str, Sequence[str]]


def read_plan(content: Content, statuses: Statuses | None = None, holders: Holders | None = None) -> ReadPlan:
    """Content as frozen or live, for reading."""
    return ReadPlan(
        title=content["title"],
        begins_on=parse_date(content["begins_on"]),
        ends_on=parse_date(content["ends_on"]),
        summary=content["summary"],
        opinion=content["opinion"],
        sections=[
            ReadSection(one["id"], one["title"], one["question"], one["words"]) for one in content.get("sections", [])
        ],
        goals=[_goal(number, goal, statuses or {}, holders) for number, goal in enumerate(content["goals"], 1)],
        budget_cents=budget_cents(content),
    )


def _goal(number: int, goal: Content, statuses: Statuses, holders: Holders | None) -> ReadGoal:
    count, outcomes = 0, []
    for outcome in goal["outcomes"]:
        actions = [
            _action(f"{number}.{count + at}", action, statuses, holders)
            for at, action in enumerate(outcome["actions"], 1)
        ]
        count += len(actions)
        outcomes.append(ReadOutcome(outcome["id"], outcome["title"], actions))
    serves = _tie(SERVES, goal["serves"]) if "serves" in goal else None
    return ReadGoal(goal["id"], number, goal["title"], goal["description"], outcomes, serves)


def _action(number: str, action: Content, statuses: Statuses, holders: Holders | None) -> ReadAction:
    return ReadAction(
        pk=action["id"],
        number=number,
        title=action["title"],
        lead=action["lead"],
        lead_post=action["lead_post"],
        leads_today=None if holders is None else ", ".join(holders.get(action["lead_post"], ())),
        partners=action["partners"],
        starts_on=parse_date(action["starts_on"]),
        due_on=parse_date(action["due_on"]),
        budget_cents=action["budget_cents"],
        status=statuses.get(action["id"]),
        tied=[
            ReadTies(str(kind), str(label), [_tie(str(kind), one) for one in ties])
            for kind, label in LABELS.items()
            if (ties := action.get("ties", {}).get(kind))
        ],
    )


def _tie(kind: str, one: Content) -> ReadTie:
    words, place = one["words"], one.get("place", "")
    return ReadTie(kind, one.get("id"), one["number"], one.get("about"), words, place, target_said(one))
