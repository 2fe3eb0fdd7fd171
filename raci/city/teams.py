"""A city's teams (teams.yaml) as frozen plain values: who convenes them, who sits on them, what they give themselves to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from raci.plainyaml.fields import Fields

KINDS = ("equity_team", "leadership", "governing_body", "workgroup")
OUTCOMES = ("affirm", "agree", "discuss", "decide", "inform")


@dataclass(frozen=True)
class MemberFacts:
    """A post or a person named to a team; without `begins_on`, from the day of loading."""

    post: str
    person: str
    part: str
    begins_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting that a document tells of: its day, and each item's wanted outcome and title. Hours are not made up."""

    on: date
    title: str
    source: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TeamFacts:
    """A team. Either `role` (its members are the holders of that role's posts) or `members`."""

    code: str
    name: str
    kind: str
    purpose: str
    unit: str
    convener: str
    role: str
    nominating_role: str
    standing: bool
    quorum_percent: int
    members: tuple[MemberFacts, ...]
    charter: str
    charter_source: str
    meetings: tuple[MeetingFacts, ...] = ()


class Known(Protocol):
    """What the folder named before its teams."""

    @property
    def units(self) -> Mapping[str, object]: ...  # noqa: D102
    @property
    def roles(self) -> Mapping[str, object]: ...  # noqa: D102
    @property
    def posts(self) -> Mapping[str, object]: ...  # noqa: D102
    @property
    def people(self) -> Mapping[str, object]: ...  # noqa: D102
    @property
    def teams(self) -> Mapping[str, object]: ...  # noqa: D102


def read_team(form: Fields, known: Known) -> TeamFacts:
    """One entry of `teams`; what is wrong is noted in the form. Without a unit it is the whole city's."""
    facts = TeamFacts(
        code=form.code("code", known.teams),
        name=form.text("name", most=200),
        kind=form.choice("kind", KINDS),
        purpose=form.text("purpose", most=500, default=""),
        unit=_named(form, "unit", known.units, _("unit")) or next(iter(known.units), ""),
        convener=form.reference("convener", known.posts, to=_("post")),
        role=_named(form, "role", known.roles, _("role")),
        nominating_role=_named(form, "nominating_role", known.roles, _("role")),
        standing=form.choice("standing", ("true", "false"), default="true") == "true",
        quorum_percent=form.number("quorum_percent") or 50,
        members=tuple(_member(item, form, known) for item in form.items("members", required=False)),
        charter=form.text("charter", most=20_000, default=""),
        charter_source=form.text("charter_source", most=500, default=""),
        meetings=tuple(_meeting(item, form) for item in form.items("meetings", required=False)),
    )
    if facts.role and facts.members:
        form.wrong(form.at("members"), _("Its members are the holders of its role's posts. Name a role, or members."))
    if facts.nominating_role and not facts.role:
        form.wrong(form.at("nominating_role"), _("Only who is to hold a post is nominated. Name the members' role."))
    _once(facts, form)
    return facts


def _member(item: object, form: Fields, known: Known) -> MemberFacts:
    one = Fields(item, form.mistakes)  # type: ignore[arg-type]
    facts = MemberFacts(
        post=_named(one, "post", known.posts, _("post")),
        person=_named(one, "person", known.people, _("person with the address")),
        part=one.text("part", most=80, default=""),
        begins_on=one.day("begins_on"),
        ends_on=one.day("ends_on"),
    )
    if bool(facts.post) == bool(facts.person):
        one.wrong(one.node, _("A member is a post or a person. Name one of the two."))
    if facts.begins_on and facts.ends_on and facts.ends_on < facts.begins_on:
        one.wrong(one.at("ends_on"), _("This term ends before it begins. Mend one of the dates."))
    one.done()
    return facts


def _meeting(item: object, form: Fields) -> MeetingFacts:
    one = Fields(item, form.mistakes)  # type: ignore[arg-type]
    day = one.day("on")
    if day is None:
        one.wrong(one.node, _("A meeting has a day. Add `on`."))
    facts = MeetingFacts(
        on=day or date.min,
        title=one.text("title", most=200, default=""),
        source=one.text("source", most=500),
        items=tuple(_agenda_item(node, form) for node in one.items("items")),
    )
    one.done()
    return facts


def _agenda_item(item: object, form: Fields) -> tuple[str, str]:
    one = Fields(item, form.mistakes)  # type: ignore[arg-type]
    facts = (one.choice("wanted", OUTCOMES), one.text("title", most=300))
    one.done()
    return facts


def _once(facts: TeamFacts, form: Fields) -> None:
    named = [(one.post, one.person) for one in facts.members]
    if len(set(named)) < len(named):
        form.wrong(form.at("members"), _("A post or a person is named twice for this team. Keep one."))


def _named(form: Fields, name: str, known: Mapping[str, object], to: str) -> str:
    given = form.text(name, default="")
    return form.reference(name, known, to=to) if given else ""
