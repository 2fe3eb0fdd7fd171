"""Initiatives on their way, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from plans.actions import change
from plans.initiatives.acts import begin_initiative, tie, tied
from plans.models import Initiative
from raci import clock
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Objective, Person, Theme
from tests.city import SmallCity


def later(days: int) -> date:
    return clock.today() + timedelta(days=days)


def written(city: SmallCity, title: str = "Swimming for everybody", **said: Any) -> Initiative:
    """A complete draft of Parks, by its equity manager."""
    row = begin_initiative(unit=city.parks, title=title, lead=city.post("director-parks"), by=city.manager)
    values = {
        "purpose": "Half the gap in swimming.", "disparity": "Girls of two districts swim less.",
        "objective_id": Objective.objects.earliest("pk").pk, "begins_on": clock.today(), **said,
    }  # fmt: skip
    change(row, values, by=city.manager)
    wanted = {
        **tied(row),
        "theme": {Theme.objects.earliest("order").pk},
        "post": {city.post("lead-vibrant-communities").pk},
    }
    tie(row, wanted, by=city.manager)
    return Initiative.objects.get(pk=row.pk)


def case_of(row: Any) -> Case:
    found: Case = row.record.cases.latest("number")
    return found


def holders(city: SmallCity) -> dict[str, Person]:
    """Who answers for each role that is asked under 2.2."""
    return {
        "OEHR": city.office, "ACA_DCA": city.deputy, "CET": city.lead, "DIR": city.director, "ATTY": city.attorney,
    }  # fmt: skip


def in_force(city: SmallCity, row: Any, *, by: Person | None = None) -> Any:
    """Everybody answers, it is submitted and approved by the City Administrator."""
    case, by = case_of(row), by or city.manager
    cases.open_consultation(case, by=by)
    people = holders(city)
    for asked in case.texts.latest("number").consultations.filter(way="asked").select_related("role"):
        cases.answer(asked, by=people[asked.role.code], answer="no_objection")
    cases.submit(case, by=by)
    cases.decide(case, by=city.administrator, kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)
    return type(row).objects.get(pk=row.pk)
