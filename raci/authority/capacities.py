"""How a person counts today: the posts they hold, the letters passed on to them, and where those reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import compress
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from raci import clock
from raci.authority.subjects import Subject
from raci.models import Holding, Person, Post, Role, Unit
from raci.models.city import in_force_on

FLAGS = ("reads_all", "reads_published", "exports_history", "keeps_accounts", "is_counsel")


@dataclass(frozen=True)
class Capacity:
    """One way a person counts today: a post they hold, or one letter of one activity passed on to them."""

    post: int
    title: str
    role: str
    role_name: str
    group: int
    unit_path: str
    unit_is_city: bool
    reach: str
    reads: str
    responsible_for_city: tuple[str, ...]
    flags: frozenset[str]
    acting: bool = False
    holding: int = 0
    given_by: str = ""  # the holder a delegate acts for
    only: tuple[str, str] | None = None  # (activity, letter)

    @classmethod
    def of_post(cls, post: Post) -> Capacity:
        """The post alone, whoever holds it; `role` and `unit` are best fetched along."""
        role = post.role
        return cls(
            post=post.pk,
            title=post.title,
            role=role.code,
            role_name=role.name,
            group=post.group_id,
            unit_path=post.unit.path,
            unit_is_city=post.unit.kind == Unit.Kind.CITY,
            reach=role.reach,
            reads=role.reads,
            responsible_for_city=tuple(role.responsible_for_city),
            flags=frozenset(flag for flag in FLAGS if getattr(role, flag)),
        )

    @property
    def label(self) -> str:
        """How records and history name it."""
        if self.given_by:
            return _("%(post)s, for %(person)s") % {"post": self.title, "person": self.given_by}
        return _("%(post)s (acting)") % {"post": self.title} if self.acting else self.title

    def covers(self, subject: Subject) -> bool:
        """Whether the record's unit is within its reach, whatever the matrix says."""
        return _covers(self.reach, self.unit_path, subject.unit_path)

    def way(self, letter: str, subject: Subject) -> str:
        """How this capacity's letter counts for a record: "line", "invited", "read" or "" (not at all).

        A letter that was passed on acts where its post acts; what the post reads beyond that is not passed on with it.
        """
        if self.only and self.only != (subject.activity, letter):
            return ""
        found = way(self, letter, subject)
        return "" if self.only and found == "read" else found


def way(post: Capacity, letter: str, subject: Subject) -> str:
    """Whether a post's reach covers the record's unit (governance 1, 4)."""
    if _covers(post.reach, post.unit_path, subject.unit_path):
        return "line"
    if subject.unit_is_city and post.reach in (Role.Reach.SUBTREE, Role.Reach.UNIT):
        if letter == "R" and subject.activity in post.responsible_for_city:
            return "line"
        if letter in "CI":  # a record of the whole city: those who reach less are invited, and told
            return "invited"
    return "read" if _covers(post.reads, post.unit_path, subject.unit_path) else ""


def _covers(reach: str, post_path: str, path: str) -> bool:
    match reach:
        case Role.Reach.CITYWIDE:
            return True
        case Role.Reach.SUBTREE:
            return path.startswith(post_path)
        case Role.Reach.UNIT:
            return path == post_path
    return False


@dataclass(frozen=True)
class Via:
    """The way a permission was found."""

    capacity: Capacity
    activity: str
    codes: str
    matrix: int  # the version's number

    @property
    def cell(self) -> str:
        """As history names it: "R/C 4.1, matrix v1"."""
        return f"{'/'.join(self.codes)} {self.activity}, matrix v{self.matrix}"

    @property
    def sentence(self) -> str:
        """ "As Director, Parks you hold R for 4.1 (matrix v1)." """
        return _("As %(post)s you hold %(codes)s for %(activity)s (matrix v%(number)s).") % {
            "post": self.capacity.label,
            "codes": "/".join(self.codes),
            "activity": self.activity,
            "number": self.matrix,
        }


@dataclass(frozen=True)
class MatrixInForce:
    """The version in force on a day, ready to be asked."""

    pk: int
    number: int
    cells: dict[tuple[str, str], str] = field(repr=False)  # (activity code, role code) -> codes

    def codes(self, activity: str, role: str) -> str:
        """The set of codes in a cell; "" where there is none."""
        return self.cells.get((activity, role), "")

    def decided_by(self, role: str) -> set[str]:
        """Activities in which the role has the A."""
        return {activity for (activity, code), codes in self.cells.items() if code == role and "A" in codes}


@dataclass(frozen=True)
class Facts:
    """What is known about a person today (2 queries, and the day). Good for one request."""

    person: Person
    today: date
    matrix: MatrixInForce | None
    capacities: tuple[Capacity, ...]
    looks_back: bool = (
        False  # a list asked as it stood on a day, which then is `today`; capacities are today's all the same
    )
    known: dict[str, Any] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )  # by `grants.scopes_read`

    @property
    def posts(self) -> list[Capacity]:
        """The posts held, without what was delegated."""
        return [capacity for capacity in self.capacities if not capacity.only]

    def has(self, flag: str) -> bool:
        """Whether a post held has this flag of its role: reads_all, reads_published, exports_history, keeps_accounts."""
        return any(flag in capacity.flags for capacity in self.posts)

    @property
    def exports_history(self) -> bool:
        """Whether they may take the whole history away."""
        return self.has("exports_history")

    @property
    def keeps_accounts(self) -> bool:
        """Whether they invite people, reset passwords and disable."""
        return self.has("keeps_accounts")

    @property
    def decides(self) -> bool:
        """Whether they hold or were delegated an A of anything."""
        return bool(self.activities_with("A"))

    def activities_with(self, letter: str) -> set[str]:
        """Activities in which some capacity of theirs has the letter."""
        if not self.matrix:
            return set()
        return {
            activity
            for (activity, role), codes in self.matrix.cells.items()
            for capacity in self.capacities
            if role == capacity.role and letter in codes and capacity.only in (None, (activity, letter))
        }

    def in_role(self, role: str) -> Facts:
        """The same person, counting only in this role."""
        return replace(self, capacities=tuple(c for c in self.capacities if c.role == role))

    def capacity_with(self, letter: str, subject: Subject, ways: Iterable[str] = ("line",)) -> Via | None:
        """The capacity whose letter counts for the record: own posts before delegations."""
        if self.matrix is None:
            return None
        for capacity in sorted(self.capacities, key=lambda c: c.only is not None):
            codes = self.matrix.codes(subject.activity, capacity.role)
            if letter in codes and capacity.way(letter, subject) in ways:
                return Via(capacity, subject.activity, codes, self.matrix.number)
        return None

    def letters(self, subject: Subject, ways: Iterable[str] = ("line",)) -> str:
        """The letters that count for the record, added up over all capacities."""
        return "".join(letter for letter in "RACI" if self.capacity_with(letter, subject, ways))


def matrix_in_force(on: date | None = None) -> MatrixInForce | None:
    """The newest published version whose day has come (1 query); None for a city without one."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, {"day": on or clock.today()})
        rows = cursor.fetchall()
    if not rows:
        return None
    pk, number, *_cell = rows[0]
    return MatrixInForce(pk, number, {(code, role): codes for _pk, _number, code, role, codes in rows if code})


# Every request asks this too, and each act: a few hundred rows, of which the ORM's own work is most.
CELLS = """
WITH version AS (
    SELECT id, number FROM raci_matrix WHERE effective_on <= %(day)s ORDER BY effective_on DESC, number DESC LIMIT 1
)
SELECT version.id, version.number, activity.code, role.code, cell.codes
FROM version
LEFT JOIN (raci_activity activity JOIN raci_assignment cell ON cell.activity_id = activity.id
           JOIN raci_role role ON role.id = cell.role_id) ON activity.matrix_id = version.id
ORDER BY cell.id
"""


def facts_for(person: Person) -> Facts:
    """Read what counts for a person now. Someone disabled or not signed in has no capacity."""
    today = clock.today()
    counts = person.is_authenticated and person.is_active
    return Facts(person, today, matrix_in_force(today), tuple(_capacities(person, today)) if counts else ())


def runs(row: str) -> str:
    """SQL: whether a row's days cover `%(day)s`, both included (`raci.models.city.in_force_on` says it to the ORM)."""
    return f"{row}.begins_on <= %(day)s AND ({row}.ends_on IS NULL OR {row}.ends_on >= %(day)s)"


def _capacities(person: Person, today: date) -> Iterator[Capacity]:
    """The posts held, then what was passed on and accepted (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTS.format(delegation=runs("delegation"), holding=runs("holding")), {"person": person.pk, "day": today}
        )
        rows = cursor.fetchall()
    yield from map(_counted, rows)


# Every request asks this. Built by the ORM it costs several times what PostgreSQL needs to answer, since it is so wide.
COUNTS = """
WITH counted AS (
    SELECT id AS holding, 0 AS passed, NULL AS activity, NULL AS letter FROM raci_holding WHERE person_id = %(person)s
    UNION ALL
    SELECT holding_id, id, activity_code, letter FROM raci_delegation delegation
    WHERE delegate_id = %(person)s AND accepted_at IS NOT NULL AND ended_at IS NULL AND {delegation}
)
SELECT post.id, post.title, role.code, role.name, post.group_id, unit.path, unit.kind = 'city', role.reach, role.reads,
       role.responsible_for_city, ARRAY[role.reads_all, role.reads_published, role.exports_history, role.keeps_accounts,
             role.is_counsel],
       holding.acting, holding.id, holder.name, counted.activity, counted.letter
FROM counted
JOIN raci_holding holding ON holding.id = counted.holding
JOIN raci_person holder ON holder.id = holding.person_id
JOIN raci_post post ON post.id = holding.post_id
JOIN raci_role role ON role.id = post.role_id
JOIN raci_unit unit ON unit.id = post.unit_id
WHERE holding.state = 'in_force' AND {holding} AND (counted.passed = 0 OR holder.is_active)
ORDER BY counted.passed > 0, CASE WHEN counted.passed = 0 THEN holding.id ELSE counted.passed END
"""


def _counted(row: tuple[Any, ...]) -> Capacity:
    *post, responsible_for_city, has, acting, holding, holder, activity, letter = row
    only = (activity, letter) if letter else None
    flags = frozenset(compress(FLAGS, has))
    if only:
        flags &= {"is_counsel"}  # what a role reads or keeps is not passed on; whose lawyer it is stays so
    values = (*post, tuple(responsible_for_city), flags, acting, holding, holder if only else "", only)
    return Capacity(*values)  # in the order of its fields


def imagine(facts: Facts, post: Post) -> Facts:
    """The same person as if they held this post too; nothing is stored. Somebody disabled still counts for nothing."""
    if not facts.person.is_active:
        return facts
    held = _capacity(Holding(post=post, person=facts.person, begins_on=facts.today))
    return replace(facts, capacities=(*facts.capacities, held))


def _capacity(holding: Holding) -> Capacity:
    return replace(Capacity.of_post(holding.post), acting=holding.acting, holding=holding.pk or 0)


def covering_posts(
    subject: Subject, letter: str, on: date, matrix: MatrixInForce | None = None
) -> list[tuple[Capacity, Person]]:
    """Everybody who holds the letter for the record that day, with the post they hold it by (1 query).

    `matrix`: the one in force then, where it was read already (1 query more where it was not).
    """
    matrix = matrix or matrix_in_force(on)
    roles = [
        role
        for (activity, role), codes in (matrix.cells if matrix else {}).items()
        if activity == subject.activity and letter in codes
    ]
    return [
        (capacity, person)
        for capacity, person in holders_of(roles, on)
        if capacity.way(letter, subject) in ("line", "invited")
    ]


def holders_of(roles: Iterable[str], on: date) -> list[tuple[Capacity, Person]]:
    """Everybody who can act in a post of these roles on a day, with the post (1 query)."""
    held = Holding.objects.filter(
        in_force_on(on), post__role__code__in=list(roles), state=Holding.State.IN_FORCE, person__is_active=True
    )
    related = held.select_related("post__role", "post__unit", "person").order_by("post__role__column", "pk")
    return [(_capacity(holding), holding.person) for holding in related]
