"""What waits on a board's liaison, on who appoints and on who confirms: applications, a shortlist, a nominee. Numbers of
applications, never who applied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.actions.appointments import named_for
from boards.applying.readers import READING
from boards.kinds import APPLICATION
from boards.models import Appointment, VacancyNotice
from boards.queries.funnel import Funnel, funnels, going_on
from boards.queries.seats import next_step
from boards.queries.standing import active_on
from raci.authority import Capacity, Facts
from raci.queries.waits import Waiting
from raci.restricted import mine

KIND, VERB = "vacancy", gettext_lazy("See to a vacancy")
STEPS = {
    "appointed_on": gettext_lazy("Appoint, or say that they are not appointed"),
    "confirmed_on": gettext_lazy("Confirm"),
    "sworn_on": gettext_lazy("Swear in"),
}
MOST = 50


def waits(facts: Facts) -> list[Waiting]:
    """Of the boards whose row names a post of theirs (3 queries)."""
    own = {one.post for one in facts.capacities if one.only is None or one.only[0] == APPLICATION.activity}
    return [*_vacancies(facts, own), *_nominees(facts, own)] if own else []


def _vacancies(facts: Facts, own: set[int]) -> Iterator[Waiting]:
    rows = VacancyNotice.objects.filter(going_on(facts.today), _of(own, "seat__board__"))
    found = list(rows.select_related("seat__board").order_by("announced_on", "pk")[:MOST])
    counted = funnels(found)
    for one in found:
        asked, post = _asked(one, counted[one.pk], facts)
        via = mine(facts, APPLICATION, [post] if post else [])
        if asked and via is not None:
            yield _line(one.seat, asked, via, reverse("boards:vacancy-detail", args=[one.pk]), facts)


def _asked(one: VacancyNotice, counted: Funnel, facts: Facts) -> tuple[str, int | None]:
    """What is asked next, and of which post of the board."""
    board, over = one.seat.board, one.closes_on is not None and one.closes_on < facts.today
    if counted.unopened:
        words = ngettext("Open %(n)s application", "Open %(n)s applications", counted.unopened)
        return words % {"n": counted.unopened}, board.liaison_id
    if one.shortlist_on and counted.open and not counted.nominated:
        return _("Choose from the shortlist whom to nominate"), board.appointing_post_id
    if over and counted.open and not one.shortlist_on:
        return _("Shortlist, and say that the shortlist is ready"), board.liaison_id
    return "", None


def _nominees(facts: Facts, own: set[int]) -> Iterator[Waiting]:
    rows = Appointment.objects.filter(_of(own, "seat__board__"), active_on(facts.today, "seat__board__"))
    coming = rows.filter(is_serving=False, ended_on=None, nominated_on__isnull=False)
    for one in coming.select_related("member", "seat__board").order_by("nominated_on", "pk")[:MOST]:
        step = next_step(one)
        posts: list[int] = [post for post in named_for(step, one.seat.board) if post] if step else []
        via = mine(facts, APPLICATION, posts)
        if via is not None:
            asked = f"{one.member.name}: {STEPS[step]}"
            yield _line(one.seat, asked, via, reverse("boards:appointment-detail", args=[one.pk]), facts)


def _of(own: set[int], board: str) -> Q:
    found = Q()
    for name in READING:
        found |= Q(**{f"{board}{name}__in": own})
    return found


def _line(seat: Any, asked: str, via: Capacity, url: str, facts: Facts) -> Waiting:
    title = _("%(board)s, seat %(seat)s") % {"board": seat.board.name, "seat": seat.label}
    reason = _("The board names %(post)s for it.") % {"post": via.label}
    return Waiting(KIND, title, asked, None, None, reason, url, facts.today)
