"""Named services: programs that act under their own name in history, and never sign in."""

from __future__ import annotations

from django.db import connection

from raci.history import acting
from raci.models import Person


def service_person(code: str, name: str) -> Person:
    """The service of this code; made on first use, by itself: its number is drawn before its row, so history names it."""
    email = f"{code}@service.invalid"
    found = Person.objects.filter(email=email).first()
    if found is not None:
        return found
    person = Person(pk=_next_number(), email=email, name=name, is_service=True, is_active=False)
    person.set_unusable_password()
    with acting(by=person, act="make_service"):
        person.save(force_insert=True)
    return person


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('raci_person', 'id'))")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])
