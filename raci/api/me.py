"""Who the token's owner is, what waits on them, and what they are told by e-mail."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from raci import notices
from raci.actions import people as acts
from raci.api.contract import Door, operation
from raci.api.fields import Body, Shape, Text, as_sent, by_form
from raci.api.paging import Paged, Rows
from raci.api.shapes import Id, one_of, said
from raci.forms.account import NoticeChoice, OwnName
from raci.queries.waiting import KINDS, waiting_on

LETTERS = ("R", "A", "C")


class CapacityShown(Shape):
    """One way they count today: a post, or one letter of one activity that was passed on to them."""

    post = said(source="title")
    called = said(source="label", help_text="As receipts and history name it.")
    role = said()
    holding = Id()
    unit_path = said()
    acting = serializers.BooleanField()
    given_by = said(help_text="The holder a delegate acts for; empty for an own post.")
    only = serializers.ListField(child=said(), allow_null=True, help_text="Activity and letter of a delegation.")

    example = {
        "post": "Director, Parks & Recreation", "called": "Director, Parks & Recreation", "role": "DIR", "holding": 31,
        "unit_path": "/oakville/vibrant-communities/parks/", "acting": False, "given_by": "", "only": None,
    }  # fmt: skip


class MeShown(Shape):
    """The token's owner."""

    id = Id(source="person.pk")
    name = said(source="person.name")
    email = serializers.EmailField(source="person.email")
    today = serializers.DateField(help_text="What day it is in the city, by the only clock rules use.")
    matrix = serializers.IntegerField(
        source="matrix.number", default=None, allow_null=True, help_text="The version in force."
    )
    capacities = CapacityShown(many=True)

    example = {
        "id": 12, "name": "Dana Reyes", "email": "dana.reyes@city.example", "today": "2026-11-28", "matrix": 1,
        "capacities": [CapacityShown.example],
    }  # fmt: skip


class NewName(Body):
    """A new name."""

    name = Text(most=200)

    example = {"name": "Dana Reyes-Silva"}


class Me(Door):
    """The token's owner."""

    noun = "me"
    shows = MeShown

    @operation("Who am I, and as what do I count today?", gives=MeShown)
    def get(self) -> Any:
        """Your name, and the capacities in which you act today."""
        return self.facts

    @operation("Change my name", takes=NewName, gives=MeShown, subject=True)
    def patch(self) -> Any:
        """It stands on receipts and in the history from now on; what was signed before stays as it was."""
        acts.rename(self.person, by=self.person, **by_form(OwnName(as_sent(self.sent()))))
        self.forget()
        return self.facts

    def current(self) -> Any:
        """As GET shows it."""
        return self.facts


class NoticesShown(Shape):
    """What comes by e-mail."""

    mailed = serializers.ListField(child=said(), help_text="Optional kinds that come by e-mail too.")
    inbox_only = serializers.ListField(child=said(), help_text="Optional kinds that stay in the inbox.")

    example = {"mailed": ["answered", "decided"], "inbox_only": ["holding", "delegation"]}


class NoticesChosen(Body):
    """Which of the optional kinds come by e-mail too."""

    mailed = serializers.ListField(child=Text(most=50), max_length=50)

    example = {"mailed": ["answered", "decided"]}


class MyNotices(Door):
    """What comes by e-mail."""

    noun = "me"
    shows = NoticesShown

    @operation("What comes to me by e-mail?", gives=NoticesShown)
    def get(self) -> Any:
        """The kinds whose e-mail is yours to choose; all others always come."""
        return self.current()

    @operation("Choose what comes by e-mail", takes=NoticesChosen, gives=NoticesShown, subject=True)
    def put(self) -> Any:
        """It counts for what you are told from now on."""
        chosen = by_form(NoticeChoice(as_sent(self.sent())))
        notices.choose_mailed(self.person, chosen["mailed"])
        return self.current()

    def current(self) -> Any:
        """As GET shows it."""
        mailed = notices.mailed_kinds(self.person)
        others = [code for code in notices.optional_kinds() if code not in mailed]
        return {"mailed": mailed, "inbox_only": others}


class WaitingShown(Shape):
    """One thing that waits on you."""

    kind = one_of(KINDS)
    asks = said(source="verb")
    title = said()
    detail = said()
    since = serializers.DateTimeField(allow_null=True, help_text="Nothing where X-rays found it.")
    due_on = serializers.DateField(allow_null=True)
    why = said(source="reason", help_text="Why it is yours.")
    note = said()
    page = said(source="url", help_text="Where it is done in a browser.")

    example = {
        "kind": "decide", "asks": "Decide", "title": "Parks equity plan 2027", "detail": "v1 · Parks · Director, Parks",
        "since": "2026-11-21T09:00:00-08:00", "due_on": None,
        "why": "As City Administrator you hold A for 4.1 (matrix v1).", "note": "", "page": "/admin/raci/submission/7/decide/",
    }  # fmt: skip


class MyWaiting(Door):
    """The one list."""

    noun = "me"

    @operation("What waits on me?", gives=WaitingShown, query=Paged)
    def get(self) -> Any:
        """Everything that waits on you, what is due first in front."""
        return Rows(waiting_on(self.facts))
