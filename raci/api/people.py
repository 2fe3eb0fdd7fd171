"""Accounts, for those who keep them: who is known, inviting, sending a link, disabling and enabling."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from rest_framework import serializers

from raci.actions import people as acts
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Shape, Text, as_sent, by_form
from raci.api.paging import Rows, Search
from raci.api.records import Reason
from raci.api.shapes import Id, said
from raci.forms.posts import Invitation
from raci.models import Person
from raci.queries import people as queries


class PersonRow(Shape):
    """An account."""

    id = Id(source="pk")
    name = said()
    email = serializers.EmailField()
    is_active = serializers.BooleanField(help_text="Whether they may sign in.")

    example = {"id": 12, "name": "Dana Reyes", "email": "dana.reyes@city.example", "is_active": True}


class PersonShown(PersonRow):
    """One person, for who keeps accounts."""

    posts = serializers.ListField(child=said(), help_text="Held today.")
    has_password = serializers.BooleanField()
    has_second_factor = serializers.BooleanField()
    why_not = said(help_text="The reason this account is not yours to keep; empty if it is.")

    example = {
        **PersonRow.example, "posts": ["Director, Parks & Recreation"], "has_password": True, "has_second_factor": False,
        "why_not": "",
    }  # fmt: skip


class PeopleQuery(Search):
    """Which people."""

    active = Choice(choices=["true", "false"], required=False, help_text="Who may sign in, or who may not.")


class InvitationBody(Body):
    """Somebody to make known."""

    name = Text(most=200)
    email = Text(most=254)

    example = {"name": "Dana Reyes", "email": "dana.reyes@city.example"}


class PeopleDoor(Door):
    """An address about accounts."""

    noun = "people"
    shows = PersonShown

    def person_found(self, pk: int) -> Person:
        """One that they keep."""
        return queries.person_for(pk, self.facts)

    def shown(self, pk: int) -> dict[str, Any]:
        """As GET shows it."""
        page = queries.person_page(self.person_found(pk), self.facts)
        one = page.person
        return {
            "pk": one.pk, "name": one.name, "email": one.email, "is_active": one.is_active,
            "posts": [held.post.title for held in page.held], "has_password": page.has_password,
            "has_second_factor": page.has_second_factor, "why_not": page.why_not,
        }  # fmt: skip

    def current(self, pk: int) -> dict[str, Any]:
        """As GET shows it, held until the act is done."""
        Person.objects.select_for_update().get(pk=self.person_found(pk).pk)
        return self.shown(pk)


class PersonList(PeopleDoor):
    """Everybody known."""

    @operation("People", gives=PersonRow, query=PeopleQuery)
    def get(self) -> Any:
        """For those who keep accounts or fill posts."""
        queries.keepers_only(self.facts)
        wanted, found = self.wanted, Person.objects.filter(is_service=False)
        if words := wanted.get("q"):
            found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
        if "active" in wanted:
            found = found.filter(is_active=wanted["active"] == "true")
        return Rows(found.order_by("name", "pk"))

    @operation("Invite somebody", takes=InvitationBody, gives=PersonShown, status=201)
    def post(self) -> Any:
        """They are sent a link to set a password."""
        queries.keepers_only(self.facts)
        made = acts.invite_person(**by_form(Invitation(as_sent(self.sent()))), by=self.person)
        return Created(self.shown(made.pk), reverse("api:person-detail", args=[made.pk]))


class PersonDetail(PeopleDoor):
    """One person."""

    @operation("A person", gives=PersonShown)
    def get(self, pk: int) -> Any:
        """The account and the posts held today."""
        return self.shown(pk)


class PersonLink(PeopleDoor):
    """Send a link."""

    @operation("Send a link to set a password", takes=Body)
    def post(self, pk: int) -> None:
        """It goes to their address; nobody else sees it."""
        found = self.person_found(pk)
        self.sent()
        acts.send_password_link(found, by=self.person)


class PersonDisable(PeopleDoor):
    """End their sign-in."""

    @operation("Disable an account", takes=Reason, gives=PersonShown, subject=True)
    def post(self, pk: int) -> Any:
        """They lose everything at their next request; their sessions and tokens end."""
        acts.disable_person(self.person_found(pk), by=self.person, why=self.sent()["reason"])
        return self.shown(pk)


class PersonEnable(PeopleDoor):
    """Let them in again."""

    @operation("Enable an account", takes=Body, gives=PersonShown, subject=True)
    def post(self, pk: int) -> Any:
        """They sign in with their password; tokens of before stay ended."""
        found = self.person_found(pk)
        self.sent()
        acts.enable_person(found, by=self.person)
        return self.shown(pk)


class PersonFactor(PeopleDoor):
    """Reset their second factor."""

    @operation("Reset a second factor", takes=Reason, gives=PersonShown, subject=True)
    def post(self, pk: int) -> Any:
        """When telephone and codes are lost. They are told by e-mail; nobody does this for themself."""
        acts.reset_second_factor(self.person_found(pk), by=self.person, why=self.sent()["reason"])
        return self.shown(pk)
