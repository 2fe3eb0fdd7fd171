"""Who served on the day of an audit, from the directory: whose seats it counts. Nothing of who they are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from boards.audits.tables import PEOPLE, SEATS, Presence
from boards.models import Appointment, AuditTally, Board, Member, RepresentationAudit
from boards.queries.standing import holds_over, serving_on, there_on
from raci.models import Text

# Whoever sits on several kinds of body is counted once, with the first of these: tables of parts then add up to the people.
TYPES = tuple(code for code, _label in Board.BodyType.choices)
TIERS = (*(code for code, _label in Board.BudgetTier.choices if code), "")
TYPE, TIER = "type", "budget"
ORDER = {TYPE: TYPES, TIER: TIERS}


@dataclass(frozen=True)
class There:
    """Somebody who served: how many of the counted seats are theirs, and on which kind of body."""

    member: int
    seats: int
    type: str
    budget: str

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    def kind(self, grouping: str) -> str:
        """Their kind of body by what it does, or by its budget."""
        return self.type if grouping == TYPE else self.budget


def counted_over(audit: RepresentationAudit) -> dict[str, Any]:
    """By what the seats are chosen, as JSON: a tally that was counted over others no longer holds."""
    return {
        "as_of": audit.as_of.isoformat(),
        "seat_types": sorted(audit.seat_types),
        "left_out": sorted(audit.left_out),
    }


def filled(audit: RepresentationAudit) -> QuerySet[Appointment]:
    """The appointments by which a seat that counts was rightly filled on the day, holdovers among them."""
    day: date = audit.as_of
    goes_on = Q(term_end=None) | Q(term_end__gte=day)
    found = Appointment.objects.filter(serving_on(day), there_on(day, "seat__"), seat__seat_type__in=audit.seat_types)
    return found.exclude(seat__board__in=audit.left_out).filter(goes_on | holds_over())


def who_served(audit: RepresentationAudit) -> list[There]:
    """Everybody, once each (1 query)."""
    rows = filled(audit).order_by("member").values_list("member", "seat__board__body_type", "seat__board__budget_tier")
    held: dict[int, list[tuple[str, str]]] = {}
    for member, kind, tier in rows:
        held.setdefault(member, []).append((kind, tier))
    return [
        There(
            member, len(its), min((one for one, _t in its), key=TYPES.index), min((t for _o, t in its), key=TIERS.index)
        )
        for member, its in held.items()
    ]


def members_of(there: Iterable[There]) -> list[Member]:
    """Their rows, in the same order (1 query)."""
    there = list(there)
    found = Member.objects.in_bulk([one.member for one in there])
    return [found[one.member] for one in there]


# ---- who was counted by which table, through all audits


def told_of(dimension: str, *, typed_again: RepresentationAudit) -> list[AuditTally]:
    """All that was ever told of a question, of `typed_again` what was told before it is counted anew (1-2 queries).

    Without what was typed from a survey and then counted anew before any frozen text held it: whoever typed it knew it before,
    and nobody else was asked to read it. A slip of the pen would otherwise forbid its own correction, for good.
    """
    every = list(AuditTally.objects.filter(dimension=dimension).select_related("audit").order_by("pk"))
    newest = {one.audit_id: one.pk for one in every if one.audit_id != typed_again.pk}
    replaced = [one for one in every if one.origin == AuditTally.Origin.TYPED and newest.get(one.audit_id) != one.pk]
    frozen = _in_texts({one.audit.record_id for one in replaced})
    return [one for one in every if one not in replaced or one.pk in frozen]


def _in_texts(records: Iterable[int]) -> set[int]:
    """The tallies that frozen texts of these records hold."""
    texts = Text.objects.filter(record__in=records).values_list("content", flat=True)
    tallies = [one["tally"] for text in texts for one in json.loads(text)["questions"]]
    return {one["id"] for one in tallies if one}


def turnover(tallies: Iterable[AuditTally], now: Iterable[There], names: Iterable[str]) -> dict[Presence, int]:
    """How many people stand in exactly which tables: those told before, and those counted now."""
    held: dict[int, set[tuple[str, int]]] = {}
    for tally in tallies:
        told = [table["name"] for table in tally.tables]
        for one in (There(**plain) for plain in tally.there):
            held.setdefault(one.member, set()).update(_presence(one, told, f"{tally.pk}:"))
    for one in now:
        held.setdefault(one.member, set()).update(_presence(one, names, ""))
    return Counter(frozenset(presence) for presence in held.values())


def _presence(one: There, names: Iterable[str], before: str) -> Iterable[tuple[str, int]]:
    weights = {PEOPLE: 1, SEATS: one.seats, f"{TYPE}={one.type}": 1, f"{TIER}={one.budget}": 1}
    return ((before + name, weights[name]) for name in names if name in weights)
