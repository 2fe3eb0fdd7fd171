"""Who holds a post from when to when: recorded, answered by a second person, ended."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from raci import handing_out
from raci.actions import posts as acts
from raci.actions.documents import begin_holding_with
from raci.actions.handovers import hand_over, may_hand_over
from raci.api.contract import FILE, Created, Door, Everything, Multipart, operation
from raci.api.fields import Body, Code, Day, Flag, Key, Shape, Text, as_sent, by_form
from raci.api.paging import Rows, Search
from raci.api.records import Reason
from raci.api.shapes import Id, PersonRef, PostRef, one_of, said
from raci.forms.handovers import HandingOver
from raci.forms.posts import Beginning
from raci.models import Holding
from raci.queries import posts as queries
from raci.queries.posts_today import in_force
from raci.refusals import Refused


class HoldingShown(Shape):
    """Who holds a post, from when to when."""

    id = Id(source="pk")
    post = PostRef()
    person = PersonRef()
    begins_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    acting = serializers.BooleanField()
    state = one_of(Holding.State)
    ground = said()

    example = {
        "id": 31, "post": PostRef.example, "person": PersonRef.example, "begins_on": "2026-07-01", "ends_on": None,
        "acting": False, "state": "in_force", "ground": "",
    }  # fmt: skip


class NewHolding(Body):
    """Who holds it from a day on."""

    person = Key(help_text="The number of a person.")
    begins_on = Day()
    ends_on = Day(required=False, allow_null=True)
    acting_holder = Flag(required=False)
    ground = Text(most=500, required=False, help_text="By what it is given: a directive, an oath, a certificate.")

    example = {"person": 12, "begins_on": "2027-01-01", "ground": "Appointment of 5 December 2026"}


class NewHoldingWithDocument(Body):
    """The same, with the giver's document, as a form."""

    person = serializers.IntegerField(min_value=1, max_value=10**18 - 1)
    begins_on = Day()
    ends_on = Day(required=False)
    acting_holder = serializers.BooleanField(required=False)
    ground = Text(most=500, required=False)
    document = serializers.FileField(allow_empty_file=True, max_length=1000)


class HoldingAdd(Door):
    """Holdings of a post."""

    noun = "posts"

    @operation("Record who holds a post", takes=NewHolding, gives=HoldingShown, status=201)
    def post(self, code: str) -> Any:
        """In force at once, or proposed where a second person accepts it."""
        return _begin(self, code)


class HoldingAddDocument(Door):
    """Holdings of a post, with the giver's document."""

    noun = "posts"
    parser_classes = (Multipart,)

    @operation(
        "Record who holds a post, with the giver's document",
        takes=NewHoldingWithDocument,
        gives=HoldingShown,
        status=201,
    )
    def post(self, code: str) -> Any:
        """`multipart/form-data`; the posts that decide on posts and audits are filled no other way."""
        return _begin(self, code)


def _begin(door: Door, code: str) -> Created:
    post = queries.post_for(code, door.facts)
    acts.recorder(post, door.facts)
    sent = door.sent()
    given = {**sent, "acting_holder": "on" if sent.get("acting_holder") else ""}
    upload = given.pop("document", None)
    files = {"document": upload} if upload is not None else {}
    form = Beginning(as_sent(given), files, is_top=acts.is_top(post, door.facts))
    values = by_form(form)
    values.pop("document")
    made = begin_holding_with(upload, post=post, by=door.person, **values)
    return Created(made, reverse("api:holding-detail", args=[made.pk]))


class HoldingDoor(Door):
    """An address about one holding."""

    noun = "posts"
    shows = HoldingShown

    def holding(self, pk: int) -> Holding:
        """A holding; one that is only proposed is known to those who may read proposals."""
        found = queries.holding_for(pk)
        if found.state != Holding.State.IN_FORCE and not queries.reads_proposals(found.post, self.facts):
            raise Refused(_("There is no such holding."), visible=False)
        return found

    def current(self, pk: int) -> Holding:
        """As GET shows it, held until the act is done."""
        self.holding(pk)
        Holding.objects.select_for_update(of=("self",)).get(pk=pk)
        return self.holding(pk)


class HoldingQuery(Search):
    """Which holdings."""

    post = Code(required=False, allow_blank=False, help_text="The code of a post.")
    person = Text(most=18, required=False, allow_blank=False, help_text="The number of a person.")


class HoldingList(Door):
    """Who holds what today."""

    noun = "posts"

    @operation("Who holds what today", gives=HoldingShown, query=HoldingQuery)
    def get(self) -> Any:
        """Holdings in force, in the order of the posts."""
        wanted, found = self.wanted, in_force(self.facts.today).select_related("post", "person")
        if words := wanted.get("q"):
            found = found.filter(Q(post__title__icontains=words) | Q(person__name__icontains=words))
        if "post" in wanted:
            found = found.filter(post__code=wanted["post"])
        if (number := wanted.get("person", "")) != "":
            found = found.filter(person=int(number)) if number.isascii() and number.isdigit() else found.none()
        return Rows(found.order_by("post__code", "begins_on", "pk"))


class HoldingDetail(HoldingDoor):
    """One holding."""

    @operation("A holding", gives=HoldingShown)
    def get(self, pk: int) -> Any:
        """Who holds a post, from when to when, and whether it is in force."""
        return self.holding(pk)


class HoldingAccept(HoldingDoor):
    """Put it in force."""

    @operation("Accept a proposed holding", takes=Body, gives=HoldingShown, subject=True)
    def post(self, pk: int) -> Any:
        """As the second person: not who recorded it, and not who is to hold the post."""
        found = queries.holding_for(pk)
        queries.answers(found, self.facts)
        self.sent()
        acts.accept_holding(found, by=self.person)
        return found


class HoldingRefuse(HoldingDoor):
    """Refuse it."""

    @operation("Refuse a proposed holding", takes=Reason, gives=HoldingShown, subject=True)
    def post(self, pk: int) -> Any:
        """With the reason, which who proposed it reads."""
        found = queries.holding_for(pk)
        queries.answers(found, self.facts)
        acts.refuse_holding(found, by=self.person, why=self.sent()["reason"])
        return found


class HoldingEnding(Body):
    """Its last day, and why."""

    ends_on = Day()
    why = Text()

    example = {"ends_on": "2026-12-31", "why": "Retires."}


class HoldingEnd(HoldingDoor):
    """End it."""

    @operation("End a holding", takes=HoldingEnding, gives=HoldingShown, subject=True)
    def post(self, pk: int) -> Any:
        """Delegations made by it end with it. A holding is never prolonged: another is begun."""
        found = queries.holding_for(pk)
        acts.ender(found, self.facts)
        acts.end_holding(found, by=self.person, **self.sent())
        return found


class NewHandover(Body):
    """Who follows, and when."""

    successor = Key(help_text="The number of a person.")
    last_day = Day(help_text="Of who holds it now.")
    first_day = Day(required=False, allow_null=True, help_text="Of the successor; the day after unless told.")
    why = Text()
    together = Flag(required=False, help_text="That several hold it on the same days is meant.")
    acting_holder = Flag(required=False)
    ground = Text(most=500, required=False)

    example = {"successor": 12, "last_day": "2026-12-31", "why": "Retires."}


class HoldingHandOver(HoldingDoor):
    """Hand the post over."""

    @operation("Hand a post over", takes=NewHandover, gives=HoldingShown, subject=True, status=201)
    def post(self, pk: int) -> Any:
        """Ends this holding and begins the successor's, or proposes it where a second person accepts. Needs a giver's document
        at the top: then the two are recorded one by one."""
        found = queries.holding_for(pk)
        may_hand_over(found, self.facts)
        sent = self.sent()
        ticked = {name: "on" if sent.get(name) else "" for name in ("acting_holder", "together")}
        given = {**sent, **ticked}
        form = HandingOver(as_sent(given), {}, is_top=acts.is_top(found.post, self.facts))
        by_form(form)
        made = hand_over(found, form.handover(), by=self.person)
        return Created(made, reverse("api:holding-detail", args=[made.pk]))


class HoldingDocument(Door):
    """The giver's document."""

    noun = "posts"
    content_negotiation_class = Everything

    @operation("The giver's document", gives=FILE)
    def get(self, pk: int) -> HttpResponseBase:
        """For its holder, who records and who accepts, and auditors."""
        return handing_out.document(pk, self.facts)
