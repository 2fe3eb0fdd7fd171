"""The checklist of a city in preparation: what is asked, why, how far it is, and what it would mean as it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci import records
from raci.actions import founding as acts
from raci.actions.imports import open_founding
from raci.actions.people import FILL_POSTS, may_keep_accounts, who_fills_posts
from raci.authority import Facts, Subject
from raci.city.draft import Draft, Proposal, shipped_cities
from raci.city.reading import read_city
from raci.lists import Action, Empty
from raci.matrix.table import MatrixTable
from raci.models import Case, Founding, Person, Unit
from raci.queries.posts_today import in_force
from raci.refusals import Problem
from raci.the_city import the_city

MOST_NAMED = 2  # activities of a sentence


@dataclass(frozen=True)
class Step:
    """One step of the checklist."""

    title: str
    why: str
    url: str
    done: str  # what is there, in words; "" is not done
    waits_for: str = ""  # the step that comes before it
    blocks: Sequence[Problem] = ()  # what of it stands before the founding, though it is begun

    @property
    def is_done(self) -> bool:
        """Whether nothing more is asked of it."""
        return bool(self.done) and not self.blocks

    @property
    def where(self) -> str:
        """The page that asks for it, to the field where one is known."""
        return next((one.url for one in self.blocks if one.url), self.url)


@dataclass(frozen=True)
class Checklist:
    """The page of a city in preparation."""

    founding: Founding
    draft: Draft
    steps: list[Step]
    missing: list[Problem]
    warnings: list[str]
    founder_holds: list[str]  # titles of posts
    fills_posts: list[str]  # who fills posts and keeps units of the whole city afterwards, with the post
    founder_fills_posts: bool

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def percent(self) -> int:
        """For the ring."""
        return round(100 * self.done / len(self.steps))

    @property
    def shows_vacancies(self) -> bool:
        """Once posts are named: what is vacant then is meant so, or forgotten."""
        return not self.missing or bool(self.steps[-1].done)

    @property
    def next(self) -> Step | None:
        """What is asked next."""
        return next((step for step in self.steps if not step.is_done and not step.waits_for), None)


def checklist(founding: Founding) -> Checklist:
    """Where the draft stands."""
    draft = Draft.of(founding.draft)
    holders = {one: draft.posts.get(one.code, {}).get("holder", "") for one in acts.posts_kept(draft)}
    roles = acts.roles_that_fill_posts(draft)
    missing = acts.missing(draft)
    mine = [one for one, email in holders.items() if email == founding.founder.email]
    return Checklist(
        founding=founding,
        draft=draft,
        steps=[_city(draft), _matrix(draft), _units(draft), _people(draft), _posts(draft, missing)],
        missing=missing,
        warnings=_warnings(draft),
        founder_holds=[one.title for one in mine],
        fills_posts=[
            f"{draft.people.get(email, email)} ({one.title})"
            for one, email in holders.items()
            if email and one.role in roles
        ],
        founder_fills_posts=any(one.role in roles for one in mine),
    )


def founded_by(person: Person) -> Founding | None:
    """The city this person founded here."""
    return Founding.objects.filter(founder=person, founded_at__isnull=False).first()


def prepares_city(facts: Facts) -> bool:
    """Whether they are on their way to a founding; asked only where no matrix is in force."""
    under_way = open_founding() if facts.matrix is None else None
    return under_way is not None and under_way.founder_id == facts.person.pk


def comes_with_the_founding(title: str | Promise, otherwise: str | Promise, facts: Facts) -> Empty:
    """An empty list of what a city brings: what is so while one is in preparation, or what the list says otherwise."""
    if facts.matrix is not None or open_founding() is None:
        return Empty(title, otherwise)
    return Empty(title, gettext_lazy("The city is in preparation: they come when it is founded."))


def to_the_checklist(facts: Facts) -> Action | None:
    """What there is to do at such a list for whoever prepares the city."""
    return Action(gettext_lazy("Back to the checklist"), reverse("raci:founding")) if prepares_city(facts) else None


@dataclass(frozen=True)
class AfterFounding:
    """What comes after the founding, until a first record is begun."""

    city: str
    without_password: list[Person]
    keeps_accounts: bool
    fills_posts: list[str]
    begins: list[tuple[str, list[str]]]  # what is begun, by whom


def after_founding(facts: Facts) -> AfterFounding | None:
    """For the founder alone, as long as nothing governed has been begun (a constant number of queries)."""
    founded = founded_by(facts.person)
    city = the_city() if founded and facts.matrix else None
    came_with_it = Q(state=Case.State.APPROVED, submissions=None)  # the packs of law, which nobody handed in
    if city is None or Case.objects.exclude(came_with_it).exists():
        return None
    people = Person.objects.filter(is_service=False, is_active=True).order_by("name", "pk")
    return AfterFounding(
        city=city.name,
        without_password=[one for one in people if not one.has_usable_password()],
        keeps_accounts=may_keep_accounts(facts),
        fills_posts=who_fills_posts(Subject.of_scope(FILL_POSTS, city)),
        begins=_begun_by(facts),
    )


def _begun_by(facts: Facts) -> list[tuple[str, list[str]]]:
    cells = facts.matrix.cells.items() if facts.matrix else ()
    found = []
    for kind in records.kinds():
        if kind.life is not records.Life.GOVERNED or not kind.begin:
            continue
        roles = [role for (activity, role), codes in cells if activity == kind.activity and "R" in codes]
        held = in_force(facts.today).filter(post__role__code__in=roles).select_related("post", "person")
        people = [f"{one.person.name} ({one.post.title})" for one in held.order_by("post__role__column", "pk")]
        found.append((f"{kind.label} ({kind.activity})", people))
    return found


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


def _posts(draft: Draft, missing: list[Problem]) -> Step:
    why = _("A post is a role in a unit. What somebody may do comes from the post they hold, and from nothing else.")
    kept = acts.posts_kept(draft)
    held = sum(bool(draft.posts.get(one.code, {}).get("holder")) for one in kept)
    done = _("%(held)d of %(all)d posts have a holder") % {"held": held, "all": len(kept)} if held else ""
    waits = "" if draft.shipped and len(draft.units) > 1 else _("the matrix and the units")
    blocks = missing if (held or draft.dropped) and not waits else ()
    return Step(_("Posts and who holds them"), why, reverse("raci:founding-posts"), done, waits, blocks)


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
        said.append(_("nobody decides %(activities)s") % {"activities": _named(table, decides)})
    if alone:
        said.append(_("nobody can begin %(activities)s") % {"activities": _named(table, alone)})
    if asked:
        text = _("not asked about %(activities)s, and each record says so")
        said.append(text % {"activities": _named(table, asked)})
    return "; ".join(said)


def _named(table: MatrixTable, codes: list[str]) -> str:
    """Activities by their titles, the first few of many."""
    titles = {row.code: row.title for row in table.activities}
    named = ", ".join(f"{titles[code]} ({code})" for code in codes[:MOST_NAMED])
    more = len(codes) - MOST_NAMED
    return _("%(named)s and %(n)d more") % {"named": named, "n": more} if more > 0 else named


# ---- the pages of the steps


@dataclass(frozen=True)
class PostRow:
    """A proposed post with who is to hold it."""

    post: Proposal
    unit: str
    holder: str
    leave_out: bool
    vacancy: str
    is_wrong: bool = False  # the address is none of the people's

    @property
    def field(self) -> str:
        """The id of the field of its holder."""
        return acts.holder_field(self.post.code)


@dataclass(frozen=True)
class PostsPage:
    """The proposed posts, a page of them."""

    page: Page[Proposal]
    rows: list[PostRow]
    people: list[tuple[str, str]]


def posts_page(draft: Draft, number: str, wrong: Collection[str] = ()) -> PostsPage:
    """The city's own posts first, then unit by unit."""
    page = Paginator(acts.posts_of(draft), acts.POSTS_ON_A_PAGE).get_page(number)
    units = {unit["code"]: unit["name"] for unit in draft.units}
    table = acts.matrix_of(draft)
    rows = []
    for one in page:
        said = draft.posts.get(one.code, {})
        vacancy = vacancy_means(table, one.role) if table and one.unit == draft.units[0]["code"] else ""
        holder, leave_out = said.get("holder", ""), bool(said.get("leave_out"))
        rows.append(PostRow(one, units[one.unit], holder, leave_out, vacancy, holder in wrong))
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
