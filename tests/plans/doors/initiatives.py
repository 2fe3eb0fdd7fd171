"""Initiatives, what they are tied to, and what is reported of them."""

from __future__ import annotations

from typing import Any

from plans.initiatives.acts import ask_update, begin_initiative, report_update
from plans.models import Initiative, InitiativeUpdate
from raci import clock
from raci.history import acting
from raci.models import Case, Record, Scope
from tests.city import SmallCity
from tests.plans.initiatives import in_force, later, written


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A draft of Parks, and one in force with an update that is asked for and one that was reported."""
    draft = written(city, "Lessons in two languages")
    standing = in_force(city, written(city, "Swimming for everybody"))
    told = ask_update(standing, title="Who came", due_on=later(5), by=city.manager)
    report_update(told, standing="behind", words="Two pools were closed.", by=city.manager)
    asked = ask_update(standing, title="Who stayed", due_on=later(40), by=city.manager)
    return {
        "initiative-draft": {"pk": draft.record_id},
        "initiative": {"pk": standing.record_id},
        "initiative-update": {"pk": asked.pk},
    }


LISTS = {"plans:initiative-list": ("manager", dict)}
EXPORTS = {"initiatives": "manager"}
FULL = {"initiatives": 1}


def grow(city: SmallCity, number: int) -> None:
    """One more draft, of which something is asked."""
    lead = city.post("director-parks")
    row = begin_initiative(unit=city.parks, title=f"Initiative {number}", lead=lead, by=city.manager)
    ask_update(row, title="Who came", due_on=later(5), by=city.manager)


def plant(city: SmallCity, number: int, payload: str) -> None:
    """An initiative whose texts are the payload."""
    with acting(by=city.manager, act="create"):
        scope = Scope.objects.get(activity_code="2.2", unit=city.parks)
        record = Record.objects.create(kind="initiative", scope=scope, title=payload)
        Case.objects.create(record=record, number=1, title=payload, state_since=clock.now(), state_by=payload)
        row = Initiative.objects.create(
            record=record, title=payload, purpose=payload, disparity=payload, lead=city.post("director-parks"),
            partners=payload,
        )  # fmt: skip
        InitiativeUpdate.objects.create(initiative=row, title=payload, due_on=clock.today())


ONE_THING = [
    "plans:initiative-create",
    "plans:initiative-detail",
    "plans:initiative-edit",
    "plans:initiative-ties",
    "plans:initiative-ask",
    "plans:initiative-report",
]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:initiative-list", "who": "manager"},
    {"name": "plans:initiative-list", "who": "new"},
    {"name": "plans:initiative-create", "who": "officer"},
    {"name": "plans:initiative-create", "who": "officer", "press": "Begin it", "status": 422},
    {"name": "plans:initiative-detail", "args": "initiative-draft", "who": "manager"},
    {"name": "plans:initiative-detail", "args": "initiative"},
    {"name": "plans:initiative-edit", "args": "initiative-draft", "who": "manager"},
    {"name": "plans:initiative-ties", "args": "initiative-draft", "who": "manager"},
    {"name": "plans:initiative-ask", "args": "initiative", "who": "manager"},
    {"name": "plans:initiative-ask", "args": "initiative", "who": "manager", "press": "Ask for it", "status": 422},
    {"name": "plans:initiative-report", "args": "initiative-update", "who": "manager"},
]
