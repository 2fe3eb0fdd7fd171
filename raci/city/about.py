"""What a city's folder says about a post beside its place: description, comparable posts, a recruitment. No database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistake, Node

LONGEST = 20_000


@dataclass(frozen=True)
class ComparisonFacts:
    """Another post of the city's, by its code, or one elsewhere, by name."""

    other: str
    name: str
    words: str
    source: str


@dataclass(frozen=True)
class MilestoneFacts:
    """A step: the words of its date as given, and the days they can mean."""

    title: str
    when: str
    earliest: date
    latest: date | None
    done_on: date | None


@dataclass(frozen=True)
class RecruitmentFacts:
    """How a post is being filled."""

    begun_on: date
    words: str
    source: str
    milestones: tuple[MilestoneFacts, ...]


@dataclass(frozen=True)
class AboutPost:
    """What is said about one post."""

    description: str = ""
    source: str = ""
    comparisons: tuple[ComparisonFacts, ...] = ()
    recruitment: RecruitmentFacts | None = None


@dataclass(frozen=True)
class NamingFacts:
    """One post names another, in a unit and below."""

    giver: str
    named: str
    activity: str
    letter: str
    unit: str


def read_about(form: Fields, mistakes: list[Mistake]) -> AboutPost:
    """The fields of a post that say something about it; all may be left out."""
    return AboutPost(
        description=form.text("description", most=LONGEST, default=""),
        source=form.text("description_source", most=500, default=""),
        comparisons=tuple(_comparison(node, mistakes) for node in form.items("comparable", required=False)),
        recruitment=_recruitment(form, mistakes),
    )


def _comparison(node: Node, mistakes: list[Mistake]) -> ComparisonFacts:
    form = Fields(node, mistakes)
    facts = ComparisonFacts(
        other=form.text("post", default=""),
        name=form.text("name", default=""),
        words=form.text("words", most=LONGEST, default=""),
        source=form.text("source", most=500, default=""),
    )
    if bool(facts.other) == bool(facts.name):
        form.wrong(node, _("Give either the code of a post (post) or a name (name)."))
    form.done()
    return facts


def _recruitment(form: Fields, mistakes: list[Mistake]) -> RecruitmentFacts | None:
    if form.at("recruitment") is form.node:
        form.items("recruitment", required=False)  # noted as a field that may stand here
        return None
    form.group("recruitment")
    inner = Fields(form.at("recruitment"), mistakes)
    begun_on = inner.day("begun_on")
    if begun_on is None:
        inner.wrong(inner.at("begun_on"), _("The field “%(name)s” is missing. Add it.") % {"name": "begun_on"})
    found = RecruitmentFacts(
        begun_on=begun_on or date.min,
        words=inner.text("words", most=LONGEST, default=""),
        source=inner.text("source", most=500, default=""),
        milestones=tuple(_milestone(node, mistakes) for node in inner.items("milestones", required=False)),
    )
    inner.done()
    return found


def _milestone(node: Node, mistakes: list[Mistake]) -> MilestoneFacts:
    form = Fields(node, mistakes)
    title, when = form.text("title"), form.text("when", most=100)
    earliest, latest = form.day("earliest"), form.day("latest")
    if earliest is None:
        form.wrong(form.at("earliest"), _("The field “%(name)s” is missing. Add it.") % {"name": "earliest"})
    elif latest and latest < earliest:
        form.wrong(form.at("latest"), _("The latest day is before the earliest. Mend one of them."))
    facts = MilestoneFacts(title, when, earliest or date.min, latest, form.day("done_on"))
    form.done()
    return facts


# ---- namings.yaml


def read_namings(
    node: Node,
    mistakes: list[Mistake],
    *,
    posts: Mapping[str, tuple[str, str]],
    units: Mapping[str, tuple[str, str]],
    cells: Mapping[tuple[str, str], str],
    roles: Collection[str],
) -> list[NamingFacts]:
    """Who is named for what, by roles: each post of the one names each post of the other, as `for` says.

    `posts`: code > role and unit; `units`: code > kind and path, the city first; `cells`: (activity, role) > codes.
    `for: city` is for the whole city; another kind of unit is for each named post that stands in one, in its own unit.
    """
    form = Fields(node, mistakes)
    found = [one for item in form.items("namings") for one in _namings(item, mistakes, posts, units, cells, roles)]
    form.done()
    return found


def _namings(
    node: Node,
    mistakes: list[Mistake],
    posts: Mapping[str, tuple[str, str]],
    units: Mapping[str, tuple[str, str]],
    cells: Mapping[tuple[str, str], str],
    roles: Collection[str],
) -> list[NamingFacts]:
    form = Fields(node, mistakes)
    known = dict.fromkeys(roles)
    giver_role = form.reference("giver_role", known, to=_("role"))
    named_role = form.reference("named_role", known, to=_("role"))
    letter = form.choice("letter", ("R", "A"))
    kind = form.choice("for", ("city", "service_area", "bureau", "office"))
    activities = form.texts("activities")
    for activity, at in activities:
        if letter and letter not in cells.get((activity, giver_role), ""):
            text = _("%(role)s does not hold %(letter)s for %(activity)s in the matrix. Mend one of them.")
            mistakes.append(at.mistake(text % {"role": giver_role, "letter": letter, "activity": activity}))
    form.done()
    root = next(iter(units))
    named = [(code, unit) for code, (role, unit) in posts.items() if role == named_role]
    where = (
        [(code, root) for code, _unit in named] if kind == "city" else [(c, u) for c, u in named if units[u][0] == kind]
    )
    givers = [code for code, (role, _unit) in posts.items() if role == giver_role]
    return [
        NamingFacts(giver, code, activity, letter, unit)
        for giver in givers
        for activity, _at in activities
        for code, unit in where
        if code != giver
    ]
