"""Teams and their charters."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from raci.actions import teams as acts
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Code, Day, Flag, Shape, Text, Whole, as_sent, by_form
from raci.api.lists import list_door
from raci.api.paging import Paged, Rows
from raci.api.papers import EntryShown
from raci.api.shapes import PostRef, RoleRef, UnitRef, one_of, said
from raci.forms.teams import ChangedTeam, CharterForm, NewTeam
from raci.keeping import keeper
from raci.kinds import TEAM
from raci.models import Team
from raci.queries import teams as queries
from raci.queries.lists.teams import TEAMS


class TeamShown(Shape):
    """A team, with who sits on it today."""

    code = said()
    name = said()
    kind = one_of(Team.Kind)
    purpose = said()
    unit = UnitRef()
    convener = PostRef()
    role = RoleRef(allow_null=True, help_text="Whose posts' holders are the members; none where members are named.")
    nominating_role = RoleRef(allow_null=True)
    standing = serializers.BooleanField()
    quorum_percent = serializers.IntegerField(help_text="More than this share of the members.")
    ended_on = serializers.DateField(allow_null=True)

    example = {
        "code": "citywide-equity-team", "name": "Citywide Equity Team", "kind": "equity_team", "purpose": "",
        "unit": {"code": "city", "name": "The city"},
        "convener": {"code": "equity-officer", "title": "Equity Officer"},
        "role": {"code": "CET", "name": "Citywide Equity Team"}, "nominating_role": {"code": "ACA_DCA", "name": "ACA & DCAs"},
        "standing": True, "quorum_percent": 50, "ended_on": None,
    }  # fmt: skip


class TeamChange(Body):
    """What changes; the rest stays."""

    name = Text(most=200, required=False, allow_blank=False)
    purpose = Text(most=500, required=False)
    convener = Code(
        required=False, allow_blank=False, help_text="The code of a post; fixed where members are nominated."
    )
    standing = Flag(required=False)
    quorum_percent = Whole(required=False, min_value=0, max_value=99)
    ended_on = Day(required=False, allow_null=True)

    example = {"purpose": "Drafts standards before they are consulted on."}


class NewTeamBody(Body):
    """A team whose members are named."""

    name = Text(most=200)
    kind = Choice(choices=Team.Kind.values)
    unit = Code(help_text="The code of a unit: whose R for 4.6 keep it.")
    convener = Code(help_text="The code of a post.")
    purpose = Text(most=500, required=False)
    standing = Flag(required=False)
    quorum_percent = Whole(required=False, min_value=0, max_value=99)

    example = {"name": "Language access workgroup", "kind": "workgroup", "unit": "equity", "convener": "equity-officer"}


_LIST = list_door(
    TEAMS,
    noun="teams",
    name="Team",
    codes={"kind": lambda row: row.kind, "convener": lambda row: row.convener.code, "unit": lambda row: row.unit.code},
    example={"name": "Citywide Equity Team", "kind": "equity_team", "convener": "equity-officer"},
)


class TeamList(_LIST):  # type: ignore[valid-type, misc]
    """All teams."""

    @operation("Begin a team", takes=NewTeamBody, gives=TeamShown, status=201)
    def post(self) -> Any:
        """Its members are named afterwards."""
        units = queries.units_to_keep(self.facts)
        form = NewTeam(_flagged({"quorum_percent": 50} | self.sent()), units=units)
        made = acts.create_team(by=self.person, **by_form(form))
        return Created(made, reverse("api:team-detail", args=[made.code]))


class TeamDoor(Door):
    """An address about one team."""

    noun = "teams"
    shows = TeamShown

    def current(self, code: str) -> Team:
        """As GET shows it, held until the act is done."""
        Team.objects.select_for_update(of=("self",)).filter(code=code).first()
        return queries.team_for(code)


class TeamDetail(TeamDoor):
    """One team."""

    @operation("A team", gives=TeamShown)
    def get(self, code: str) -> Any:
        """What it is for, who convenes it, of whom it is made."""
        return queries.team_for(code)

    @operation("Change a team", takes=TeamChange, gives=TeamShown, subject=True)
    def patch(self, code: str) -> Any:
        """At once; its timeline says who changed what."""
        team = queries.team_for(code)
        keeper(self.facts, TEAM, team.unit)
        names = ("name", "purpose", "standing", "quorum_percent", "ended_on")
        now = {name: getattr(team, name) for name in names} | {"convener": team.convener.code}
        acts.change_team(team, by=self.person, **by_form(ChangedTeam(_flagged(now | self.sent()), team=team)))
        return queries.team_for(code)


class TeamTimeline(TeamDoor):
    """The story of a team."""

    @operation("The timeline of a team", gives=EntryShown, query=Paged)
    def get(self, code: str) -> Any:
        """Who changed it, its charter and its named members, newest first."""
        return Rows(queries.team_story(queries.team_for(code)))


# ---- charters


class CharterShown(Shape):
    """A version of a charter."""

    number = serializers.IntegerField()
    text = said()
    what_changed = said()
    told_in = said(source="source", help_text="Where the text comes from.")
    begins_on = serializers.DateField()

    example = {
        "number": 2, "text": "1. Who we are ...", "what_changed": "Terms are two years.", "told_in": "",
        "begins_on": "2027-01-01",
    }  # fmt: skip


class NewCharter(Body):
    """The next version."""

    text = Text()
    what_changed = Text(most=500, required=False)
    begins_on = Day()

    example = {"text": "1. Who we are ...", "what_changed": "Terms are two years.", "begins_on": "2027-01-01"}


class CharterList(TeamDoor):
    """The versions of a team's charter."""

    @operation("The versions of a charter", gives=CharterShown, query=Paged)
    def get(self, code: str) -> Any:
        """Newest first."""
        return Rows(queries.charter_page(queries.team_for(code), 0, self.facts).versions)

    @operation("Write a charter's next version", takes=NewCharter, gives=CharterShown, status=201)
    def post(self, code: str) -> Any:
        """In force from a day; a version is not changed afterwards."""
        team = queries.team_for(code)
        keeper(self.facts, TEAM, team.unit)
        made = acts.write_charter(team, by=self.person, **by_form(CharterForm(as_sent(self.sent()))))
        return Created(made, reverse("api:charter-detail", args=[code, made.number]))


class CharterDetail(TeamDoor):
    """One version."""

    @operation("A version of a charter", gives=CharterShown)
    def get(self, code: str, number: int) -> Any:
        """Its text as it was put in force."""
        return queries.charter_page(queries.team_for(code), number, self.facts).charter


def _flagged(values: dict[str, Any]) -> Any:
    """As a browser would send them: a box that is not ticked is not there."""
    return as_sent({name: "on" if value is True else value for name, value in values.items() if value is not False})
