"""How many hours the desk worked, by topic and quarter of the calendar: a table and a chart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncQuarter
from django.utils.translation import gettext as _

from engagement.models import HelpRequest
from metrics.charts.card import Card
from metrics.charts.spec import Figure, Lines, Series, Unit
from raci import clock

QUARTERS = 6  # how far back


@dataclass(frozen=True)
class TopicLine:
    """One topic: hours in each quarter, and what waits of it."""

    label: str
    hours: list[float]
    answered: int
    waiting: int

    @property
    def total(self) -> float:
        """Over all of them."""
        return round(sum(self.hours), 1)


@dataclass(frozen=True)
class Capacity:
    """What the page shows."""

    quarters: list[str]
    lines: list[TopicLine]
    total: list[float]
    card: Card | None


def quarters_until(today: date) -> list[date]:
    """The first days of the last quarters, this one the last."""
    at = today.year * 4 + (today.month - 1) // 3
    return [date(one // 4, one % 4 * 3 + 1, 1) for one in range(at - QUARTERS + 1, at + 1)]


def capacity(today: date) -> Capacity:
    """Hours by topic and quarter (2 queries)."""
    begins = quarters_until(today)
    minutes = _minutes(begins[0])
    counts = {
        topic: (answered, waiting)
        for topic, answered, waiting in HelpRequest.objects.order_by()
        .values_list("topic")
        .annotate(answered=Count("pk", Q(answered_at__isnull=False)), waiting=Count("pk", Q(answered_at=None)))
    }
    lines = [
        TopicLine(str(label), [round(minutes[code, one] / 60, 1) for one in begins], *counts[code])
        for code, label in HelpRequest.Topic.choices
        if code in counts
    ]
    names = [_("%(year)s Q%(number)s") % {"year": one.year, "number": (one.month + 2) // 3} for one in begins]
    total = [round(sum(line.hours[at] for line in lines), 1) for at in range(len(begins))]
    return Capacity(names, lines, total, _card(names, total, today) if any(total) else None)


def _minutes(since: date) -> dict[tuple[str, date], int]:
    found: dict[tuple[str, date], int] = defaultdict(int)
    rows = HelpRequest.objects.filter(answered_at__isnull=False).annotate(
        quarter=TruncQuarter("answered_at", tzinfo=clock.zone())
    )
    for topic, quarter, minutes in rows.order_by().values_list("topic", "quarter").annotate(n=Sum("minutes")):
        if quarter.date() >= since:
            found[topic, quarter.date()] += minutes
    return found


def _card(names: list[str], total: list[float], today: date) -> Card:
    hours = Series(_("All topics"), tuple(Figure(one) for one in total))
    chart = Lines(
        _("Hours of the desk, by quarter"), Unit(digits=1, trims=True, after=_(" hours")), tuple(names), (hours,)
    )
    last = {"hours": f"{total[-1]:g}", "before": f"{total[-2]:g}"}
    return Card(
        key="hours", finding=_("%(hours)s hours this quarter, %(before)s the quarter before") % last, chart=chart,
        source=_("minutes written down with each answer"), day=f"{today:%Y-%m-%d}",
        limits=(_("Work that was not written down is not in it."),),
    )  # fmt: skip
