"""Standards of the city on their way, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from plans.actions import add, change
from plans.models import Standard
from plans.standards.acts import begin_standard
from raci import clock
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Objective, Record
from tests.city import SmallCity

CLAUSE = {"title": "Ask who is not served", "words": "Before each budget.", "shown_by": "A page of the budget request"}


def later(days: int) -> date:
    return clock.today() + timedelta(days=days)


def written(city: SmallCity, title: str = "Equity in budgets", *, activity: str = "1.1", days: int = 30) -> Standard:
    """A complete draft of the Office of Equity."""
    standard = begin_standard(activity=activity, title=title, by=city.office)
    values: dict[str, Any] = {"purpose": "Money follows need.", "answer_by": later(days)}
    if objective := Objective.objects.first():
        values["objective_id"] = objective.pk
    change(standard, values, by=city.office)
    add(Standard.objects.get(pk=standard.pk), CLAUSE, by=city.office)
    return Standard.objects.get(pk=standard.pk)


def case_of(standard: Standard) -> Case:
    return standard.record.cases.latest("number")


def submitted(city: SmallCity, standard: Standard) -> Case:
    """Whoever is asked answers; it is handed in."""
    return cases_of(standard.record, city)


def cases_of(record: Record, city: SmallCity) -> Case:
    """The same of any record of the Office of Equity."""
    case = record.cases.latest("number")
    cases.open_consultation(case, by=city.office)
    people = {
        "EO": city.officer,
        "ATTY": city.attorney,
        "CAO": city.administrator,
        "ACA_DCA": city.deputy,
        "CET": city.lead,
    }
    for asked in case.texts.latest("number").consultations.filter(way="asked").select_related("role"):
        cases.answer(asked, by=people[asked.role.code], answer="no_objection")
    cases.submit(case, by=city.office)
    return case


def in_force(city: SmallCity, standard: Standard) -> Standard:
    """Approved by the City Administrator."""
    case = submitted(city, standard)
    cases.decide(case, by=city.administrator, kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)
    return Standard.objects.get(pk=standard.pk)


def next_version(city: SmallCity, standard: Standard, **values: Any) -> Standard:
    """Changed, and in force again."""
    cases.begin_next(case_of(standard), by=city.office)
    change(Standard.objects.get(pk=standard.pk), values, by=city.office)
    return in_force(city, standard)
