"""A city of one row and people to sign in as, for tests of the frame around pages."""

from __future__ import annotations

from raci.history import acting
from raci.models import City, Person
from raci.service import service_person

PASSWORD = "long enough to keep"


def loader() -> Person:
    return service_person("test-loader", "Loader of the test city")


def make_city(**more: object) -> City:
    given = {"name": "Testville", "time_zone": "America/Los_Angeles", "fiscal_year_begins": "07-01", **more}
    with acting(by=loader(), act="load"):
        return City.objects.create(pk=1, **given)


def make_person(name: str = "Dana Reyes", **more: object) -> Person:
    person = Person(name=name, email=f"{name.split()[0].lower()}@city.example", **more)
    person.set_password(PASSWORD)
    with acting(by=loader(), act="load"):
        person.save()
    return person
