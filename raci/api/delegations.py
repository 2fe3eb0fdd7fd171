"""The letters that holders pass on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from raci.actions import posts as acts
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Day, Key, Shape, Text
from raci.api.paging import Paged, Rows
from raci.api.problems import Invalid
from raci.api.shapes import Id, PersonRef, PostRef, said
from raci.models import Delegation, Holding, Person
from raci.queries.people import activity_titles, delegation_for, delegations_page
from raci.refusals import Problem


class DelegationShown(Shape):
    """One letter of one activity, passed on for named days."""

    id = Id(source="pk")
    giver = PersonRef(source="holding.person")
    post = PostRef(source="holding.post")
    delegate = PersonRef()
    activity = said(source="activity_code")
    letter = said()
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)

    example = {
        "id": 9, "giver": {"id": 3, "name": "Alma Appleyard"},
        "post": {"code": "city-administrator", "title": "City Administrator"},
        "delegate": PersonRef.example, "activity": "4.1", "letter": "A", "begins_on": "2026-12-20", "ends_on": "2026-12-31",
        "accepted_at": None, "ended_at": None,
    }  # fmt: skip


class NewDelegation(Body):
    """A letter to pass on."""

    holding = Key(help_text="A holding of yours: see me/.")
    activity = Text(most=20)
    letter = Choice(choices=["R", "A", "C"])
    to = Key(help_text="The number of a person.")
    begins_on = Day()
    ends_on = Day()

    example = {
        "holding": 31,
        "activity": "4.1",
        "letter": "A",
        "to": 12,
        "begins_on": "2026-12-20",
        "ends_on": "2026-12-31",
    }


class DelegationList(Door):
    """One's own delegations."""

    noun = "delegations"

    @operation("Letters I passed on, and letters passed to me", gives=DelegationShown, query=Paged)
    def get(self) -> Any:
        """Newest first."""
        page = delegations_page(self.facts)
        found = {one.delegation.pk: one.delegation for one in (*page.given, *page.taken)}
        return Rows(sorted(found.values(), key=lambda one: (one.begins_on, one.pk), reverse=True))

    @operation("Pass a letter on", takes=NewDelegation, gives=DelegationShown, status=201)
    def post(self) -> Any:
        """In force once the delegate accepts; the delegate acts for you and cannot pass it on."""
        sent = self.sent()
        holding = Holding.objects.select_related("post__role", "person").filter(
            pk=sent["holding"], person=self.person
        ).first()  # fmt: skip
        to = Person.objects.filter(pk=sent["to"], is_active=True, is_service=False).first()
        _need(holding, to, sent, activity_titles(self.facts))
        assert holding is not None
        assert to is not None
        days = {name: sent[name] for name in ("begins_on", "ends_on")}
        made = acts.delegate(holding, to=to, activity=sent["activity"], letter=sent["letter"], by=self.person, **days)
        return Created(made, reverse("api:delegation-detail", args=[made.pk]))


def _need(holding: Holding | None, to: Person | None, sent: dict[str, Any], titles: dict[str, str]) -> None:
    """What a form would not offer to choose."""
    found = []
    if holding is None:
        found.append(Problem(_("You have no such holding."), field="holding"))
    if to is None:
        found.append(Problem(_("Choose somebody who can sign in."), field="to"))
    if sent["activity"] not in titles:
        found.append(Problem(_("There is no such activity."), field="activity"))
    if found:
        raise Invalid(found)


class DelegationDoor(Door):
    """An address about one delegation."""

    noun = "delegations"
    shows = DelegationShown

    def mine(self, pk: int) -> Delegation:
        """One that you gave or were given."""
        return delegation_for(pk, self.person)

    def current(self, pk: int) -> Delegation:
        """As GET shows it, held until the act is done."""
        self.mine(pk)
        Delegation.objects.select_for_update(of=("self",)).get(pk=pk)
        return self.mine(pk)


class DelegationDetail(DelegationDoor):
    """One delegation."""

    @operation("A delegation", gives=DelegationShown)
    def get(self, pk: int) -> Any:
        """For who gave it and who takes it."""
        return self.mine(pk)


class DelegationAccept(DelegationDoor):
    """Take it."""

    @operation("Accept a delegation", takes=Body, gives=DelegationShown, subject=True)
    def post(self, pk: int) -> Any:
        """You act for them in the days named."""
        found = self.mine(pk)
        self.sent()
        acts.accept_delegation(found, by=self.person)
        return self.mine(pk)


class DelegationEnd(DelegationDoor):
    """End it."""

    @operation("End a delegation", takes=Body, gives=DelegationShown, subject=True)
    def post(self, pk: int) -> Any:
        """The giver takes it back, or the delegate gives it back, at once."""
        found = self.mine(pk)
        self.sent()
        acts.end_delegation(found, by=self.person)
        return self.mine(pk)
