"""A matrix from a file as the content of a proposal: read as the person said, judged against the matrix it would change.

Nothing is written before they confirm; then it is the draft that is under way, or the draft of a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from raci.actions.matrix import ACTIVITY, KIND, propose_matrix, replace_draft
from raci.authority import Act, Facts, Subject, facts_for, may
from raci.matrix.reading.grids import Unreadable
from raci.matrix.reading.proposing import Proposal, Wish, matched_roles, propose
from raci.matrix.reading.reading import Reading, read_matrix_file
from raci.matrix.reading.reports import why_refused
from raci.matrix.reading.tables import ReadTable
from raci.matrix.rows import table_of
from raci.matrix.table import Column, MatrixTable
from raci.models import Case, Matrix, Person, Role
from raci.plainyaml.reading import Mistakes
from raci.records import canonical, digest
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.the_city import need_city


@dataclass(frozen=True)
class Told:
    """What the person said of their file. `table`: which of its matrices; `terms`: word > codes; `roles`: name > code or ""."""

    table: int = 0
    terms: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = True

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Told:
        """As `stored` kept it."""
        return cls(**stored)

    def stored(self) -> dict[str, Any]:
        """For a JSON field."""
        return asdict(self)


# ---- who may, and what it would change


def ground(facts: Facts) -> None:
    """Whoever may propose a version of the matrix; `Refused` says why not."""
    permission = may(facts, Act.CREATE, Subject.of_scope(ACTIVITY, need_city()))
    if not permission:
        raise Refused(permission.reason)


def may_bring_in(facts: Facts) -> bool:
    """Whether the pages for it are theirs."""
    try:
        ground(facts)
    except Refused:
        return False
    return True


@dataclass(frozen=True)
class Base:
    """The matrix that a file would change: the draft that is under way, else the newest published version."""

    matrix: Matrix | None
    case: Case | None = None  # the draft that is under way

    @cached_property
    def table(self) -> MatrixTable | None:
        """What it says."""
        return table_of(self.matrix) if self.matrix else None

    @property
    def print(self) -> str:
        """What somebody read when they said yes."""
        return digest(canonical({"table": repr(self.table), "case": self.case.pk if self.case else 0}))


def base() -> Base:
    """Raises NotReady while a version is before others: nobody changes that one, nor begins another."""
    newest = Case.objects.filter(record__kind=KIND).order_by("-number").first()
    if newest and newest.state == Case.State.DRAFT:
        return Base(Matrix.objects.get(case=newest), newest)
    if newest and newest.state in (Case.State.CONSULTATION, Case.State.SUBMITTED):
        text = _("A version is before those who answer or decide. Take it back first, or wait until it is decided.")
        raise NotReady([Problem(text, url=reverse("raci:matrix-proposal", args=[newest.record_id]))])
    return Base(Matrix.objects.filter(effective_on__isnull=False).order_by("-number").first())


def city_roles() -> list[Column]:
    """The roles that a column may stand for, those that have one first."""
    roles = sorted(Role.objects.all(), key=lambda role: (role.column is None, role.column or 0, role.name))
    return [Column(role.code, role.name, role.short_name) for role in roles]


# ---- reading


def read(content: bytes, file: str, told: Told) -> Reading:
    """The file, as told. Raises NotReady with what to do."""
    try:
        return read_matrix_file(content, file, told.terms)
    except (Unreadable, Mistakes) as refusal:
        raise NotReady([Problem(str(refusal), field="file")]) from refusal


def chosen(reading: Reading, told: Told) -> ReadTable:
    """The matrix of a file that they mean."""
    return reading.tables[told.table if 0 <= told.table < len(reading.tables) else 0]


def roles_of(table: ReadTable, told: Told) -> dict[str, str]:
    """Each role of the file > the role here: as they said, else as it seems."""
    seems = matched_roles(table, city_roles())
    return {role.name: told.roles.get(role.name, seems[role.name]) for role in table.roles}


def proposal(table: ReadTable, told: Told, on: Base) -> Proposal:
    """What would be proposed. Raises NotReady where nothing of the file can be used."""
    roles = roles_of(table, told)
    taken = [code for code in roles.values() if code]
    problems = [Problem(text) for text in (why_refused(table),) if text]
    if unsaid := [name for name, code in roles.items() if not code and name not in told.roles]:
        text = _("Say for which role of this city each of these columns stands, or leave it out: %(names)s.")
        problems.append(Problem(text % {"names": ", ".join(unsaid)}, field="roles"))
    elif not taken:
        problems.append(Problem(_("No column of the file stands for a role of this city. Say which does.")))
    if len(set(taken)) < len(taken):
        problems.append(Problem(_("Two columns stand for the same role. Leave one of them out.")))
    if problems:
        raise NotReady(problems)
    return propose(table, on.table, Wish(roles, told.keeps), city_roles())


# ---- bringing in


def bring_in(content: bytes, file: str, told: Told, *, by: Person, seen: str = "") -> Case:
    """The draft that says what the file says. `seen`: the print of the matrix it was compared with.

    Raises Refused, Conflict where that matrix was changed since, NotReady.
    """
    with transaction.atomic():
        ground(facts_for(by))
        on = base()
        if seen and seen != on.print:
            raise Conflict(
                _("Somebody changed the matrix since you looked. Look once more what the file would change.")
            )
        found = proposal(chosen(read(content, file, told), told), told, on)
        if on.case is None:
            return propose_matrix(by=by, table=found.table)
        replace_draft(on.case, found.table, by=by, why=_("From the file “%(file)s”.") % {"file": file})
        return on.case
