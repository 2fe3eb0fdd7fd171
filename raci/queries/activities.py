"""What an activity's page (the drawer) shows: its cells, who holds each post today, what is open under it, and why it is mine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raci import grants, records
from raci.authority import Act, Capacity, Facts, Permission, Subject, Via, covering_posts, may
from raci.models import Activity, Assignment, Case, Matrix, Person, Role, Unit
from raci.queries.posts_today import PostToday, on_day, posts_of_roles
from raci.records import Kind
from raci.refusals import Refused

MOST_OPEN = 20
OPEN = (Case.State.DRAFT, Case.State.CONSULTATION, Case.State.SUBMITTED)
LETS = {
    "R": gettext_lazy("write, open consultation, submit, begin the next version; keep what needs no decision"),
    "A": gettext_lazy("decide what others submitted: approve, with conditions, return, decline"),
    "C": gettext_lazy("read from consultation on, and answer before it is decided"),
    "I": gettext_lazy("read what is approved, and be told of it"),
}
WAYS = {
    "line": gettext_lazy("counts"),
    "invited": gettext_lazy("invited: you may answer, silence does not block"),
    "read": gettext_lazy("reads only"),
}
# what is asked on the page "why": an act, and the state in which it is possible
ASKED = (
    (Act.CREATE, "", gettext_lazy("Begin a record")),
    (Act.EDIT, Case.State.DRAFT, gettext_lazy("Write in a draft, attach evidence")),
    (Act.OPEN, Case.State.DRAFT, gettext_lazy("Open consultation")),
    (Act.ANSWER, Case.State.CONSULTATION, gettext_lazy("Answer when asked")),
    (Act.SUBMIT, Case.State.CONSULTATION, gettext_lazy("Submit")),
    (Act.APPROVE, Case.State.SUBMITTED, gettext_lazy("Decide")),
    (Act.VIEW, Case.State.APPROVED, gettext_lazy("Be told, and read what is approved")),
)


@dataclass(frozen=True)
class RoleShown:
    """A role's cell with its posts."""

    role: Role
    codes: str
    posts: list[PostToday]
    is_mine: bool

    @property
    def vacant(self) -> int:
        """How many of its posts are vacant."""
        return sum(post.is_vacant for post in self.posts)


@dataclass(frozen=True)
class OpenCase:
    """Something open under the activity that the reader may see."""

    case: Case
    kind: Kind
    url: str


@dataclass(frozen=True)
class Mine:
    """One of the reader's letters, by one capacity, with the units where it counts."""

    letter: str
    via: Via
    way: str
    units: list[Unit]
    everywhere: bool

    @property
    def counts(self) -> str:
        """How it counts."""
        return _("told as well") if (self.way, self.letter) == ("invited", "I") else str(WAYS[self.way])

    @property
    def lets(self) -> str:
        """What the letter lets its holder do there."""
        return str(LETS[self.letter]) if self.way == "line" else ""


@dataclass(frozen=True)
class ActivityPage:
    """The drawer."""

    activity: Activity
    matrix: Matrix
    facts: Facts
    roles: list[RoleShown]
    kinds: list[Kind]
    open: list[OpenCase]
    more_open: int
    mine: list[Mine]
    units: list[Unit]
    coming: list[Matrix]  # approved to follow the version in force, where that is the one shown

    @property
    def is_in_force(self) -> bool:
        """Whether this version decides today."""
        return bool(self.facts.matrix and self.facts.matrix.pk == self.matrix.pk)

    @property
    def fills_posts(self) -> bool:
        """Whether posts are filled under it."""
        return any(kind.code == "holding" for kind in self.kinds)


def activity_of(matrix: Matrix, code: str) -> Activity:
    """Fetch one activity of a version."""
    found = Activity.objects.filter(matrix=matrix, code=code.replace("\0", "?")).select_related("category")
    activity = found.first()
    if activity is None:
        raise Refused(_("There is no such activity in this version of the matrix."), visible=False)
    return activity


def activity_page(matrix: Matrix, code: str, facts: Facts, day: date | None = None) -> ActivityPage:
    """The page of an activity, with who held its posts on a day (8 queries beside what is known of the reader)."""
    activity = activity_of(matrix, code)
    kinds = [kind for kind in records.kinds() if kind.activity == code]
    units = list(Unit.objects.order_by("path"))
    seen = (
        grants.visible(facts).filter(record__scope__activity_code=code, state__in=OPEN).order_by("-state_since", "pk")
    )
    cases = list(seen[: MOST_OPEN + 1])
    return ActivityPage(
        activity=activity,
        matrix=matrix,
        facts=facts,
        roles=_roles(activity, on_day(facts, day or facts.today)),
        kinds=kinds,
        open=[_open(case) for case in cases[:MOST_OPEN]],
        more_open=len(cases) > MOST_OPEN,
        mine=[mine for capacity in facts.capacities for mine in letters_of(facts, capacity, code, units)],
        units=units,
        coming=_coming(facts) if facts.matrix and facts.matrix.pk == matrix.pk and day in (None, facts.today) else [],
    )


def _coming(facts: Facts) -> list[Matrix]:
    return list(Matrix.objects.filter(effective_on__gt=facts.today).order_by("effective_on", "number"))


def _roles(activity: Activity, facts: Facts) -> list[RoleShown]:
    cells = list(
        Assignment.objects.filter(activity=activity).select_related("role").order_by("role__column", "role__code")
    )
    posts = posts_of_roles([cell.role.code for cell in cells], facts)
    own = {capacity.role for capacity in facts.posts}
    return [RoleShown(cell.role, cell.codes, posts[cell.role.code], cell.role.code in own) for cell in cells]


def _open(case: Case) -> OpenCase:
    kind = records.kind_of(case.record)
    return OpenCase(case, kind, kind.url(case.record))


def letters_of(facts: Facts, capacity: Capacity, code: str, units: list[Unit]) -> list[Mine]:
    """The letters of one capacity in one activity, each with the units where it counts in one way."""
    if facts.matrix is None:
        return []
    codes = facts.matrix.codes(code, capacity.role)
    via, found = Via(capacity, code, codes, facts.matrix.number), []
    for letter in codes:
        ways = [(unit, capacity.way(letter, Subject.of_scope(code, unit))) for unit in units]
        for way in WAYS:
            where = [unit for unit, how in ways if how == way]
            if where:
                found.append(Mine(letter, via, way, where, len(where) == len(units)))
    return found


# ---- why


@dataclass(frozen=True)
class Answer:
    """Whether the reader may do one thing there, why, and who may."""

    what: str
    permission: Permission
    who: list[tuple[Capacity, Person]]


@dataclass(frozen=True)
class WhyPage:
    """The answers for one activity in one unit."""

    activity: Activity
    matrix: Matrix
    unit: Unit
    units: list[Unit]
    answers: list[Answer]


def why_page(matrix: Matrix, code: str, unit_code: str, facts: Facts) -> WhyPage:
    """Each thing one can do with a record of this activity in this unit (a constant number of queries)."""
    activity = activity_of(matrix, code)
    units = list(Unit.objects.order_by("path"))
    unit = next((unit for unit in units if unit.code == unit_code), None) or _nearest(units, facts)
    subject = Subject.of_scope(code, unit)
    holders = {letter: covering_posts(subject, letter, facts.today, facts.matrix) for letter in "RACI"}
    letter_of = {Act.APPROVE: "A", Act.ANSWER: "C", Act.VIEW: "I"}
    answers = [
        Answer(str(what), may(facts, act, replace(subject, state=str(state))), holders[letter_of.get(act, "R")])
        for act, state, what in ASKED
    ]
    return WhyPage(activity, matrix, unit, units, answers)


def _nearest(units: list[Unit], facts: Facts) -> Unit:
    """The unit of the reader's first post; else the city."""
    path = facts.capacities[0].unit_path if facts.capacities else "/"
    return next((unit for unit in units if unit.path == path), units[0])
