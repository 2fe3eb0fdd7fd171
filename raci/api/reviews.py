"""Reviewed records of any kind: handed in, taken back, accepted, given back; and minutes, which a meeting approves."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from raci import reviewing
from raci.actions.meetings.minutes import approve_minutes
from raci.api.citing import CitingBody, citing_of
from raci.api.contract import Door, operation
from raci.api.fields import Body, Key, Shape, Text, as_sent, by_form
from raci.api.meetings import NeededReason
from raci.api.records import SHA
from raci.api.shapes import Id, PersonRef, one_of, said
from raci.authority import Permission
from raci.forms.meetings import Approving
from raci.models import Minutes
from raci.models.reviewed import Reviewed
from raci.queries.meetings.pages import MinutesPage, minutes_page
from raci.refusals import Refused


class ReviewedShown(Shape):
    """Where a reviewed record stands."""

    id = Id(source="pk")
    title = said(source="__str__")
    state = one_of(Reviewed.State)
    submitted_by = PersonRef(allow_null=True)
    submitted_as = said()
    submitted_at = serializers.DateTimeField(allow_null=True)
    answered_by = PersonRef(allow_null=True)
    answered_as = said()
    answered_at = serializers.DateTimeField(allow_null=True)
    reason = said(help_text="Why it was given back.")
    fingerprint = said(
        source="as_read", help_text="Of all that it says now. Whoever accepts it or gives it back sends it as `seen`."
    )

    example = {
        "id": 7, "title": "Minutes of Citywide Equity Team, 12 Jan 2027", "state": "submitted",
        "submitted_by": PersonRef.example, "submitted_as": "Policy analyst", "submitted_at": "2027-01-13T09:00:00-08:00",
        "answered_by": None, "answered_as": "", "answered_at": None, "reason": "",
        "fingerprint": SHA,
    }  # fmt: skip


class AcceptingBody(CitingBody):
    """What was read, and what the act cites."""

    seen = serializers.RegexField(
        r"^[0-9a-f]{64}$",
        min_length=64,
        max_length=64,
        help_text="The `fingerprint` of what you read; 409 where it, or what it judges, has changed since.",
    )

    example = {"seen": SHA}


class GivingBackBody(AcceptingBody):
    """The same, with the reason."""

    why = Text()

    example = {"seen": SHA, "why": "Say where the figures come from."}


class ReviewDoor(Door):
    """An address about one reviewed record."""

    noun = "reviews"
    shows = ReviewedShown

    def row(self, kind: str, pk: int) -> Any:
        """For who may read it."""
        return reviewing.reviewed(kind, pk, self.facts)[1]

    def current(self, kind: str, pk: int) -> Any:
        """As GET shows it, held until the act is done."""
        row = self.row(kind, pk)
        type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        return self.row(kind, pk)


class ReviewDetail(ReviewDoor):
    """One reviewed record."""

    @operation("A reviewed record", gives=ReviewedShown)
    def get(self, kind: str, pk: int) -> Any:
        """Where it stands, who handed it in and who answered."""
        return self.row(kind, pk)


class ReviewHandIn(ReviewDoor):
    """Hand it in."""

    @operation("Hand a reviewed record in", takes=CitingBody, gives=ReviewedShown, subject=True)
    def post(self, kind: str, pk: int) -> Any:
        """As R; somebody else accepts it."""
        row = self.row(kind, pk)
        need(reviewing.may_hand_in(self.facts, row))
        citing, _rest = citing_of(self.sent())
        reviewing.hand_in(row, by=self.person, citing=citing)
        return self.row(kind, pk)


class ReviewAccept(ReviewDoor):
    """Accept it."""

    @operation("Accept a reviewed record", takes=AcceptingBody, gives=ReviewedShown, subject=True)
    def post(self, kind: str, pk: int) -> Any:
        """As A, and not who handed it in. Minutes are approved at their own address."""
        row = self.row(kind, pk)
        need(reviewing.may_answer(self.facts, row))
        citing, read = citing_of(self.sent())
        reviewing.accept(row, by=self.person, citing=citing, **read)
        return self.row(kind, pk)


class ReviewReturn(ReviewDoor):
    """Give it back."""

    @operation("Give a reviewed record back", takes=GivingBackBody, gives=ReviewedShown, subject=True)
    def post(self, kind: str, pk: int) -> Any:
        """As A, with the reason."""
        row = self.row(kind, pk)
        need(reviewing.may_answer(self.facts, row))
        citing, read = citing_of(self.sent())
        reviewing.give_back(row, by=self.person, citing=citing, **read)
        return self.row(kind, pk)


class ReviewTakeBack(ReviewDoor):
    """Take it back."""

    @operation("Take a reviewed record back", takes=NeededReason, gives=ReviewedShown, subject=True)
    def post(self, kind: str, pk: int) -> Any:
        """As R, before it is answered."""
        row = self.row(kind, pk)
        need(reviewing.may_take_back(self.facts, row))
        reviewing.take_back(row, by=self.person, why=self.sent()["why"])
        return self.row(kind, pk)


def need(permission: Permission) -> None:
    """`Refused` with the reason."""
    if not permission:
        raise Refused(permission.reason)


# ---- minutes


class MinutesShown(Shape):
    """The minutes of a meeting."""

    id = Id(source="minutes.pk")
    state = one_of(Minutes.State, source="minutes.state")
    is_frozen = serializers.BooleanField(help_text="Whether the content is as it was handed in.")
    sha256 = said(source="minutes.sha256")
    content = serializers.JSONField()
    approved_in = Id(source="minutes.approved_in_id", allow_null=True, help_text="The meeting that approved them.")
    corrections = said(source="minutes.corrections")

    example = {
        "id": 7, "state": "accepted", "is_frozen": True, "sha256": "9f2c41d0", "content": {"items": []}, "approved_in": 6,
        "corrections": "",
    }  # fmt: skip


class Approval(Body):
    """At which meeting, and what was corrected there."""

    meeting = Key()
    corrections = Text(required=False)

    example = {"meeting": 6, "corrections": ""}


class MinutesDoor(Door):
    """An address about the minutes of a meeting."""

    noun = "meetings"
    shows = MinutesShown

    def current(self, pk: int) -> MinutesPage:
        """As GET shows it, held until the act is done."""
        page = minutes_page(pk, self.facts)
        Minutes.objects.select_for_update(of=("self",)).get(pk=page.minutes.pk)
        return minutes_page(pk, self.facts)


class MinutesDetail(MinutesDoor):
    """The minutes."""

    @operation("The minutes of a meeting", gives=MinutesShown)
    def get(self, pk: int) -> Any:
        """A draft as it stands, or the text that was handed in."""
        return minutes_page(pk, self.facts)


class MinutesApprove(MinutesDoor):
    """Approve them."""

    @operation("Approve minutes", takes=Approval, gives=MinutesShown, subject=True)
    def post(self, pk: int) -> Any:
        """At a later meeting of the team, on whose agenda they stand."""
        page = minutes_page(pk, self.facts)
        need(page.may_answer)
        sent = by_form(Approving(as_sent(self.sent()), among=page.approve_at))
        approve_minutes(page.minutes, by=self.person, **sent)
        return minutes_page(pk, self.facts)
