"""Standards and policies, their clauses, and what bureaus answer."""

from __future__ import annotations

from typing import Any

from plans.models import Clause, Standard
from plans.standards.acts import begin_standard, submit_answer
from raci import clock
from raci.history import acting
from raci.models import Case, Record, Scope
from tests.city import SmallCity
from tests.plans.standards import in_force, written


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A draft, a standard in force with an answer of Parks that waits, and a policy that nobody answered."""
    draft = written(city, "Equity in hiring")
    clause = Clause.objects.get(standard=draft)
    standing = in_force(city, written(city, "Equity in budgets"))
    unanswered = in_force(city, written(city, "Language at meetings", activity="1.2"))
    answer = submit_answer(standing, city.parks, stance="adapts", words="By quarter.", version=1, by=city.director)
    return {
        "standard-draft": {"pk": draft.record_id},
        "standard-clause": {"pk": clause.pk},
        "standard": {"pk": standing.record_id},
        "standard-parks": {"pk": unanswered.record_id, "unit": city.parks.code},
        "standard-water": {"pk": unanswered.record_id, "unit": city.water.code},
        "standard-answered": {"pk": standing.record_id, "unit": city.parks.code},
        "standard-answer": {"pk": answer.pk},
    }


LISTS = {"plans:standard-list": ("office", dict)}
EXPORTS = {"standards": "office"}
FULL = {"standards": 1}


def grow(city: SmallCity, number: int) -> None:
    """One more draft."""
    begin_standard(activity="1.1", title=f"Standard {number}", by=city.office)


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A standard whose texts are the payload."""
    with acting(by=city.office, act="create"):
        scope = Scope.objects.get(activity_code="1.1", unit__kind="city")
        record = Record.objects.create(kind="standard", scope=scope, title=payload)
        Case.objects.create(record=record, number=1, title=payload, state_since=clock.now(), state_by=payload)
        row = Standard.objects.create(record=record, title=payload, purpose=payload)
        Clause.objects.create(standard=row, order=1, title=payload, words=payload, shown_by=payload)


ONE_THING = [
    "plans:standard-create",
    "plans:standard-detail",
    "plans:standard-edit",
    "plans:clause-create",
    "plans:clause-edit",
    "plans:clause-remove",
    "plans:adoption-grid",
    "plans:adoption-answer",
    "plans:adoption-detail",
]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:standard-list", "who": "office"},
    {"name": "plans:standard-list", "who": "new"},
    {"name": "plans:standard-create", "who": "office"},
    {"name": "plans:standard-create", "who": "office", "press": "Begin it", "status": 422},
    {"name": "plans:standard-detail", "args": "standard-draft", "who": "office"},
    {"name": "plans:standard-detail", "args": "standard"},
    {"name": "plans:standard-edit", "args": "standard-draft", "who": "office"},
    {"name": "plans:clause-create", "args": "standard-draft", "who": "office"},
    {"name": "plans:clause-edit", "args": "standard-clause", "who": "office"},
    {"name": "plans:clause-remove", "args": "standard-clause", "who": "office"},
    {"name": "plans:adoption-grid", "who": "administrator"},
    {"name": "plans:adoption-answer", "args": "standard-parks parks"},
    {"name": "plans:adoption-answer", "args": "standard-parks parks", "press": "Hand it in", "status": 422},
    {"name": "plans:adoption-detail", "args": "standard-answer", "who": "administrator"},
    {"name": "plans:adoption-detail", "args": "standard-answer"},
]
