"""What stands around a record: its texts, its timeline, its evidence."""

from __future__ import annotations

import logging
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from raci.actions.evidence import attach_evidence, open_case, remove_evidence
from raci.api.contract import FILE, Created, Door, Everything, Json, Multipart, operation
from raci.api.fields import Body, Shape, Text
from raci.api.paging import Paged, Rows
from raci.api.records import SHA, DecisionRef, RecordDoor, SubmissionRef, TextRef
from raci.api.shapes import DifferenceShown, Id, PersonRef, said
from raci.authority import Act, may
from raci.evidence import storage
from raci.handing_out import download
from raci.models import Attachment, Record
from raci.queries import receipts, timelines
from raci.queries.evidence import attachment_for, evidence_page
from raci.queries.texts import text_page
from raci.refusals import Conflict, Refused

log = logging.getLogger("raci.evidence")


class VersionRow(Shape):
    """A text with what became of it."""

    text = TextRef()
    submissions = SubmissionRef(many=True)
    decisions = DecisionRef(many=True)

    example = {"text": TextRef.example, "submissions": [SubmissionRef.example], "decisions": [DecisionRef.example]}


class VersionList(RecordDoor):
    """The texts of a record."""

    noun = "texts"

    @operation("The texts of a record", gives=VersionRow, query=Paged)
    def get(self, pk: int) -> Any:
        """Those you may read, newest first, with their hashes and what was decided."""
        return Rows(receipts.versions(self.page(pk)))


class VersionShown(Shape):
    """A frozen text, and what is different from the one before."""

    text = TextRef()
    differences = DifferenceShown(many=True)
    decisions = DecisionRef(many=True)
    content = serializers.JSONField()

    example = {
        "text": TextRef.example, "differences": [DifferenceShown.example], "decisions": [DecisionRef.example],
        "content": {"title": "Parks equity plan 2027"},
    }  # fmt: skip


class VersionDetail(Door):
    """One text."""

    noun = "texts"

    @operation("A text of a record", gives=VersionShown)
    def get(self, pk: int, number: int) -> Any:
        """Its content as it was frozen, and what changed since the text before."""
        return text_page(pk, number, self.facts)


class VersionText(Door):
    """Exactly what was hashed."""

    noun = "texts"
    content_negotiation_class = Everything

    @operation("Exactly the bytes that were hashed", gives=FILE)
    def get(self, pk: int, number: int) -> Any:
        """Canonical JSON; its SHA-256 is the one the receipt names."""
        text = text_page(pk, number, self.facts).text
        return HttpResponse(
            text.content.encode(), content_type="application/json", headers={"Cache-Control": "no-store"}
        )


# ---- the timeline


class ChangeShown(Shape):
    """One field of one thing: what it was and what it became."""

    field = said(source="key")
    label = serializers.SerializerMethodField(method_name="called")  # type: ignore[assignment]
    about = said()
    old = said()
    new = said()

    example = {"field": "raci.case.state", "label": "State", "about": "Case", "old": "draft", "new": "in consultation"}

    def called(self, change: Any) -> str:
        """As people read it."""
        return str(change.label)


class EntryShown(Shape):
    """One act."""

    at = serializers.DateTimeField()
    who = said()
    as_what = said()
    cell = said()
    act = said()
    sentence = said()
    why = said()
    changes = ChangeShown(many=True)

    example = {
        "at": "2026-11-21T09:00:00-08:00", "who": "Dana Reyes", "as_what": "Director, Parks & Recreation",
        "cell": "R 4.1, matrix v1", "act": "open", "sentence": "opened the consultation", "why": "",
        "changes": [ChangeShown.example],
    }  # fmt: skip


class Timeline(RecordDoor):
    """The story of a record."""

    noun = "records"

    @operation("The timeline of a record", gives=EntryShown, query=Paged)
    def get(self, pk: int) -> Any:
        """Who did what, acting as what, when and why, newest first, as far as you may know it."""
        return Rows(timelines.readable_story(self.page(pk)).entries)


# ---- evidence


class EvidenceShown(Shape):
    """A file attached to a record."""

    id = Id(source="pk")
    record = Id(source="record_id")
    file_name = said()
    caption = said()
    media_type = said(source="blob.media_type")
    size = serializers.IntegerField(source="blob.size")
    sha256 = said(source="blob.sha256")
    attached_by = PersonRef()
    attached_at = serializers.DateTimeField()
    removed_at = serializers.DateTimeField(allow_null=True)

    example = {
        "id": 5, "record": 12, "file_name": "minutes.pdf", "caption": "What was said at the pool",
        "media_type": "application/pdf", "size": 48213, "sha256": SHA, "attached_by": PersonRef.example,
        "attached_at": "2026-11-20T09:00:00-08:00",
        "removed_at": None,
    }  # fmt: skip


class Upload(Body):
    """One file and what it shows."""

    file = serializers.FileField(allow_empty_file=True, max_length=1000)
    caption = Text(most=300, required=False)


class EvidenceList(RecordDoor):
    """The files of a record."""

    noun = "evidence"
    parser_classes = (Multipart,)

    @operation("The evidence of a record", gives=EvidenceShown, query=Paged)
    def get(self, pk: int) -> Any:
        """In the newest version you may see; files that were taken off follow, with the day."""
        shown = evidence_page(self.page(pk).case, self.facts)
        return Rows([*shown.files, *shown.removed])

    @operation("Attach evidence", takes=Upload, gives=EvidenceShown, status=201, subject=True)
    def post(self, pk: int) -> Any:
        """The one body that is no JSON: `multipart/form-data` with `file` and, if you like, `caption`. At most 25 MB."""
        page = self.page(pk)
        _need_draft(self, page.case)
        sent = self.sent()
        made = attach_evidence(page.case, sent["file"], sent.get("caption", ""), by=self.person)
        return Created(made, reverse("api:evidence-detail", args=[made.pk]))


class EvidenceDoor(Door):
    """An address about one file."""

    noun = "evidence"
    shows = EvidenceShown

    def current(self, pk: int) -> Attachment:
        """As GET shows it, held until the act is done."""
        found = attachment_for(pk, self.facts)
        Record.objects.select_for_update().get(pk=found.record_id)
        return attachment_for(pk, self.facts)


class Removing(Body):
    """Why a file is taken off."""

    why = Text(most=2000)

    example = {"why": "It names a child."}


class EvidenceDetail(EvidenceDoor):
    """One file."""

    parser_classes = (Json,)

    @operation("What a file is", gives=EvidenceShown)
    def get(self, pk: int) -> Any:
        """Name, size, hash, who attached it."""
        return attachment_for(pk, self.facts)

    @operation("Take a file off", takes=Removing, subject=True)
    def delete(self, pk: int) -> None:
        """Off a draft, with the reason; the bytes stay with earlier versions, and history says who took it off."""
        attachment = attachment_for(pk, self.facts)
        _need_draft(self, open_case(attachment))
        remove_evidence(attachment, by=self.person, why=self.sent()["why"])


class EvidenceFile(Door):
    """Its bytes."""

    noun = "evidence"
    content_negotiation_class = Everything

    @operation("The bytes of a file", gives=FILE)
    def get(self, pk: int) -> Any:
        """Hashed again on the way out: what was attached, or 409."""
        attachment = attachment_for(pk, self.facts)
        try:
            return download(attachment.blob, attachment.file_name)
        except storage.Damaged as damage:
            log.critical("Evidence is damaged: attachment %s: %s", attachment.pk, damage)
            raise Conflict(
                _("The file's bytes are not those that were stored. Tell whoever runs the portal.")
            ) from damage


def _need_draft(door: Door, case: models.Model) -> None:
    """Files come and go with a draft, by those who write it; the others read why not."""
    permission = may(door.facts, Act.ATTACH, case)  # type: ignore[arg-type]
    if not permission:
        raise Refused(permission.reason)
