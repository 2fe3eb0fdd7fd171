"""A training programme at work, for tests: accepted, with a cohort that takes residents, two sessions and people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from engagement.models import Cohort, Enrolment, Session, TrainingProgramme
from engagement.training import enrolling
from engagement.training.cohorts import add_session, begin_cohort
from engagement.training.programmes import add_material, ask_unit, begin_programme
from raci import clock, reviewing
from raci.models import Person, Unit
from raci.statements import Citing
from tests.city import SmallCity

SAID: dict[str, Any] = {
    "title": "Equity in hiring", "for_whom": "Everybody who hires.", "aims": "Ask every applicant the same.", "hours": 6,
    "every_months": None, "least_percent": 80, "takes_residents": True,
}  # fmt: skip
RESIDENT = {"name": "Ada Roe", "email": "ada@home.example", "phone": "", "why": "To sit on a board", "language": "es"}


def later(days: int) -> date:
    return clock.today() + timedelta(days=days)


def draft(city: SmallCity, title: str = "Equity in hiring", **more: Any) -> TrainingProgramme:
    """Complete, by the Equity Officer."""
    row = begin_programme({**SAID, "title": title, **more}, by=city.officer)
    add_material(row, title="Slides", place="https://example.org/slides", by=city.officer)
    return row


def ask(city: SmallCity, row: TrainingProgramme, unit: Unit | None = None, *, people: int = 1, days: int = 30) -> None:
    ask_unit(row, unit or city.parks, whom="Who hires", people=people, due_on=later(days), by=city.officer)


def accepted(city: SmallCity, row: TrainingProgramme) -> TrainingProgramme:
    """Handed in by the office that was named, which no decision mode binds, and accepted by the City Administrator."""
    reviewing.hand_in(row, by=city.office)
    reviewing.accept(row, by=city.administrator, citing=Citing())
    row.refresh_from_db()
    return row


def cohort(city: SmallCity, row: TrainingProgramme, title: str = "Spring", **more: Any) -> Cohort:
    """From today on for a week, with a session today and one in a week."""
    said = {
        "title": title, "about": "", "begins_on": later(0), "ends_on": later(7), "applies_until": later(3),
        "places": 3, "by_form": row.takes_residents, **more,
    }  # fmt: skip
    made = begin_cohort(row, said, by=city.officer)
    session(city, made, "First", made.begins_on)
    session(city, made, "Second", made.ends_on)
    return made


def session(city: SmallCity, row: Cohort, title: str, on: date) -> Session:
    said = {"title": title, "on": on, "begins": None, "ends": None, "place": "Room 1"}
    return add_session(row, said, by=city.officer)


def resident(row: Cohort, **more: Any) -> enrolling.Received:
    """By the public form."""
    return enrolling.receive_by_form(row, {**RESIDENT, **more}, sending=uuid4())


def enrolled(city: SmallCity, row: Cohort, *people: Person, residents: int = 0) -> list[Enrolment]:
    """They apply and are taken."""
    found = [enrolling.apply_myself(row, by=one) for one in people]
    for number in range(residents):
        said = {**RESIDENT, "name": f"Resident {number}"}
        found.append(enrolling.receive_by_staff(row, said, by=city.officer).enrolment)
    enrolling.decide({one.pk: "enrolled" for one in found}, row, by=city.officer)
    return [Enrolment.objects.get(pk=one.pk) for one in found]
