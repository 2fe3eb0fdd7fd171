"""Taking complaints in: by the public form, without anybody signed in, and by staff who were told one.

No complaint is refused for being late, anonymous or incomplete; a form that was sent twice is one complaint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.complaints import texts
from compliance.complaints.readers import readers
from compliance.complaints.seats import need_circle, seats
from compliance.models import Complaint, ComplaintStep
from raci import clock, notices, private_codes, restricted
from raci.actions.evidence import checked
from raci.authority import Capacity, Facts, facts_for
from raci.evidence.names import plain_name
from raci.evidence.verdicts import Unacceptable
from raci.history import acting
from raci.models import Person, Post, Unit
from raci.refusals import NotReady, Problem
from raci.service import service_person

NUMBERS = 5_202_611  # advisory lock: one case number at a time
FORM = ("public-forms", "Public forms")  # the service under whose name people write who have no account
PLAIN = (
    "bases", "unit", "received_on", "way", "language", "format", "event_on", "last_event_on", "is_anonymous",
    "is_represented", "agency_has_jurisdiction", "fears_retaliation",
)  # fmt: skip
WORDS = (
    "what", "relief", "name", "phone", "email", "address", "helper", "helper_contact", "office", "language_words",
    "format_words", "groups",
)  # fmt: skip
File = tuple[str, bytes, str]  # name, bytes, media type


@dataclass(frozen=True)
class Received:
    """A complaint, with the private code of its complainant: shown once, and kept nowhere."""

    complaint: Complaint
    code: str
    is_new: bool = True


def receive_by_form(said: Mapping[str, Any], uploads: Sequence[UploadedFile[bytes]], *, sending: UUID) -> Received:
    """What somebody wrote into the public form. The same form sent again tells that it is there, without its code."""
    known = Complaint.objects.filter(sending=sending).first()
    if known is not None:
        return Received(known, "", is_new=False)
    files = [read_file(upload) for upload in uploads]
    values = {**said, "way": Complaint.Way.FORM, "received_on": clock.today()}
    return _receive(values, files, by=service_person(*FORM), via=None, sending=sending)


def receive_by_staff(said: Mapping[str, Any], uploads: Sequence[UploadedFile[bytes]], *, by: Person) -> Received:
    """What came by letter, telephone or in person, written down by whoever takes complaints in."""
    via = need_circle(facts_for(by))
    files = [read_file(upload) for upload in uploads]
    return _receive(said, files, by=by, via=via, sending=None)


def read_file(upload: UploadedFile[bytes]) -> File:
    """An acceptable file, inspected and scanned; of a picture, without its metadata. Nothing of it stays on the disk."""
    name = plain_name(upload.name or "")
    try:
        incoming, media_type = checked(upload, name)
    except Unacceptable as refusal:
        raise NotReady([Problem(_(refusal.sentence) % refusal.facts, field="papers")]) from refusal
    try:
        return name, incoming.path.read_bytes(), media_type
    finally:
        incoming.discard()


def _receive(
    said: Mapping[str, Any], files: Sequence[File], *, by: Person, via: Capacity | None, sending: UUID | None
) -> Received:
    check(said)
    code = private_codes.new_code()
    with acting(by=by, post=via.label if via else "", act="receive_complaint"):
        row = made(said, code_sha256=private_codes.digest(code), sending=sending)
        step = write(row, ComplaintStep.Kind.RECEIVED, via=via, on=row.received_on)
        add_files(row, files, via=via, kind=step.kind)
        tell_readers(row, facts_for(by), _("A complaint was received"))
    return Received(row, code)


def check(said: Mapping[str, Any]) -> None:
    """What cannot be: an event that is to come, a last day before the first, the whole city as an office."""
    problems = []
    today = clock.today()
    first, last = said.get("event_on"), said.get("last_event_on")
    for name, day in (("event_on", first), ("last_event_on", last), ("received_on", said.get("received_on"))):
        if day is not None and day > today:
            problems.append(Problem(_("This day is still to come. Write the day on which it happened."), field=name))
    received = said.get("received_on")
    if first and received and received < first:
        problems.append(Problem(_("It was received before the day of the event."), field="received_on"))
    if first and last and last < first:
        problems.append(Problem(_("The last day lies before the first."), field="last_event_on"))
    unit = said.get("unit")
    if unit is not None and unit.kind == Unit.Kind.CITY:
        problems.append(Problem(_("Choose the office, or leave it open where nobody knows."), field="unit"))
    if problems:
        raise NotReady(problems)


def made(said: Mapping[str, Any], **more: Any) -> Complaint:
    """The row with its sealed words, inside an act."""
    row = Complaint(**{name: said[name] for name in PLAIN if name in said}, **more)
    row.number = next_number(row.received_on)
    texts.put(row, {name: said[name] for name in WORDS if name in said})
    row.save()
    return row


def next_number(day: date) -> str:
    """C-2026-0007: by the year of receipt, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    stem = f"C-{day.year}-"
    last = (
        Complaint.objects.filter(number__startswith=stem).order_by("-number").values_list("number", flat=True).first()
    )
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:05d}"


def write(
    row: Complaint,
    kind: str,
    *,
    via: Capacity | None,
    on: date,
    said: Mapping[str, Any] | None = None,
    is_told: bool = False,
    file: File | None = None,
    **more: Any,
) -> ComplaintStep:
    """A step with its words, and its file; inside an act."""
    step = ComplaintStep(
        complaint=row, kind=kind, on=on, at=clock.now(), post_id=via.post if via else None, is_told=is_told, **more
    )
    words = dict(said or {})
    if file is not None:
        words["file_name"], content, step.media_type = file
        texts.put_file(step, content)
    texts.put(step, words)
    step.save()
    return step


def add_files(row: Complaint, files: Sequence[File], *, via: Capacity | None, kind: str) -> None:
    """A step a file; the complainant sees those of their own."""
    for file in files:
        write(row, kind, via=via, on=clock.today(), file=file)


def tell_readers(row: Complaint, facts: Facts, words: str) -> None:
    """Those who read it learn that something waits; never what it says."""
    posts = readers(row.bases, row.unit.path if row.unit else "", seats(facts))
    people = restricted.holders(facts, list(Post.objects.filter(pk__in=posts)))
    for person in people:
        key = f"complaint:{row.uid}:{clock.now():%Y%m%d%H%M%S}"
        url = reverse("compliance:complaint-detail", args=[row.pk])
        notices.tell([person], record=None, key=key, line=words, url=url)


def write_by_code(
    row: Complaint, said: Mapping[str, Any], uploads: Sequence[UploadedFile[bytes]], *, appeal: bool = False
) -> None:
    """A message or files of the complainant, by their private code; an appeal where the case was decided."""
    files = [read_file(upload) for upload in uploads]
    if not said.get("message") and not files:
        raise NotReady([Problem(_("Write a message, or choose a file."), field="message")])
    person = service_person(*FORM)
    with transaction.atomic(), acting(by=person, act="write_to_complaint"):
        locked = Complaint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
        kind = ComplaintStep.Kind.WROTE
        if appeal and locked.state in (Complaint.State.FOUND, Complaint.State.CLOSED):
            kind = ComplaintStep.Kind.APPEALED
            locked.state, locked.appealed_on, locked.closed_on = Complaint.State.APPEALED, clock.today(), None
            locked.save()
        if said.get("message"):
            write(locked, kind, via=None, on=clock.today(), said={"message": said["message"]}, is_told=True)
        add_files(locked, files, via=None, kind=ComplaintStep.Kind.WROTE)
        tell_readers(locked, facts_for(person), _("Somebody wrote about a complaint that you read"))
