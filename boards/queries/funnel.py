"""How many applied for a seat and how far they came: process data, numbers alone, of a vacancy and of the whole city."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from boards.applying.opened import taken
from boards.models import Application, VacancyNotice
from raci.drawing import day as day_words

RUNNING = ("received", "shortlisted", "interviewed")
SERVED = Q(appointment__appointed_on__isnull=False) | Q(appointment__is_serving=True)
REACHED = {
    "received": Q(),
    "shortlisted": Q(shortlisted_on__isnull=False),
    "interviewed": Q(interviewed_on__isnull=False),
    "nominated": Q(appointment__isnull=False),
    "appointed": SERVED,
    "withdrawn": Q(state=Application.State.WITHDRAWN),
    "unopened": Q(state=Application.State.RECEIVED, opened_on=None),
    "open": Q(state__in=RUNNING),
}


@dataclass(frozen=True)
class Funnel:
    """How many came how far. Who skipped a step is not counted at it."""

    received: int = 0  # all in all, also those that came elsewhere
    shortlisted: int = 0
    interviewed: int = 0
    nominated: int = 0
    appointed: int = 0
    withdrawn: int = 0
    unopened: int = 0  # that nobody who selects has opened yet
    open: int = 0  # still in the running

    def __add__(self, other: Funnel) -> Funnel:
        return Funnel(*(getattr(self, name) + getattr(other, name) for name in REACHED))


def going_on(day: date) -> Q:
    """Vacancies that are being filled: people can apply, or somebody who did is in the running."""
    running = Application.objects.filter(notice=OuterRef("pk"), state__in=RUNNING)
    return (Q(closes_on=None) | Q(closes_on__gte=day)) & ~Q(taken()) | Q(Exists(running))


def step_words(notice: VacancyNotice, counted: Funnel, day: date) -> str:
    """Where one stands, for a line of its board's page."""
    if notice.closes_on is None:
        words = _("announced on %(day)s: %(n)s came")
    elif notice.closes_on >= day:
        words = _("announced, applications until %(until)s: %(n)s came")
    else:
        words = _("applications over: %(n)s came, %(shortlisted)s shortlisted")
    days = {"day": day_words(notice.announced_on), "until": day_words(notice.closes_on) if notice.closes_on else ""}
    return words % {**days, "n": counted.received, "shortlisted": counted.shortlisted}


def funnels(notices: Iterable[VacancyNotice]) -> dict[int, Funnel]:
    """Of each of these vacancies, by its number (1 query)."""
    by_pk = {one.pk: one for one in notices}
    counts: dict[str, Any] = {f"n_{name}": Count("pk", filter=wanted) for name, wanted in REACHED.items()}
    rows: Any = Application.objects.filter(notice__in=by_pk).order_by().values("notice").annotate(**counts)
    found = {row["notice"]: row for row in rows}
    return {pk: _of(notice, found.get(pk, {})) for pk, notice in by_pk.items()}


def funnel_of_city(first: date, last: date) -> Funnel:
    """Of all vacancies that were announced between two days, these included (2 queries)."""
    notices = VacancyNotice.objects.filter(announced_on__gte=first, announced_on__lte=last)
    return sum(funnels(notices).values(), Funnel())


def _of(notice: VacancyNotice, counted: dict[str, Any]) -> Funnel:
    numbers = {name: counted.get(f"n_{name}", 0) for name in REACHED}
    numbers["received"] = max(numbers["received"], notice.applications_received or 0)
    return Funnel(**numbers)
