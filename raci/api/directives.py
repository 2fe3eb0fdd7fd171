"""Directives: recorded with the giver's document, accepted, reported on, closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from rest_framework import serializers

from raci import handing_out
from raci.actions import directives as acts
from raci.api.contract import FILE, Created, Door, Everything, Multipart, operation
from raci.api.fields import Body, Code, Day, Flag, Shape, Text, as_sent, by_form
from raci.api.lists import list_door
from raci.api.shapes import Id, PersonRef, PostRef, RoleRef, one_of, said
from raci.forms.directives import Closing, Recording, Reporting
from raci.models import Directive, Post, Role
from raci.queries import directives as queries
from raci.queries.directives import DirectivePage
from raci.queries.lists.directives import DIRECTIVES
from raci.refusals import Refused

STATES = ("received", "accepted", "reported", "closed")


class UpdateShown(Shape):
    """A report on a directive."""

    words = said()
    says_done = serializers.BooleanField()
    by = PersonRef()
    by_as = said()
    at = serializers.DateTimeField()

    example = {
        "words": "The policy is drafted.", "says_done": False, "by": PersonRef.example, "by_as": "Equity Officer",
        "at": "2026-12-01T09:00:00-08:00",
    }  # fmt: skip


class DirectiveShown(Shape):
    """A directive."""

    id = Id(source="directive.pk")
    title = said(source="directive.title")
    words = said(source="directive.words")
    giver = RoleRef(source="directive.giver")
    given_on = serializers.DateField(source="directive.given_on")
    reference = said(source="directive.reference")
    activity = said(source="directive.activity_code")
    post = PostRef(source="directive.post")
    due_on = serializers.DateField(source="directive.due_on")
    state = one_of(STATES, source="directive.state")
    is_overdue = serializers.BooleanField()
    accepted_at = serializers.DateTimeField(source="directive.accepted_at", allow_null=True)
    closed_at = serializers.DateTimeField(source="directive.closed_at", allow_null=True)
    closing_words = said(source="directive.closing_words")
    updates = UpdateShown(many=True, help_text="Reports, newest first.")
    may_accept = serializers.BooleanField()
    may_report = serializers.BooleanField()
    may_close = serializers.BooleanField()

    example = {
        "id": 5, "title": "Adopt the equity policies", "words": "Support their implementation.",
        "giver": {"code": "COUNCIL", "name": "Council"}, "given_on": "2026-11-05", "reference": "Resolution 37711",
        "activity": "1.2", "post": {"code": "equity-officer", "title": "Equity Officer"}, "due_on": "2027-03-31",
        "state": "accepted", "is_overdue": False, "accepted_at": "2026-11-21T09:00:00-08:00", "closed_at": None,
        "closing_words": "", "updates": [UpdateShown.example], "may_accept": False, "may_report": True, "may_close": False,
    }  # fmt: skip


class DirectiveBody(Body):
    """What a directive says."""

    title = Text(most=300)
    words = Text()
    giver = Code(help_text="The code of a role that gives directives.")
    given_on = Day()
    reference = Text(most=300, help_text="By what document: a resolution, a memorandum, a letter.")
    activity = Text(most=20)
    post = Code(help_text="The code of the post it falls to; not your own.")
    due_on = Day()

    example = {
        "title": "Adopt the equity policies", "words": "Support their implementation.", "giver": "COUNCIL",
        "given_on": "2026-11-05", "reference": "Resolution 37711", "activity": "1.2", "post": "equity-officer",
        "due_on": "2027-03-31",
    }  # fmt: skip


class DirectiveWithDocument(DirectiveBody):
    """The same with the giver's document, as a form."""

    document = serializers.FileField(allow_empty_file=True, max_length=1000)


class DirectiveClosing(Body):
    """How it ended."""

    words = Text()

    example = {"words": "Adopted on 5 December."}


class DirectiveClosingWithDocument(DirectiveClosing):
    """The same with the giver's word, as a form."""

    document = serializers.FileField(allow_empty_file=True, max_length=1000)


class DirectiveReport(Body):
    """How it stands."""

    words = Text()
    is_done = Flag(required=False, help_text="Who gave it is asked to close it.")

    example = {"words": "The policy is drafted.", "is_done": False}


_LIST = list_door(
    DIRECTIVES,
    noun="directives",
    name="Directive",
    codes={
        "giver": lambda row: row.giver.code,
        "post": lambda row: row.post.code,
        "state": lambda row: row.state,
    },
    example={"title": "Adopt the equity policies", "giver": "COUNCIL", "post": "equity-officer", "state": "accepted"},
)


class DirectiveDoor(Door):
    """An address about one directive."""

    noun = "directives"
    shows = DirectiveShown

    def shown(self, pk: int) -> DirectivePage:
        """A kept kind: all staff read it."""
        return queries.directive_page(pk, self.facts)

    def current(self, pk: int) -> DirectivePage:
        """As GET shows it, held until the act is done."""
        self.shown(pk)
        Directive.objects.select_for_update(of=("self",)).get(pk=pk)
        return self.shown(pk)

    def recording(self, sent: dict[str, Any], **options: Any) -> Recording:
        """The page's own form, with codes as its choices know them."""
        given = {**sent, "giver": _pk(Role, sent["giver"]), "post": _pk(Post, sent["post"])}
        upload = given.pop("document", None)
        return Recording(as_sent(given), {"document": upload} if upload else {}, facts=self.facts, **options)


class DirectiveList(DirectiveDoor, _LIST):  # type: ignore[valid-type, misc]
    """All directives."""


class DirectiveAdd(DirectiveDoor):
    """Record one."""

    parser_classes = (Multipart,)

    @operation(
        "Record a directive, with the giver's document", takes=DirectiveWithDocument, gives=DirectiveShown, status=201
    )
    def post(self) -> Any:
        """`multipart/form-data`; the post it falls to is told."""
        queries.need_keeper(self.facts)
        form = self.recording(self.sent())
        values = by_form(form)
        made = acts.record_directive(form.said, values["document"], by=self.person)
        return Created(self.shown(made.pk), reverse("api:directive-detail", args=[made.pk]))


class DirectiveDetail(DirectiveDoor):
    """One directive."""

    @operation("A directive", gives=DirectiveShown)
    def get(self, pk: int) -> Any:
        """What it says, how it stands, and what you may do."""
        return self.shown(pk)

    @operation("Correct a directive", takes=DirectiveBody, gives=DirectiveShown, subject=True)
    def put(self, pk: int) -> Any:
        """Until its post has accepted it; the document stays."""
        page = self.shown(pk)
        if not page.may_edit:
            raise Refused(page.waits_for)
        form = self.recording(self.sent(), corrects=page.directive)
        by_form(form)
        acts.edit_directive(page.directive, form.said, by=self.person)
        return self.shown(pk)


class DirectiveAccept(DirectiveDoor):
    """Take it on."""

    @operation("Accept a directive", takes=Body, gives=DirectiveShown, subject=True)
    def post(self, pk: int) -> Any:
        """As a holder of the post it falls to, who did not record it."""
        page = self.shown(pk)
        acts.holder(page.directive, self.facts)
        self.sent()
        acts.accept_directive(page.directive, by=self.person)
        return self.shown(pk)


class DirectiveReporting(DirectiveDoor):
    """Say how it stands."""

    @operation("Report on a directive", takes=DirectiveReport, gives=DirectiveShown, subject=True)
    def post(self, pk: int) -> Any:
        """As a holder of the post it falls to; who gave it is told."""
        page = self.shown(pk)
        acts.holder(page.directive, self.facts)
        sent = self.sent()
        form = Reporting(as_sent({**sent, "is_done": "on" if sent.get("is_done") else ""}))
        acts.report_on_directive(page.directive, by=self.person, **by_form(form))
        return self.shown(pk)


class DirectiveClose(DirectiveDoor):
    """Close it."""

    @operation("Close a directive", takes=DirectiveClosing, gives=DirectiveShown, subject=True)
    def post(self, pk: int) -> Any:
        """As who gave it."""
        return _close(self, pk)


class DirectiveCloseDocument(DirectiveDoor):
    """Close it with the giver's word."""

    parser_classes = (Multipart,)

    @operation(
        "Close a directive with the giver's word attached",
        takes=DirectiveClosingWithDocument,
        gives=DirectiveShown,
        subject=True,
    )
    def post(self, pk: int) -> Any:
        """`multipart/form-data`; where nobody can act for the giver today, by who keeps directives."""
        return _close(self, pk)


def _close(door: DirectiveDoor, pk: int) -> DirectivePage:
    page = door.shown(pk)
    _label, _cell, needs_document = acts.closer(page.directive, door.facts)
    sent = door.sent()
    upload = sent.pop("document", None)
    files = {"document": upload} if upload else {}
    values = by_form(Closing(as_sent(sent), files, needs_document=needs_document))
    acts.close_directive(page.directive, by=door.person, words=values["words"], upload=values.get("document"))
    return door.shown(pk)


class DirectiveDocument(DirectiveDoor):
    """Its document."""

    content_negotiation_class = Everything

    @operation("The giver's document", gives=FILE)
    def get(self, pk: int) -> HttpResponseBase:
        """As it was attached, hashed again on the way out."""
        return handing_out.directive(pk)


def _pk(model: Any, code: str) -> int:
    return model.objects.filter(code=code).values_list("pk", flat=True).first() or 0
