"""Who sits on a team, and what a member owes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from raci.actions import teams as acts
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Code, Day, Key, Shape, Text, as_sent, by_form
from raci.api.holdings import HoldingEnding
from raci.api.paging import Paged, Rows
from raci.api.shapes import Id, PersonRef, PostRef, UnitRef, one_of, said
from raci.forms.teams import Naming
from raci.keeping import keeper
from raci.kinds import MEMBERSHIP
from raci.models import Membership, Relation
from raci.queries import owed
from raci.queries import teams as queries


class MemberShown(Shape):
    """Somebody who sits on a team, for some days."""

    person = PersonRef()
    post = PostRef(allow_null=True, help_text="By which they sit on it; none where they were named themself.")
    unit = UnitRef(source="post.unit", allow_null=True, default=None)
    holding = Id(source="holding_id", allow_null=True)
    membership = Id(source="membership_id", allow_null=True)
    part = said()
    begins_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    acting = serializers.BooleanField()

    example = {
        "person": PersonRef.example, "post": {"code": "lead-public-works", "title": "Equity Lead, Public Works"},
        "unit": {"code": "public-works", "name": "Public Works"}, "holding": 31, "membership": None, "part": "",
        "begins_on": "2027-01-01", "ends_on": "2028-12-31", "acting": False,
    }  # fmt: skip


class MembersQuery(Paged):
    """On which day."""

    on = serializers.DateField(required=False, help_text="Who sat, sits or will sit on it that day; today unless told.")


class NewMember(Body):
    """A post or a person."""

    post = Code(required=False, help_text="The code of a post: whoever holds it is on the team.")
    person = Key(required=False, help_text="Or the number of a person.")
    part = Text(most=80, required=False)
    begins_on = Day()
    ends_on = Day(required=False, allow_null=True)

    example = {"person": 12, "part": "Secretary", "begins_on": "2027-01-01"}


class MembershipShown(Shape):
    """A post or a person named to a team."""

    id = Id(source="pk")
    team = said(source="team.code")
    post = PostRef(allow_null=True)
    person = PersonRef(allow_null=True)
    part = said()
    begins_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)

    example = {
        "id": 5, "team": "equity-policy-workgroup", "post": None, "person": PersonRef.example, "part": "Secretary",
        "begins_on": "2027-01-01", "ends_on": None,
    }  # fmt: skip


class MemberList(Door):
    """The members of a team."""

    noun = "teams"

    @operation("Who sits on a team", gives=MemberShown, query=MembersQuery)
    def get(self, code: str) -> Any:
        """By a post of the team's role, by a post that was named, or themself."""
        day: date = self.wanted.get("on") or self.facts.today
        return Rows(queries.team_for(code).members_on(day))

    @operation("Name a member", takes=NewMember, gives=MembershipShown, status=201)
    def post(self, code: str) -> Any:
        """Not for a team whose members are nominated."""
        team = queries.team_for(code)
        acts.names(team, self.facts)
        made = acts.name_member(team, by=self.person, **by_form(Naming(as_sent(self.sent()))))
        return Created(made, reverse("api:membership-detail", args=[made.pk]))


class MembershipDoor(Door):
    """An address about one membership."""

    noun = "teams"
    shows = MembershipShown

    def current(self, pk: int) -> Membership:
        """As GET shows it, held until the act is done."""
        Membership.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        return queries.membership_for(pk)


class MembershipDetail(MembershipDoor):
    """One membership."""

    @operation("A membership", gives=MembershipShown)
    def get(self, pk: int) -> Any:
        """Whom it names, and for which days."""
        return queries.membership_for(pk)


class MembershipEnd(MembershipDoor):
    """End it."""

    @operation("End a membership", takes=HoldingEnding, gives=MembershipShown, subject=True)
    def post(self, pk: int) -> Any:
        """Never prolonged: the member is named anew."""
        found = queries.membership_for(pk)
        keeper(self.facts, MEMBERSHIP, found.team.unit)
        acts.end_membership(found, by=self.person, **self.sent())
        return found


# ---- what a member owes


class OwedShown(Shape):
    """One thing that is owed."""

    line = one_of(Relation.Line)
    verb = said()
    title = said()
    detail = said()
    due_on = serializers.DateField(allow_null=True)
    why = said()
    url = said(help_text="The page where it is done, or of what it is about.")

    example = {
        "line": "functional", "verb": "Answer", "title": "Citywide standard 4", "detail": "v1 · Public Works",
        "due_on": "2026-12-05", "why": "As Equity Lead, Public Works you hold C for 1.1 (matrix v1).", "url": "/records/12/",
    }  # fmt: skip


class MemberOwes(Door):
    """The dual accountability of a member."""

    noun = "teams"

    @operation("What a member owes", gives=OwedShown, query=Paged)
    def get(self, code: str, pk: int) -> Any:
        """To who convenes (functional) and to who stands over them (operational); `id` is the number of their holding."""
        team = queries.team_for(code)
        page = owed.member_page(team, owed.member_for(team, pk, self.facts), self.facts)
        return Rows([*page.functional, *page.operational])
