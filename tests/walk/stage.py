"""What the walk through the doors stands on: people, places, what each may see, and what every try left in history."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

from raci.models import Decision, Person, Unit
from tests.walk.expected import table
from tests.walk.places import Place

PLANS = "4.1"
FULL = os.environ.get("WALK") == "full"  # `make walk`: everybody everywhere, not one of each distinct standing
TWO_HATS = ("written by a consulted", "written by the decider", "handed in by the decider")
ANSWERED = ("answered", "put forward again")
VISITORS = (
    "director", "manager", "equity_officer", "deputy", "deputy_elsewhere", "assistant", "lead_elsewhere", "attorney",
    "auditor", "outside_auditor", "mayor", "administrator", "delegate_of_A", "delegate_of_R", "delegate_of_C",
    "director_and_administrator", "director_and_office", "director_of_the_city", "director_elsewhere",
    "technical_administrator", "nobody", "disabled_administrator", "was_administrator_until_yesterday",
    "administrator_from_tomorrow", "administrator_proposed", "delegate_of_A_expired", "delegate_of_A_unaccepted",
)  # fmt: skip


@dataclass
class Walk:
    """The people, the places, and what was counted."""

    people: dict[str, Person]
    units: dict[str, Unit]
    places: list[Place]
    checks: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)  # of the histories, before anything was tried
    denials: list[str] = field(default_factory=list)  # lines of `portal.denied` since it was cleared
    absent: dict[tuple[str, str, str], tuple[int, str]] = field(
        default_factory=dict
    )  # what is said of what is not there

    def check(self, what: str, line: str, is_so: bool) -> None:
        """Count it, and keep the line when it surprises."""
        self.checks[what] += 1
        if not is_so:
            self.surprises.append(line)

    @property
    def to_read(self) -> list[Place]:
        """Without those that differ only in who wrote or answered."""
        return [one for one in self.places if one.name not in (*TWO_HATS, *ANSWERED)]

    def place(self, name: str) -> Place:
        """By its name."""
        return next(place for place in self.places if place.name == name)


@contextmanager
def listening(lines: list[str]) -> Iterator[None]:
    """Keeps what `portal.denied` says, instead of the console."""
    log, handler = logging.getLogger("portal.denied"), logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    log.propagate = False
    yield
    log.propagate = True
    log.removeHandler(handler)


# Rows that every request of a session may write: when and where it was seen.
EVERYDAY = ("django_session", "usersessions_usersession")
WRITTEN = """
SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid))
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL(%s)
"""


def written() -> int:
    """How many rows of any table this transaction wrote so far, also those that were taken back (pg_stat_xact_user_tables).

    Asked twice about each of ten thousand requests: the view itself would count indexes and scans as well.
    """
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [list(EVERYDAY)])
        return int(cursor.fetchone()[0])


def report(walk: Walk, began: float, door: str = "page") -> None:
    counts = ", ".join(f"{count} {what}" for what, count in sorted(walk.checks.items()))
    print(
        f"\n{walk.checks.total():,} checks at the door “{door}” ({counts}) in {perf_counter() - began:.0f} s: "
        f"{len(walk.surprises)} surprises"
    )
    for line in walk.surprises[:100]:
        print("  " + line)
    assert len(walk.surprises) == 0


# ---- who is distinct


def stands(persona: str, unit: str) -> tuple[Any, ...]:
    """What a persona's answer can depend on: letters and how they reach there, and what is seen by none."""
    rules = table()
    sees = {rules.roles[one.role].get("sees") for one in rules.capacities(persona) if one.passed is None}
    return rules.letters(persona, PLANS, unit), frozenset(sees - {None}), rules.is_disabled(persona)


def visitors(place: Place, *, everybody: bool = True) -> list[str]:
    """One persona for each distinct standing towards a place; at the submitted one, everybody."""
    if FULL or (everybody and place.name == "submitted"):
        return ["anonymous", *VISITORS]
    found: dict[Any, str] = {}
    for persona in VISITORS:
        held, sees, _disabled = stands(persona, place.unit)
        acts_on_it = any(one.letter in "AC" for one in held)  # what they wrote matters to those who decide or answer
        found.setdefault((held, sees, place.part(persona) if acts_on_it else "any"), persona)
    return ["anonymous", *found.values()]


# ---- what may be seen


def decides(persona: str) -> bool:
    """Whether they hold or were passed an A of anything."""
    rules = table()
    return any(
        "A" in rules.codes(activity, one.role) and one.passed in (None, (activity, "A"))
        for one in rules.capacities(persona)
        for activity in rules.matrix
    )


def in_role(persona: str, *roles: str) -> bool:
    """Whether they hold a post of one of these roles today."""
    return any(one.role in roles and one.passed is None for one in table().capacities(persona))


def sees(place: Place, persona: str) -> bool:
    rules = table()
    states = [place.state, *([place.also] if place.also else [])]
    return any(rules.seen(persona, PLANS, place.unit, state) for state in states)


def sees_text(place: Place, persona: str, text: Any) -> bool:
    """R, C and auditors read every frozen text of a case they see, A what was handed in, the others what was approved."""
    rules = table()
    states = {text.case_id: place.also or place.state, place.case.pk: place.state}
    if not rules.seen(persona, PLANS, place.unit, states[text.case_id]):
        return False
    letters = {one.letter for one in rules.letters(persona, PLANS, place.unit)}
    if letters & {"R", "C"} or any(rules.roles[one.role].get("sees") == "all" for one in rules.capacities(persona)):
        return True
    decisions = Decision.objects.filter(submission__text=text)
    return (
        text.submissions.exists() if "A" in letters else decisions.filter(kind__in=("approve", "conditions")).exists()
    )


def body(response: HttpResponseBase) -> str:
    parts = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode(errors="replace")


# ---- what was left in history


class Histories:
    """All history tables, read in one statement."""

    @cached_property
    def models(self) -> list[Any]:
        """Every model's history."""
        return [model for model in apps.get_models() if model.__name__.startswith("Historical")]

    def heads(self) -> dict[str, int]:
        """The newest row of each."""
        ask = " UNION ALL ".join(
            f"SELECT '{each._meta.db_table}', coalesce(max(history_id), 0) FROM {each._meta.db_table}"
            for each in self.models
        )
        with connection.cursor() as cursor:
            cursor.execute(ask)
            return dict(cursor.fetchall())

    def drawn(self) -> int:
        """The last number drawn for a history row: it counts every governed write of this session, also one taken back."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT currval('history_seq')")
            return int(cursor.fetchone()[0])

    def since(self, before: dict[str, int]) -> list[tuple[str, Any]]:
        """What was added, as "Plan ~" with its row."""
        now, found = self.heads(), []
        for model in self.models:
            table_name = model._meta.db_table
            if now[table_name] != before[table_name]:
                for row in model.objects.filter(history_id__gt=before[table_name]):
                    found.append((f"{model.__name__.removeprefix('Historical')} {row.history_type}", row))
        return found


HISTORIES = Histories()
