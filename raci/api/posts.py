"""Posts, who holds them, and the letters that are passed on."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from raci.actions import posts as acts
from raci.actions.documents import begin_holding_with
from raci.api.contract import FILE, Created, Door, Everything, Multipart, operation
from raci.api.fields import Body, Choice, Code, Day, Flag, Key, Shape, Text, as_sent, by_form
from raci.api.paging import Paged, Rows, Search, YesNo
from raci.api.problems import Invalid
from raci.api.records import Reason
from raci.api.shapes import Id, PersonRef, PostRef, RoleRef, UnitRef, one_of, said
from raci.forms.posts import Beginning
from raci.models import Delegation, Holding, Person, Post
from raci.queries import posts as queries
from raci.queries.people import activity_titles, delegations_page
from raci.queries.posts_today import in_force, today_of, with_holders
from raci.refusals import Problem, Refused
from raci.views.delegations import delegation_of
from raci.views.posts import authorised, document, holding_of


class PostRow(Shape):
    """A post with who holds it today."""

    code = said(source="post.code")
    title = said(source="post.title")
    role = RoleRef(source="post.role")
    unit = UnitRef(source="post.unit")
    holders = serializers.ListField(child=said())
    is_vacant = serializers.BooleanField()

    example = {
        "code": "director-parks", "title": "Director, Parks & Recreation", "role": {"code": "DIR", "name": "Directors"},
        "unit": UnitRef.example, "holders": ["Dana Reyes"], "is_vacant": False,
    }  # fmt: skip


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


class PostShown(PostRow):
    """A post: what it does, and who held it when."""

    cells = serializers.ListField(child=said(), help_text='"A 4.1", in the matrix in force.')
    may_begin = serializers.BooleanField(help_text="Whether you record who holds it.")
    why_not = said()
    is_reviewed = serializers.BooleanField(help_text="Whether a second person accepts who holds it.")
    is_top = serializers.BooleanField(help_text="Whether the giver's document is needed.")
    holdings = HoldingShown(many=True)
    proposals = HoldingShown(many=True)

    example = {
        **PostRow.example, "cells": ["R 4.1"], "may_begin": False, "is_reviewed": False, "is_top": False,
        "why_not": "Filling this post takes R for 4.4 in its unit.", "holdings": [HoldingShown.example], "proposals": [],
    }  # fmt: skip


class PostQuery(Search):
    """Which posts."""

    unit = Code(required=False, allow_blank=False, help_text="The code of a unit.")
    vacant = YesNo(required=False, help_text="Those that nobody holds today, or that somebody holds.")


class PostList(Door):
    """All posts."""

    noun = "posts"

    @operation("Posts and who holds them today", gives=PostRow, query=PostQuery)
    def get(self) -> Any:
        """In the order of the units."""
        wanted = self.wanted
        found = queries.posts_found(wanted.get("q", ""), wanted.get("unit", ""), self.facts)
        if "vacant" in wanted:
            held = Exists(in_force(self.facts.today).filter(post=OuterRef("pk")))
            found = found.filter(~held if wanted["vacant"] else held)
        return Rows(with_holders(found, self.facts.today), _row)


def _row(post: Post) -> dict[str, Any]:
    today = today_of(post)
    names = [held.person.name for held in today.holders]
    return {"post": post, "holders": names, "is_vacant": today.is_vacant}


class PostDetail(Door):
    """One post."""

    noun = "posts"

    @operation("A post", gives=PostShown)
    def get(self, code: str) -> Any:
        """What it does by the matrix in force, who held it when, and what is proposed for it."""
        page = queries.post_page(queries.post_for(code, self.facts), self.facts)
        told = {name: getattr(page, name) for name in ("may_begin", "why_not", "is_reviewed", "is_top")}
        return {
            **_row(page.post), **told,
            "cells": [f"{'/'.join(codes)} {activity.code}" for activity, codes in page.cells],
            "holdings": [one.holding for one in page.holdings],
            "proposals": [one.holding for one in page.proposals],
        }  # fmt: skip


# ---- holdings


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
        found = holding_of(pk)
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
        found = holding_of(pk)
        authorised(found, self.page_request)
        self.sent()
        acts.accept_holding(found, by=self.person)
        return found


class HoldingRefuse(HoldingDoor):
    """Refuse it."""

    @operation("Refuse a proposed holding", takes=Reason, gives=HoldingShown, subject=True)
    def post(self, pk: int) -> Any:
        """With the reason, which who proposed it reads."""
        found = holding_of(pk)
        authorised(found, self.page_request)
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
        found = holding_of(pk)
        acts.ender(found, self.facts)
        acts.end_holding(found, by=self.person, **self.sent())
        return found


class HoldingDocument(Door):
    """The giver's document."""

    noun = "posts"
    content_negotiation_class = Everything

    @operation("The giver's document", gives=FILE)
    def get(self, pk: int) -> HttpResponseBase:
        """For its holder, who records and who accepts, and auditors."""
        return document(pk, self.page_request)


# ---- delegations


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
        return delegation_of(self.page_request, pk)

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
