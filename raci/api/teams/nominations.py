"""Nominations to teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from raci.actions import nominations as acts
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Day, Key, Shape, Text, as_sent, by_form
from raci.api.paging import Paged, Rows
from raci.api.records import Reason
from raci.api.shapes import Id, PersonRef, PostRef, one_of, said
from raci.forms.teams import Nominating
from raci.models import Nomination
from raci.queries import nominations as queries
from raci.queries.teams import held_seats, seat_for, team_for


class NominationShown(Shape):
    """Somebody who is to hold a member's post."""

    id = Id(source="pk")
    team = said(source="team.code")
    post = PostRef()
    nominee = PersonRef()
    words = said()
    begins_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    replaces = Id(source="replaces_id", allow_null=True, help_text="The holding that ends the day before.")
    nominated_by = PersonRef()
    nominated_as = said()
    nominated_at = serializers.DateTimeField()
    state = one_of(Nomination.State)
    reason = said(help_text="Why it was declined, returned or withdrawn.")
    accepted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    holding = Id(source="holding_id", allow_null=True, help_text="What the welcome began.")

    example = {
        "id": 4, "team": "citywide-equity-team", "post": {"code": "lead-public-works", "title": "Equity Lead, Public Works"},
        "nominee": PersonRef.example, "words": "Led the crossings' plan.", "begins_on": "2027-01-01", "ends_on": "2028-12-31",
        "replaces": None, "nominated_by": {"id": 3, "name": "Alma Appleyard"},
        "nominated_as": "Deputy City Administrator, Public Works", "nominated_at": "2026-11-28T09:00:00-08:00",
        "state": "nominated", "reason": "", "accepted_at": None, "closed_at": None, "holding": None,
    }  # fmt: skip


class NewNomination(Body):
    """Whom, why, for which days."""

    nominee = Key(help_text="The number of a person.")
    words = Text(most=1000)
    begins_on = Day()
    ends_on = Day(required=False, allow_null=True)
    replaces = Key(required=False, allow_null=True, help_text="A holding of the post, which ends the day before.")

    example = {"nominee": 12, "words": "Led the crossings' plan.", "begins_on": "2027-01-01", "ends_on": "2028-12-31"}


class NominationList(Door):
    """Nominations."""

    noun = "teams"

    @operation("Nominations", gives=NominationShown, query=Paged)
    def get(self) -> Any:
        """Those that you may read, newest first."""
        return Rows(queries.readable(self.facts))


class NominationAdd(Door):
    """Nominations for a member's post."""

    noun = "teams"

    @operation("Nominate somebody", takes=NewNomination, gives=NominationShown, status=201)
    def post(self, code: str, post: str) -> Any:
        """They accept or decline; who convenes the team welcomes them or returns it."""
        team = team_for(code)
        seat = seat_for(team, post, self.facts)
        acts.nominator(team, seat, self.facts)
        form = Nominating(as_sent(self.sent()), held=held_seats(seat, self.facts))
        made = acts.nominate(team=team, post=seat, by=self.person, **by_form(form))
        return Created(made, reverse("api:nomination-detail", args=[made.pk]))


class NominationDoor(Door):
    """An address about one nomination."""

    noun = "teams"
    shows = NominationShown

    def current(self, pk: int) -> Nomination:
        """As GET shows it, held until the act is done."""
        queries.nomination_for(pk, self.facts)
        Nomination.objects.select_for_update(of=("self",)).get(pk=pk)
        return queries.nomination_for(pk, self.facts)

    def answered(self, pk: int, act: Callable[..., Any]) -> Nomination:
        """Do it, where it is theirs, with the reason where one is asked for; and show what has become of it."""
        found = queries.nomination_for(pk, self.facts)
        acts.may_try(found, act, self.facts)
        sent = self.sent()
        act(found, by=self.person, **({"why": sent["reason"]} if sent else {}))
        self.forget()
        return queries.nomination_for(pk, self.facts)


class NominationDetail(NominationDoor):
    """One nomination."""

    @operation("A nomination", gives=NominationShown)
    def get(self, pk: int) -> Any:
        """Where it stands."""
        return queries.nomination_for(pk, self.facts)


class NominationAccept(NominationDoor):
    """The nominee is willing."""

    @operation("Accept a nomination", takes=Body, gives=NominationShown, subject=True)
    def post(self, pk: int) -> Any:
        """As the nominee."""
        return self.answered(pk, acts.accept_nomination)


class NominationDecline(NominationDoor):
    """The nominee is not."""

    @operation("Decline a nomination", takes=Reason, gives=NominationShown, subject=True)
    def post(self, pk: int) -> Any:
        """As the nominee, with the reason."""
        return self.answered(pk, acts.decline_nomination)


class NominationWithdraw(NominationDoor):
    """Take it back."""

    @operation("Withdraw a nomination", takes=Reason, gives=NominationShown, subject=True)
    def post(self, pk: int) -> Any:
        """By whoever nominates for the post, before the welcome."""
        return self.answered(pk, acts.withdraw_nomination)


class NominationWelcome(NominationDoor):
    """Welcome a member."""

    @operation("Welcome a member", takes=Body, gives=NominationShown, subject=True)
    def post(self, pk: int) -> Any:
        """Begins their holding of the post; whom they follow ends the day before."""
        return self.answered(pk, acts.welcome_member)


class NominationReturn(NominationDoor):
    """Not so."""

    @operation("Return a nomination", takes=Reason, gives=NominationShown, subject=True)
    def post(self, pk: int) -> Any:
        """With the reason; who nominated may nominate again."""
        return self.answered(pk, acts.return_nomination)
