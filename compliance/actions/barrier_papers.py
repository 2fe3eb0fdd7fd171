"""What belongs to a barrier: photos, and what the public said of it; by R of 1.4 of its facility's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.kinds import BARRIER
from compliance.models import Barrier, BarrierComment, BarrierPhoto
from raci import clock
from raci.actions.evidence import checked, evidence_root, hold_off_the_sweep
from raci.authority import facts_for
from raci.evidence import storage
from raci.evidence.names import plain_name
from raci.evidence.verdicts import Unacceptable
from raci.keeping import keeper, keeping
from raci.models import Blob, Person
from raci.refusals import Conflict, NotReady, Problem

PICTURES = ("image/png", "image/jpeg", "image/webp", "application/pdf")


def add_photo(barrier: Barrier, upload: UploadedFile[bytes], caption: str = "", *, by: Person) -> BarrierPhoto:
    """Check a picture, keep its bytes without where and when it was taken, and add it. `NotReady` says why it is not taken."""
    keeper(facts_for(by), BARRIER, barrier.facility.unit)  # before 25 MB are read
    file_name = plain_name(upload.name or "")
    try:
        incoming, media_type = checked(upload, file_name)
    except Unacceptable as refusal:
        raise NotReady([Problem(_(refusal.sentence) % refusal.facts, field="file")]) from refusal
    try:
        if media_type not in PICTURES:
            raise NotReady([Problem(_("Choose a picture: PNG, JPEG, WebP or PDF."), field="file")])
        with transaction.atomic():
            hold_off_the_sweep()
            storage.keep(evidence_root(), incoming)
            with keeping(BARRIER, barrier.facility.unit, by=by, act="add_photo"):
                return _add(barrier, incoming, media_type, file_name, caption)
    finally:
        incoming.discard()


def _add(barrier: Barrier, incoming: storage.Incoming, media_type: str, name: str, caption: str) -> BarrierPhoto:
    same = barrier.photos.filter(blob__sha256=incoming.sha256, taken_off_at=None).first()
    if same:
        raise NotReady(
            [Problem(_("This photo is there already, as “%(file)s”.") % {"file": same.file_name}, field="file")]
        )
    blob, _made = Blob.objects.get_or_create(
        sha256=incoming.sha256, defaults={"size": incoming.size, "media_type": media_type}
    )
    return BarrierPhoto.objects.create(barrier=barrier, blob=blob, file_name=name, caption=caption.strip()[:300])


def take_photo_off(photo: BarrierPhoto, *, by: Person, why: str) -> None:
    """Take a photo off; its row and its bytes stay, and history says who did it and why."""
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with keeping(BARRIER, photo.barrier.facility.unit, by=by, act="take_photo_off", why=why.strip()):
        locked = BarrierPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
        if locked.taken_off_at:
            raise Conflict(_("“%(file)s” was taken off already.") % {"file": locked.file_name})
        locked.taken_off_at = clock.now()
        locked.save()


def note_comment(barrier: Barrier, values: Mapping[str, Any], *, by: Person) -> BarrierComment:
    """Write down what somebody of the public said."""
    with keeping(BARRIER, barrier.facility.unit, by=by, act="note_comment"):
        _check(values)
        return BarrierComment.objects.create(barrier=barrier, **values)


def change_comment(row: BarrierComment, values: Mapping[str, Any], *, by: Person) -> None:
    """Say better what was said, or what was answered."""
    with keeping(BARRIER, row.barrier.facility.unit, by=by, act="note_comment"):
        _check(values)
        locked = BarrierComment.objects.select_for_update(of=("self",)).get(pk=row.pk)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()


def _check(values: Mapping[str, Any]) -> None:
    if values["received_on"] > clock.today():
        raise NotReady([Problem(_("It cannot have been received on a day to come."), field="received_on")])
