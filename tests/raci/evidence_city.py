"""The smallest city in which evidence can be attached: a bureau's director, a consulted manager, a stranger, a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group

from raci import clock, records
from raci.actions.cases import begin_record
from raci.history import acting
from raci.models import (
    Activity,
    Assignment,
    Case,
    Category,
    City,
    Holding,
    Matrix,
    Person,
    Post,
    Record,
    Role,
    Scope,
    Unit,
)
from raci.service import service_person

LONG_AGO = date(2020, 1, 1)
KIND = records.Kind(
    "evidence_test", Record, "4.1", records.Life.GOVERNED, "Test plan", url=lambda record: f"/plans/{record.pk}/"
)


@dataclass
class EvidenceCity:
    """Who is who."""

    director: Person
    manager: Person  # C
    stranger: Person  # holds no post
    informed: Person  # I
    bureau: Unit
    case: Case


def person(name: str, **more) -> Person:
    return Person.objects.create(name=name, email=f"{name.lower()}@city.example", **more)


def make_city() -> EvidenceCity:
    records.register(KIND)
    loader = service_person("test-loader", "Loader of the test city")
    with acting(by=loader, act="load"):
        City.objects.create(pk=1, name="Testville", time_zone="America/Los_Angeles", fiscal_year_begins="07-01")
        city = Unit.objects.create(code="city", name="Testville", kind="city", path="/city/")
        area = Unit.objects.create(code="area", name="Area", kind="service_area", parent=city, path="/city/area/")
        bureau = Unit.objects.create(code="parks", name="Parks", kind="bureau", parent=area, path="/city/area/parks/")
        matrix = Matrix.objects.create(number=1, title="Matrix", source="test", effective_on=LONG_AGO)
        category = Category.objects.create(matrix=matrix, code="4", title="Procedures", order=1)
        activity = Activity.objects.create(matrix=matrix, category=category, code="4.1", title="Prepare plans", order=1)
        people = {}
        for column, (code, codes) in enumerate({"DIR": "R", "CET": "C", "CAO": "A", "AUD": "I"}.items()):
            role = Role.objects.create(
                code=code, name=code, short_name=code, column=column, reach="citywide", reads="citywide"
            )
            Assignment.objects.create(activity=activity, role=role, codes=codes)
            group = Group.objects.create(name=f"post-{code}")
            post = Post.objects.create(code=code.lower(), role=role, unit=bureau, title=f"{code} of Parks", group=group)
            people[code] = person(f"Holder{code}")
            Holding.objects.create(post=post, person=people[code], begins_on=LONG_AGO, proposed_by=loader)
        Scope.objects.create(activity_code="4.1", unit=bureau)
        stranger = person("Stranger")
    _record, case = begin_record(KIND, unit=bureau, title="Parks plan", by=people["DIR"])
    return EvidenceCity(people["DIR"], people["CET"], stranger, people["AUD"], bureau, case)


def approve(case: Case, *, by: Person) -> None:
    """As the workflow's acts would leave it, without what those acts check."""
    with acting(by=by, act="test", record=case.record_id):
        for state in ("submitted", "approved"):
            case.state, case.state_since = state, clock.now()
            case.save()
