"""Notices: one line in somebody's inbox and one e-mail, written with the act and sent after it is committed.

The row is the job; Redis is only the bell that wakes a worker early. Without it the beat's next round sends.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from raci import bell
from raci.models import Notice, Person, Record
from raci.tasks import send_notices


def tell(people: Iterable[Person], *, record: Record | None, key: str, line: str, url: str = "") -> None:
    """Give each of them this notice once (`key`), in the running transaction; e-mail follows after commit.

    Told again under the same key, they notice nothing. Programs and disabled people are not told.
    """
    rows = {
        person.pk: Notice(person=person, record=record, key=key, line=line[:500], url=url)
        for person in people
        if person.is_active and not person.is_service
    }
    if rows:
        Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
        transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Wake a worker to send the mail."""
    bell.ring(send_notices, rung=True)


def unread_count(person: Person) -> int:
    """How many notices they have not read."""
    return Notice.objects.filter(person=person, read_at=None).count()


def inbox_of(person: Person) -> QuerySet[Notice]:
    """Their notices, newest first."""
    return Notice.objects.filter(person=person).select_related("record")


def mark_read(notices: QuerySet[Notice], *, by: Person) -> int:
    """Mark these of one's own notices as read; how many were not. Ungoverned: writes no history."""
    return notices.filter(person=by, read_at=None).update(read_at=timezone.now())
