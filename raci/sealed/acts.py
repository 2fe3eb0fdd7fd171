"""Seal, read and erase. Who may is for the app that owns the text to say (`raci.restricted`); here it is recorded."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.authority import Capacity
from raci.history import acting
from raci.models import Payload, PayloadErasure, PayloadRead, Person
from raci.records import Content, canonical
from raci.refusals import Conflict, NotReady, Problem
from raci.sealed import envelopes, keys

log = logging.getLogger("portal.sealed")
WHY = 500  # characters of a reason
JSON, FILE = b"j", b"f"  # the first byte of what is sealed


class Erased(Conflict):
    """The text is gone. `str()` says since when and why."""


class Damaged(Exception):
    """The text does not open where it stands, or is not the one that was sealed: an alarm, never a refusal. Names no text."""


@dataclass(frozen=True)
class Sealed:
    """What the owner's row keeps of a text: its number and its hash."""

    payload: UUID
    sha256: str
    about: str = field(compare=False)  # whose text it is, as `seal` was told: "complaint:<its own number>"


def seal(kind: str, content: Content | bytes, *, about: str) -> Sealed:
    """Encrypt plain JSON values, or the bytes of a file, into a text of its own. Inside the act that writes the owner's row.

    `about` names the owner's row for good (its own uuid or reference, known before it is saved); a text moved to another row
    does not open. Nothing of it is stored beside the text. Raises `NotReady` where the deployment has no key.
    """
    number = uuid4()
    text = FILE + content if isinstance(content, bytes) else JSON + canonical(content).encode()
    key, envelope, sha256 = envelopes.close(text, envelopes.place(number, kind, about))
    keys.keep(number, key)  # before the row: a key without a text is nothing, a text without its key would be lost
    Payload.objects.create(id=number, kind=kind, ciphertext=envelope, created_at=clock.now())
    return Sealed(number, sha256, about)


def read(sealed: Sealed, *, by: Person, via: Capacity | None, why: str) -> Content:
    """What was sealed. One reading is recorded, before it is opened: who, as which post (`via`; None: its subject), why.

    Raises `Erased` with the reason, and `Damaged`.
    """
    content: Content = json.loads(_opened(sealed, by=by, via=via, why=why, expected=JSON))
    return content


def file_of(sealed: Sealed, *, by: Person, via: Capacity | None, why: str) -> bytes:
    """The bytes of a file that was sealed; as `read`."""
    return _opened(sealed, by=by, via=via, why=why, expected=FILE)


def erase(sealed: Sealed, *, by: Person, via: Capacity | None, why: str) -> None:
    """Destroy the text for good, in every backup of the database too; its hash stays with the owner. Raises `Erased`.

    The key is destroyed once the transaction is committed; what a crash leaves of it goes with `finish_erasures`.
    """
    with _recording(by, via, "erase_payload", why) as now:
        row = _locked(sealed)
        PayloadErasure.objects.create(
            payload=row.pk, kind=row.kind, person=by, as_post=via.label if via else "", why=why, at=now
        )
        row.ciphertext, row.erased_at = None, now
        row.save()
    transaction.on_commit(partial(keys.destroy, row.pk, now), robust=True)


def readings_of(payloads: Collection[UUID]) -> list[PayloadRead]:
    """Who read these texts, newest first: for the page of their subject and of their keeper (1 query)."""
    return list(PayloadRead.objects.filter(payload__in=payloads).select_related("person").order_by("-at", "-pk"))


def erasures_of(payloads: Collection[UUID]) -> list[PayloadErasure]:
    """Who erased these texts, when and why, newest first: for those who read them (1 query)."""
    return list(PayloadErasure.objects.filter(payload__in=payloads).select_related("person").order_by("-at", "-pk"))


def erasure_of(payload: UUID) -> str:
    """Since when and why a text is gone, in a sentence; "" for one that is there."""
    row = PayloadErasure.objects.filter(payload=payload).first()
    if row is not None:
        return _("This text was erased on %(day)s: %(why)s") % {"day": _day(row.at), "why": row.why}
    at = keys.erased_at(payload)  # the database was put back to before the erasure
    return _("This text was erased on %(day)s.") % {"day": _day(at)} if at else ""


def _opened(sealed: Sealed, *, by: Person, via: Capacity | None, why: str, expected: bytes) -> bytes:
    row = _found(sealed, Payload.objects.filter(pk=sealed.payload).first())
    with _recording(by, via, "read_payload", why) as now:
        PayloadRead.objects.create(
            payload=row.pk, kind=row.kind, person=by, as_post=via.label if via else "", why=why, at=now
        )
    try:
        key = keys.fetch(row.pk)
        text, sha256 = envelopes.open_up(
            key, bytes(row.ciphertext or b""), envelopes.place(row.pk, row.kind, sealed.about)
        )
    except keys.NoKey:  # erased a moment ago
        raise Erased(erasure_of(row.pk)) from None
    except envelopes.DoesNotOpen:
        raise _alarm(row.pk, "it does not open where it stands") from None
    if sha256 != sealed.sha256:
        raise _alarm(row.pk, "its hash is not the one its owner keeps")
    if text[:1] != expected:
        raise ValueError(f"{row.kind}: a file is read by file_of, all else by read.")
    return text[1:]


def _found(sealed: Sealed, row: Payload | None) -> Payload:
    """The row of a text that is there, with its key."""
    if row is None:
        raise _alarm(sealed.payload, "its row is missing")
    if gone := erasure_of(row.pk):
        raise Erased(gone)
    if not keys.is_kept(row.pk):
        log.error("The key of the sealed text %s is not in %s.", row.pk, keys.folder())
        raise Conflict(
            _(
                "The key of this text is not on this machine. Whoever runs the portal has to put the folder of keys back."
            )
        )
    return row


def _locked(sealed: Sealed) -> Payload:
    """The row of a text to erase; whoever comes second waits, and is told that it is gone."""
    row = Payload.objects.select_for_update().filter(pk=sealed.payload).first()
    if row is None:
        raise _alarm(sealed.payload, "its row is missing")
    if gone := erasure_of(row.pk):
        raise Erased(gone)
    return row


@contextmanager
def _recording(by: Person, via: Capacity | None, act: str, why: str) -> Iterator[datetime]:
    if not why.strip() or len(why) > WHY:
        raise NotReady([Problem(_("Say why in a sentence of at most %(n)s characters.") % {"n": WHY}, "why")])
    with acting(by=by, post=via.label if via else "", act=act, why=why):
        yield clock.now()


def _alarm(number: UUID, fault: str) -> Damaged:
    log.error("The sealed text %s is damaged: %s.", number, fault)
    return Damaged(f"The sealed text {number} is damaged: {fault}.")


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")
