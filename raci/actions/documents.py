"""The document by which a post is given (directive, oath, certificate): inspected and kept like evidence, then the holding."""

from __future__ import annotations

from typing import Any

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


def begin_holding_with(upload: UploadedFile[bytes] | None, *, post: Post, by: Person, **holding: Any) -> Holding:
    """Begin a holding (see `begin_holding`) with the uploaded document; nothing of a file is left behind a refusal."""
    if upload is None:
        return begin_holding(post=post, by=by, **holding)
    via = recorder(post, facts_for(by))  # before 25 MB are read
    try:
        incoming, media_type = checked(upload, plain_name(upload.name or ""))
    except Unacceptable as refusal:
        raise NotReady([Problem(_(refusal.sentence) % refusal.facts, field="document")]) from refusal
    try:
        with transaction.atomic():
            hold_off_the_sweep()
            storage.keep(evidence_root(), incoming)
            with acting(by=by, post=via.capacity.label, cell=via.cell, act="begin_holding"):
                about = {"size": incoming.size, "media_type": media_type}
                blob, _made = Blob.objects.get_or_create(sha256=incoming.sha256, defaults=about)
            return begin_holding(post=post, by=by, document=blob, **holding)
    finally:
        incoming.discard()
