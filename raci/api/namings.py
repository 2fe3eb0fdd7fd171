"""Who was named for what."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from raci.actions import namings as acts
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Code, Day, Shape, Text, as_sent, by_form
from raci.api.lists import list_door
from raci.api.shapes import Id, PostRef, UnitRef, said
from raci.forms.namings import Naming as NamingForm
from raci.models import Naming
from raci.queries import namings as queries
from raci.queries.lists.namings import NAMINGS
from raci.queries.posts import post_for


class NamingShown(Shape):
    """One post named by another, for a letter of an activity, in a unit and below."""

    id = Id(source="pk")
    named = PostRef()
    giver = PostRef()
    activity = said(source="activity_code")
    letter = said(help_text="R keeps and hands in, A accepts.")
    kind = said(help_text="One kind alone; empty is all that is kept or reviewed under the activity.")
    unit = UnitRef()
    begins_on = serializers.DateField()
    taken_back_at = serializers.DateTimeField(allow_null=True)

    example = {
        "id": 4, "named": {"code": "deputy-vibrant-communities", "title": "Deputy City Administrator, Vibrant Communities"},
        "giver": {"code": "city-administrator", "title": "City Administrator"}, "activity": "4.1", "letter": "A", "kind": "",
        "unit": UnitRef.example, "begins_on": "2026-12-01", "taken_back_at": None,
    }  # fmt: skip


class NewNaming(Body):
    """A post to name for a letter of a post of yours."""

    giver = Code(help_text="The code of a post that you hold.")
    named = Code(help_text="The code of the post to name.")
    activity = Text(most=20)
    letter = Choice(choices=["R", "A"])
    unit = Code(help_text="The code of a unit; below it too.")
    kind = Text(most=30, required=False)
    begins_on = Day()

    example = {
        "giver": "city-administrator", "named": "deputy-vibrant-communities", "activity": "4.1", "letter": "A",
        "unit": "vibrant-communities", "begins_on": "2026-12-01",
    }  # fmt: skip


_LIST = list_door(NAMINGS, noun="posts", name="Naming", codes={"unit": lambda row: row.unit.code})


class NamingList(_LIST):  # type: ignore[valid-type, misc]
    """All namings."""

    @operation("Name a post", takes=NewNaming, gives=NamingShown, status=201)
    def post(self) -> Any:
        """Its holders keep or accept for your post, until it is taken back."""
        letters = queries.letters_to_name(self.facts)
        sent = self.sent()
        giver = post_for(sent["giver"], self.facts)
        acts.namer(giver, sent["activity"], sent["letter"], self.facts)
        chosen = f"{giver.pk}:{sent['activity']}:{sent['letter']}"
        form = NamingForm(as_sent({**sent, "letter": [chosen]}), letters=letters)
        by_form(form)
        made = acts.name_post(form.asked()[0], by=self.person)
        return Created(made, reverse("api:naming-detail", args=[made.pk]))


class NamingDoor(Door):
    """An address about one naming."""

    noun = "posts"
    shows = NamingShown

    def current(self, pk: int) -> Naming:
        """As GET shows it, held until the act is done."""
        Naming.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        return queries.naming_for(pk)


class NamingDetail(NamingDoor):
    """One naming."""

    @operation("A naming", gives=NamingShown)
    def get(self, pk: int) -> Any:
        """All staff may read it."""
        return queries.naming_for(pk)


class TakingBack(Body):
    """Why."""

    why = Text(most=500, required=False)

    example = {"why": "The deputy's office has its own staff now."}


class NamingEnd(NamingDoor):
    """Take it back."""

    @operation("Take a naming back", takes=TakingBack, gives=NamingShown, subject=True)
    def post(self, pk: int) -> Any:
        """By who holds the naming post, or gives back who holds the named one."""
        found = queries.naming_for(pk)
        acts.taker(found, self.facts)
        acts.take_back(found, by=self.person, **self.sent())
        return queries.naming_for(pk)
