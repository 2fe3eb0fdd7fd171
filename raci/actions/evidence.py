"""Acts on evidence: attach a file to a draft, take one off it. Bytes first, then the row: a row always has its file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from raci import clock
from raci.authority import Act, may
from raci.evidence import scanner, storage
from raci.evidence.apart import inspect_apart
from raci.evidence.inspection import SIZE_LIMIT, check_size
from raci.evidence.names import plain_name
from raci.evidence.verdicts import Unacceptable
from raci.history import acting
from raci.models import Attachment, Blob, Case, Person
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.workflow import Step, editing

ORPHANS = 5_202_601  # advisory lock: attaching shares it, the sweep of orphans takes it alone


def attach_evidence(case: Case, upload: UploadedFile[bytes], caption: str = "", *, by: Person) -> Attachment:
    """Check an uploaded file, keep its bytes (of a picture: without its metadata) and attach it to the open draft.

    `NotReady` says why a file is not taken; nothing of it is left then.
    """
    permission = may(by, Act.ATTACH, case)  # before 25 MB are read; `editing` asks again under the lock
    if not permission:
        raise Refused(permission.reason, visible=permission.visible)
    file_name = plain_name(upload.name or "")
    try:
        incoming, media_type = checked(upload, file_name)
    except Unacceptable as refusal:
        raise NotReady([Problem(_(refusal.sentence) % refusal.facts, field="file")]) from refusal
    try:
        with transaction.atomic():
            hold_off_the_sweep()
            storage.keep(evidence_root(), incoming)
            with editing(case, by=by, act=Act.ATTACH) as step:
                return _attach(step, incoming, media_type, file_name, caption)
    finally:
        incoming.discard()


def remove_evidence(attachment: Attachment, *, by: Person, why: str) -> None:
    """Take a file off the draft; the row and the bytes stay, and history says who took it off and why."""
    if not why.strip():
        raise NotReady([Problem(_("Say why the file is taken off."), field="why")])
    case = open_case(attachment)
    with editing(case, by=by, act=Act.ATTACH, why=why) as step:
        locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if locked.removed_at:
            raise Conflict(_("“%(file)s” has already been taken off.") % {"file": locked.file_name})
        post, cell = step.via.capacity.label, step.via.cell
        with acting(by=by, post=post, cell=cell, act="remove_evidence", why=why, record=step.record.pk):
            locked.removed_at = clock.now()
            locked.save()
    attachment.refresh_from_db()


def sweep_orphans() -> int:
    """Delete files older than a day that no row names; how many. Safe beside attaching."""
    swept = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORPHANS])
        for path in storage.old_files(evidence_root()):
            if path.parent.name == storage.INCOMING or not Blob.objects.filter(sha256=path.name).exists():
                path.unlink(missing_ok=True)
                swept += 1
    return swept


def evidence_root() -> Path:
    """Where the files are."""
    return Path(settings.EVIDENCE_ROOT)


def open_case(attachment: Attachment) -> Case:
    """The newest case of the attachment's record: the one a file is taken off from."""
    return Case.objects.select_related("record__scope__unit").filter(record=attachment.record_id).latest("number")


def checked(upload: UploadedFile[bytes], file_name: str) -> tuple[storage.Incoming, str]:
    """The bytes to keep, received and found acceptable, and their media type; no file is left behind a refusal."""
    try:
        incoming = storage.receive(evidence_root(), upload.chunks(), limit=SIZE_LIMIT)
    except storage.TooLong:
        check_size(SIZE_LIMIT + 1, file_name)
        raise
    try:
        check_size(incoming.size, file_name)
        scanner.scan(incoming.path, file_name, getattr(settings, "CLAMD_ADDRESS", ""))
        found = inspect_apart(incoming.path, file_name)
        if found.copy is None:
            return incoming, found.media_type
        kept = _received_copy(found.copy)
    except BaseException:
        incoming.discard()
        raise
    incoming.discard()
    return kept, found.media_type


def _received_copy(copy: Path) -> storage.Incoming:
    try:
        return storage.receive(evidence_root(), [copy.read_bytes()], limit=2 * SIZE_LIMIT)
    finally:
        copy.unlink()


def hold_off_the_sweep() -> None:
    """Share the lock: no file is swept between its keeping and its row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ORPHANS])


def _attach(step: Step, incoming: storage.Incoming, media_type: str, file_name: str, caption: str) -> Attachment:
    same = Attachment.objects.filter(record=step.record, blob__sha256=incoming.sha256, removed_at=None).first()
    if same:
        raise NotReady(
            [Problem(_("This file is already attached, as “%(file)s”.") % {"file": same.file_name}, field="file")]
        )
    blob, _made = Blob.objects.get_or_create(
        sha256=incoming.sha256, defaults={"size": incoming.size, "media_type": media_type}
    )
    return Attachment.objects.create(
        record=step.record,
        case=step.case,
        blob=blob,
        file_name=file_name,
        caption=caption.strip()[:300],
        attached_by=step.by,
        attached_at=clock.now(),
    )
