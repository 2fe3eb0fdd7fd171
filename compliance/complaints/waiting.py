"""Complaints that wait on those who answer them: worked out for their reader alone, when they ask; no word of a complaint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.complaints.clocks import Clock, clocks_of
from compliance.complaints.readers import PROGRAMME_OF, answerers
from compliance.complaints.seats import readable, seats
from compliance.kinds import COMPLAINT
from compliance.law.standing import law_on
from compliance.models import Complaint, Coordinator
from compliance.queries.public_complaints import holidays
from raci import restricted
from raci.authority import Capacity, Facts
from raci.queries.waits import Waiting

State = Complaint.State
KIND, VERB = "complaint", gettext_lazy("See to a complaint")
NEXT: Mapping[str, Any] = {  # of a case that is neither passed on nor closed
    State.RECEIVED: gettext_lazy("Acknowledge it"),
    State.ACKNOWLEDGED: gettext_lazy("Decide whether it is the city’s"),
    State.OURS: gettext_lazy("Have it looked into"),
    State.INVESTIGATED: gettext_lazy("Decide it"),
    State.FOUND: gettext_lazy("Close it, once the time to appeal is over"),
    State.APPEALED: gettext_lazy("Answer the appeal"),
}
RUNS = ("open", "passed", "overdue")
MOST = 50


def waits(facts: Facts) -> list[Waiting]:
    """Those that they are to answer, as coordinator, or as counsel where nobody coordinates (a constant number of queries)."""
    rows = readable(facts).filter(state__in=list(NEXT)).select_related("unit").order_by("received_on", "pk")
    found = [(row, via) for row in rows if (via := _answers(facts, row)) is not None][:MOST]
    if not found:
        return []
    law, days_off = law_on(facts.today), holidays()
    return [_line(row, via, facts, clocks_of(row, law, facts.today, days_off)) for row, via in found]


def _answers(facts: Facts, row: Complaint) -> Capacity | None:
    office = row.unit.path if row.unit else ""
    return restricted.mine(facts, COMPLAINT, answerers(row.bases, office, seats(facts)))


def _line(row: Complaint, via: Capacity, facts: Facts, clocks: list[Clock]) -> Waiting:
    owed = [one for one in clocks if one.is_city and one.day and one.state in RUNS]
    first = min(owed, key=lambda one: one.day or date.max, default=None)
    detail = " · ".join(filter(None, (str(NEXT[row.state]), first.name if first else "")))
    url = reverse("compliance:complaint-detail", args=[row.pk])
    return Waiting(
        KIND, f"{row.number} · {_programmes(row)}", detail, None, first.day if first else None, _why(row, via, facts), url,
        facts.today,
    )  # fmt: skip


def _programmes(row: Complaint) -> str:
    names = dict(Coordinator.Law.choices)
    codes = dict.fromkeys(PROGRAMME_OF[basis] for basis in row.bases if basis in PROGRAMME_OF)
    return ", ".join(str(names[code]) for code in codes) or _("no basis named")


def _why(row: Complaint, via: Capacity, facts: Facts) -> str:
    if not row.bases:
        return _("It names no basis, so it comes to %(post)s.") % {"post": via.label}
    if any(seat.post == via.post and seat.programmes for seat in seats(facts)):
        return _("%(post)s answers complaints of this programme.") % {"post": via.label}
    return _("Nobody who coordinates its programme may answer it, so it comes to %(post)s.") % {"post": via.label}
