"""The checklist of a city in preparation: what is asked, why, how far it is, and what it would mean as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci.actions import founding as acts
from raci.city.draft import Draft, Proposal, shipped_cities
from raci.city.reading import read_city
from raci.matrix.table import MatrixTable
from raci.models import Founding, Unit
from raci.refusals import Problem

ON_A_PAGE = 60


@dataclass(frozen=True)
class Step:
    """One step of the checklist."""

    title: str
    why: str
    url: str
    done: str  # what is there, in words; "" is not done
    waits_for: str = ""  # the step that comes before it


@dataclass(frozen=True)
class Checklist:
    """The page of a city in preparation."""

    founding: Founding
    draft: Draft
    steps: list[Step]
    missing: list[Problem]
    warnings: list[str]
    founder_has_post: bool

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(bool(step.done) for step in self.steps)

    @property
    def percent(self) -> int:
        """For the ring."""
        return round(100 * self.done / len(self.steps))

    @property
    def next(self) -> Step | None:
        """What is asked next."""
        return next((step for step in self.steps if not step.done and not step.waits_for), None)


def checklist(founding: Founding) -> Checklist:
    """Where the draft stands."""
    draft = Draft.of(founding.draft)
    held = {said.get("holder") for said in draft.posts.values() if not said.get("leave_out")}
    return Checklist(
        founding=founding,
        draft=draft,
        steps=[_city(draft), _matrix(draft), _units(draft), _people(draft), _posts(draft)],
        missing=acts.missing(draft),
        warnings=_warnings(draft),
        founder_has_post=founding.founder.email in held,
    )


def _city(draft: Draft) -> Step:
    done = f"{draft.city['name']} · {draft.city['time_zone']}" if draft.city else ""
    why = _("Days and deadlines are counted in its time zone, without its holidays; every page carries its name.")
    return Step(_("The city"), why, reverse("raci:founding-city"), done)


def _matrix(draft: Draft) -> Step:
    why = _("It decides who may write, who is asked, who decides. It brings the roles with it.")
    done = ""
    if draft.shipped:
        done = (
            _("your own file, with the roles of %(city)s") if draft.matrix else _("that of %(city)s, adopted as yours")
        )
        done = done % {"city": draft.shipped.title()}
    return Step(_("The matrix"), why, reverse("raci:founding-matrix"), done)


def _units(draft: Draft) -> Step:
    count = max(len(draft.units) - 1, 0)
    done = ngettext("%(n)d unit below the city", "%(n)d units below the city", count) % {"n": count} if count else ""
    why = _("Plans, posts and figures belong to a unit: a service area, a bureau, an office.")
    waits = "" if draft.city else _("the city's name")
    return Step(_("Units"), why, reverse("raci:founding-units"), done, waits)


def _people(draft: Draft) -> Step:
    count = len(draft.people) - 1
    done = ngettext("you and %(n)d other", "you and %(n)d others", count) % {"n": count} if count > 0 else ""
    why = _("Whoever holds a post signs in with an e-mail address. More people can be invited later.")
    return Step(_("People"), why, reverse("raci:founding-people"), done)


def _posts(draft: Draft) -> Step:
    why = _("A post is a role in a unit. What somebody may do comes from the post they hold, and from nothing else.")
    kept = acts.posts_kept(draft)
    held = sum(bool(draft.posts.get(one.code, {}).get("holder")) for one in kept)
    done = _("%(held)d of %(all)d posts have a holder") % {"held": held, "all": len(kept)} if held else ""
    waits = "" if draft.shipped and len(draft.units) > 1 else _("the matrix and the units")
    return Step(_("Posts and who holds them"), why, reverse("raci:founding-posts"), done, waits)


# ---- what a vacancy means


def _warnings(draft: Draft) -> list[str]:
    """What would not work on the first day, role by role."""
    table = acts.matrix_of(draft)
    if table is None or len(draft.units) < 2:
        return []
    held = {one.role for one in acts.posts_kept(draft) if draft.posts.get(one.code, {}).get("holder")}
    vacant = [column for column in table.columns if column.code not in held]
    return [f"{column.name}: {means}" for column in vacant if (means := vacancy_means(table, column.code))]


def vacancy_means(table: MatrixTable, role: str) -> str:
    """What does not happen while nobody holds this role, in the words of a person who fills posts."""
    mine = {code: codes for (code, one), codes in table.cells.items() if one == role}
    decides, asked = ([code for code, codes in mine.items() if letter in codes] for letter in "AC")
    alone = [code for code, codes in mine.items() if "R" in codes and "".join(table.row(code)).count("R") == 1]
    said = []
    if decides:
        said.append(_("nothing of %(codes)s can be decided") % {"codes": ", ".join(decides)})
    if alone:
        said.append(_("nobody can begin anything of %(codes)s") % {"codes": ", ".join(alone)})
    if asked:
        said.append(_("not asked about %(codes)s, and each record says so") % {"codes": ", ".join(asked)})
    return "; ".join(said)


# ---- the pages of the steps


@dataclass(frozen=True)
class PostRow:
    """A proposed post with who is to hold it."""

    post: Proposal
    unit: str
    holder: str
    leave_out: bool
    vacancy: str


@dataclass(frozen=True)
class PostsPage:
    """The proposed posts, a page of them."""

    page: Page[Proposal]
    rows: list[PostRow]
    people: list[tuple[str, str]]


def posts_page(draft: Draft, number: str) -> PostsPage:
    """The city's own posts first, then unit by unit."""
    page = Paginator(acts.posts_of(draft), ON_A_PAGE).get_page(number)
    units = {unit["code"]: unit["name"] for unit in draft.units}
    table = acts.matrix_of(draft)
    rows = []
    for one in page:
        said = draft.posts.get(one.code, {})
        vacancy = vacancy_means(table, one.role) if table and one.unit == draft.units[0]["code"] else ""
        rows.append(PostRow(one, units[one.unit], said.get("holder", ""), bool(said.get("leave_out")), vacancy))
    return PostsPage(page, rows, list(draft.people.items()))


@dataclass(frozen=True)
class UnitRow:
    """A unit of the draft."""

    code: str
    name: str
    kind: str
    above: str
    is_city: bool


def units_of(draft: Draft) -> list[UnitRow]:
    """The tree in its order."""
    names = {unit["code"]: unit["name"] for unit in draft.units}
    kinds = dict(Unit.Kind.choices)
    return [
        UnitRow(one["code"], one["name"], str(kinds[one["kind"]]), names.get(one["parent"], ""), one["kind"] == "city")
        for one in sorted(draft.units, key=lambda one: one["path"])
    ]


@dataclass(frozen=True)
class MatrixShown:
    """A matrix that ships, to look at before it is chosen."""

    code: str
    name: str
    table: MatrixTable
    rows: list[tuple[str, str, list[str]]]  # code, title, codes in the order of the columns

    @property
    def choice(self) -> tuple[str, str]:
        """For the form: the city, and the roles that come with its matrix."""
        return self.code, f"{self.name}: {', '.join(column.name for column in self.table.columns)}"


def shipped_matrices() -> list[MatrixShown]:
    """Those a city may adopt."""
    found = []
    for folder in shipped_cities():
        reading = read_city(folder)
        rows = [(row.code, row.title, reading.matrix.row(row.code)) for row in reading.matrix.activities]
        found.append(MatrixShown(folder.name, reading.city.name, reading.matrix, rows))
    return found
