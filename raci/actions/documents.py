"""A document that somebody gave (a directive, an oath, a certificate): inspected and kept like evidence, then what it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from raci.actions.evidence import checked, evidence_root, hold_off_the_sweep
from raci.actions.posts import begin_holding, recorder
from raci.authority import facts_for
from raci.evidence import storage
from raci.evidence.names import plain_name
from raci.evidence.verdicts import Unacceptable
from raci.history import acting
from raci.models import Blob, Holding, Person, Post
from raci.refusals import NotReady, Problem

Kept = TypeVar("Kept")


def with_document(
    upload: UploadedFile[bytes] | None,
    keep: Callable[[Blob | None], Kept],
    *,
    by: Person,
    act: str,
    post: str = "",
    cell: str = "",
) -> Kept:
    """Keep the uploaded bytes and do `keep` with them, or with None where there is no file; one transaction.

    For an act that has been authorised: up to 25 MB are read. `NotReady` (field "document") says why a file is not taken;
    nothing of it is left behind a refusal.
    """
    if upload is None:
        return keep(None)
    try:
        incoming, media_type = checked(upload, plain_name(upload.name or ""))
    except Unacceptable as refusal:
        raise NotReady([Problem(_(refusal.sentence) % refusal.facts, field="document")]) from refusal
    try:
        with transaction.atomic():
            hold_off_the_sweep()
            storage.keep(evidence_root(), incoming)
            with acting(by=by, post=post, cell=cell, act=act):
                about = {"size": incoming.size, "media_type": media_type}
                blob, _made = Blob.objects.get_or_create(sha256=incoming.sha256, defaults=about)
            return keep(blob)
    finally:
        incoming.discard()


def begin_holding_with(upload: UploadedFile[bytes] | None, *, post: Post, by: Person, **holding: Any) -> Holding:
    """Begin a holding (see `begin_holding`) with the uploaded document; nothing of a file is left behind a refusal."""
    via = recorder(post, facts_for(by))

    def begin(document: Blob | None) -> Holding:
        return begin_holding(post=post, by=by, document=document, **holding)

    return with_document(upload, begin, by=by, act="begin_holding", post=via.capacity.label, cell=via.cell)
