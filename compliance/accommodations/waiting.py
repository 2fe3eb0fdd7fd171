"""Requests that wait on whoever answers them: worked out for their reader alone, when they ask; codes and days, no words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.accommodations import readers
from compliance.accommodations.clocks import WAITING, clock_of
from compliance.kinds import ACCOMMODATION
from compliance.law.standing import law_on
from compliance.models import Accommodation, Coordinator
from raci import restricted
from raci.authority import Capacity, Facts
from raci.models import Post
from raci.queries.waits import Waiting

State = Accommodation.State
KIND, VERB = "request", gettext_lazy("See to a request")
MOST = 50


def waits(facts: Facts) -> list[Waiting]:
    """Those that they are to answer: its coordinator, counsel where there is none, the head, or the post that provides it."""
    found = readers.seen(facts).filter(state__in=[*WAITING, State.APPEALED]).select_related("unit", "provider")
    rows = list(found.order_by("received_on", "pk")[: MOST * 4])
    if not rows:
        return []
    law = law_on(facts.today)
    posts = {
        one.value: readers.coordinating(one, facts.today) for one in (Coordinator.Law.LANGUAGE, Coordinator.Law.ADA)
    }
    lines = []
    for row in rows:
        via = _mine(facts, row, posts)
        if via is not None:
            why = _("It waits on %(post)s.") % {"post": via.label}
            url = reverse("compliance:request-detail", args=[row.uid])
            detail = " · ".join(filter(None, (_step(row), row.unit.name if row.unit else "")))
            day = clock_of(row, law).day
            lines.append(Waiting(KIND, str(row.get_sought_display()), detail, None, day, why, url, facts.today))
    return lines[:MOST]


def _mine(facts: Facts, row: Accommodation, coordinating: dict[str, list[Post]]) -> Capacity | None:
    """By what it waits on them."""
    if row.state in (State.TO_HEAD, State.APPEALED):
        return readers.reach(facts).head
    if row.provider is not None:
        return readers.provides(facts, row)
    posts = coordinating[readers.programme_of(row.sought)]
    return restricted.mine(facts, ACCOMMODATION, posts) if posts else readers.reach(facts).counsel


def _step(row: Accommodation) -> str:
    """What is asked of whom it waits on."""
    return {
        State.RECEIVED: _("Offer what is needed, or say who provides it"),
        State.ARRANGING: _("Offer what is needed"),
        State.TO_HEAD: _("Decide on it"),
        State.APPEALED: _("Answer the appeal"),
    }[State(row.state)]
