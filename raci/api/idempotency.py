"""Sent twice, done once: with an Idempotency-Key the second request gets the answer of the first.

The row is written in the transaction of the act. A second request with the same key waits for the first one's to end; where
that was taken back (the act was refused, the machine stopped), nothing was done and the second one does it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import cast

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from raci.api.problems import Invalid
from raci.models import FirstAnswer, Person
from raci.refusals import Problem

HEADER = "Idempotency-Key"
LONGEST = 255
KEPT = timedelta(hours=24)
WAIT = "10s"
SENT_AGAIN = ("Location", "ETag", "Content-Type", "Cache-Control")


def once(request: Request, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it, or give the first answer again."""
    key, person = request.headers.get(HEADER), cast(Person, request.user)
    if key is None:
        return do()
    if not key.isprintable() or not 1 <= len(key) <= LONGEST or not key.isascii():
        raise Invalid([Problem(_("Write 1 to %(n)d printable signs.") % {"n": LONGEST}, field=HEADER)])
    print_ = _fingerprint(request)
    kept = _keep(person, key, print_)
    if kept is None:
        return _again(person, key, print_)
    response = do()
    kept.status, kept.body = response.status_code, response.content.decode()
    kept.headers = {name: response[name] for name in SENT_AGAIN if response.has_header(name)}
    kept.save()
    return response


def _fingerprint(request: Request) -> str:
    """What was asked: method, address and body."""
    hashed = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace"))
    if request.content_type.startswith("multipart/"):
        for name, values in sorted(request.POST.lists()):
            hashed.update(f"{name}={values}\n".encode("utf-8", "replace"))
        for name, file in sorted(request.FILES.items()):
            hashed.update(f"{name}:{file.name}\n".encode("utf-8", "replace"))
            for chunk in file.chunks():
                hashed.update(chunk)
            file.seek(0)
    else:
        hashed.update(request._request.body)
    return hashed.hexdigest()


def _keep(person: Person, key: str, print_: str) -> FirstAnswer | None:
    """A row for the answer to come; none where there is one already. Waits for whoever is just writing it."""
    now = timezone.now()
    FirstAnswer.objects.filter(person=person, key=key, at__lt=now - KEPT).delete()
    row = FirstAnswer(person=person, key=key, request=print_)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
        cursor.execute(
            "INSERT INTO raci_firstanswer (person_id, key, request, at, status, headers, body)"
            " VALUES (%s, %s, %s, %s, 0, '{}', '') ON CONFLICT (person_id, key) DO NOTHING RETURNING id, at",
            [person.pk, key, print_, now],
        )
        made = cursor.fetchone()
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    if made is None:
        return None
    row.pk, row.at = made
    row._state.adding = False
    return row


def _again(person: Person, key: str, print_: str) -> HttpResponse:
    first = FirstAnswer.objects.get(person=person, key=key)
    if first.request != print_:
        raise Invalid([Problem(_("This key was sent before, with another request. Draw a new one."), field=HEADER)])
    response = HttpResponse(first.body, status=first.status, headers=first.headers)
    response["Idempotency-Replayed"] = "true"
    return response


def forget() -> int:
    """Forget what is older than a day; how many."""
    return FirstAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
