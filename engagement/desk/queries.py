"""What the pages of the desk show: all staff read what is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from engagement.desk.acts import answers
from engagement.kinds import HELP_REQUEST
from engagement.models import HelpRequest
from raci.authority import Capacity, Facts, Permission
from raci.keeping import may_keep_for_the_city


def requests_for_help(_facts: Facts) -> QuerySet[HelpRequest]:
    """All of them."""
    return HelpRequest.objects.select_related("unit", "post", "asked_by")


def help_for(pk: int) -> HelpRequest:
    """One."""
    return get_object_or_404(HelpRequest.objects.select_related("unit", "post", "asked_by"), pk=pk)


@dataclass(frozen=True)
class HelpPage:
    """A request, and what the reader may do with it."""

    row: HelpRequest
    may_keep: Permission
    answers_as: Capacity | None
    may_rate: bool
    is_late: bool


def help_page(pk: int, facts: Facts) -> HelpPage:
    """Its page."""
    row = help_for(pk)
    is_open = row.answered_at is None
    return HelpPage(
        row=row,
        may_keep=may_keep_for_the_city(facts, HELP_REQUEST),
        answers_as=answers(facts, row) if is_open else None,
        may_rate=row.stands == "answered" and row.asked_by_id == facts.person.pk,
        is_late=is_open and row.due_on < facts.today,
    )
