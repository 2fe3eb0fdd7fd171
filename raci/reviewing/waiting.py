"""What of the reviewed records waits on somebody."""

from __future__ import annotations

from typing import Any

from raci.authority import Facts, Via
from raci.keeping import namings_of
from raci.models.reviewed import Reviewed
from raci.reviewing.kinds import Review, reviews
from raci.reviewing.permissions import may_answer, may_write

State = Reviewed.State


def to_answer(facts: Facts) -> list[tuple[Review, Any, Via]]:
    """What is handed in and theirs to answer, oldest first (a query a kind whose A they hold anywhere, and one of namings)."""
    letters = facts.activities_with("A") | {naming.activity_code for naming in namings_of(facts)}
    found = []
    for review in reviews():
        if review.activity is None and review.kind.activity not in letters:
            continue
        rows = review.rows().filter(state=State.SUBMITTED).exclude(submitted_by=facts.person)
        for row in rows.order_by("submitted_at", "pk"):
            permission = may_answer(facts, row)
            if permission and permission.via:
                found.append((review, row, permission.via))
    return found


def given_back(facts: Facts) -> list[tuple[Review, Any, Via]]:
    """What they handed in and was given back to them."""
    found = []
    for review in reviews():
        for row in review.rows().filter(state=State.RETURNED, submitted_by=facts.person):
            permission = may_write(facts, row)
            if permission and permission.via:
                found.append((review, row, permission.via))
    return found
