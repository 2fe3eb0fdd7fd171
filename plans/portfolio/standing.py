"""What of an action in force needs somebody. Each said once, as a question to the database, and in words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from plans.models import Action

Status = Action.Status


class Needs(StrEnum):
    """Why an action needs somebody, the worst first."""

    OVERDUE = "overdue"
    HINDERED = "hindered"
    VACANT = "vacant"
    UNREPORTED = "unreported"


WORDS = {
    Needs.OVERDUE: _("overdue"),
    Needs.HINDERED: _("behind or blocked"),
    Needs.VACANT: _("nobody leads it"),
    Needs.UNREPORTED: _("not reported"),
}
MEANS = {
    Needs.OVERDUE: _("its day has passed, and it is neither done nor stopped"),
    Needs.HINDERED: _("whoever reports on it says that it is behind, or that something blocks it"),
    Needs.VACANT: _("the post that leads it is vacant"),
    Needs.UNREPORTED: _("it began, and nobody has said yet where it stands"),
}
HINDERED = (Status.BEHIND, Status.BLOCKED)
OPEN = ~Q(status__in=Action.OVER)


def questions(today: date, vacant: Collection[int]) -> dict[Needs, Q]:
    """What each means, for actions in force on a day; `vacant`: the posts that nobody holds."""
    unreported = Q(status=Status.PENDING, starts_on__lt=today, due_on__gte=today)
    return {
        Needs.OVERDUE: OPEN & Q(due_on__lt=today),
        Needs.HINDERED: Q(status__in=HINDERED),
        Needs.VACANT: OPEN & (Q(lead=None) | Q(lead__in=vacant)),
        Needs.UNREPORTED: unreported,
    }


def flags(today: date, vacant: Collection[int]) -> dict[str, ExpressionWrapper[Q]]:
    """The same as columns of a row, each under its own name."""
    asked = questions(today, vacant).items()
    return {f"is_{one.value}": ExpressionWrapper(q, BooleanField()) for one, q in asked}


def said(row: Any) -> list[str]:
    """What of a row needs somebody, in words; the row comes with `flags`."""
    return [str(words) for one, words in WORDS.items() if getattr(row, f"is_{one.value}")]


def urgency(today: date, vacant: Collection[int]) -> Case:
    """A number to sort by: what needs somebody first, the worst of it before the rest; what is over last."""
    cases = [When(q, then=Value(place)) for place, q in enumerate(questions(today, vacant).values())]
    return Case(*cases, When(OPEN, then=Value(len(cases))), default=Value(len(cases) + 1), output_field=IntegerField())
