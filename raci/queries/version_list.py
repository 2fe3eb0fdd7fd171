"""All versions of the matrix, one of them for whoever may read it, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from raci.authority import Act, Facts, Permission, Subject, may
from raci.grants import visible
from raci.matrix.board import Board, board
from raci.matrix.differences import CellChange, TextChange, cell_changes, text_changes
from raci.matrix.kind import MATRIX
from raci.matrix.rows import table_of
from raci.matrix.table import MatrixTable
from raci.models import Case, Matrix
from raci.queries.cases import OPEN_STATES
from raci.queries.versions import proposal_page
from raci.refusals import Refused
from raci.the_city import no_city, the_city


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of all."""

    matrix: Matrix
    case: Case | None
    url: str  # of its way, where it has one that the reader may see
    until: date | None  # the last day it decides, where a later one is published

    @property
    def is_published(self) -> bool:
        """Whether it decides, did or will."""
        return self.matrix.effective_on is not None


@dataclass(frozen=True)
class VersionsPage:
    """Every version the reader may see, newest first."""

    facts: Facts
    lines: list[VersionLine]
    proposing: Permission

    @property
    def in_force(self) -> int | None:
        """The number of the version that decides today."""
        return self.facts.matrix.number if self.facts.matrix else None

    @property
    def under_way(self) -> VersionLine | None:
        """The one that is a draft, consulted on or submitted."""
        return next((one for one in self.lines if one.case and one.case.state in OPEN_STATES), None)


def may_propose(facts: Facts) -> Permission:
    """Whether they may begin the next version: R of 4.3 for the whole city (1 query)."""
    city = the_city()
    if city is None:
        return Permission(False, no_city())
    return may(facts, Act.CREATE, Subject.of_scope(MATRIX.activity, city))


def versions_page(facts: Facts) -> VersionsPage:
    """The list of versions (a constant number of queries)."""
    permission = may_propose(facts)
    seen = set(visible(facts, MATRIX.activity).filter(record__kind=MATRIX.code).values_list("pk", flat=True))
    reads_left = permission.allowed or facts.has("reads_all")  # drafts that nobody proposed
    lines: list[VersionLine] = []
    next_day: date | None = None
    for matrix in Matrix.objects.select_related("case").order_by("-effective_on", "-number"):  # drafts come first
        if matrix.effective_on or (matrix.case_id in seen if matrix.case_id else reads_left):
            until = next_day - timedelta(days=1) if next_day and matrix.effective_on else None
            lines.append(VersionLine(matrix, matrix.case, _way(matrix, seen), until))
        next_day = matrix.effective_on or next_day
    return VersionsPage(facts, lines, permission)


def _way(matrix: Matrix, seen: set[int]) -> str:
    if matrix.case is None or matrix.case_id not in seen:
        return ""
    return f"{reverse('raci:matrix-proposal', args=[matrix.case.record_id])}?case={matrix.case.number}"


# ---- one of them


def readable(number: int, facts: Facts) -> tuple[Matrix, MatrixTable]:
    """A version with the table as this person may read it: published ones all; on its way what its page shows; else 404."""
    matrix = Matrix.objects.select_related("case").filter(number=number).first()
    if matrix is None:
        raise _no_such()
    if matrix.effective_on:
        return matrix, table_of(matrix)
    if matrix.case is None:
        if may_propose(facts).allowed or facts.has("reads_all"):
            return matrix, table_of(matrix)
        raise _no_such()
    shown = proposal_page(matrix.case.record_id, facts, matrix.case.number)
    if shown.table is None:
        raise _no_such()
    return matrix, shown.table


def _no_such() -> Refused:
    return Refused(_("There is no such version of the matrix."), visible=False)


# ---- proposing


@dataclass(frozen=True)
class Offer:
    """What a proposal can begin with."""

    permission: Permission
    newest: Matrix
    unproposed: list[Matrix]
    under_way: VersionLine | None


def proposing(facts: Facts) -> Offer:
    """For whoever may propose; 403 with the reason to the others."""
    page = versions_page(facts)
    published = [one.matrix for one in page.lines if one.is_published]
    if not page.proposing or not published:
        raise Refused(page.proposing.reason or _("The city has no matrix in force."))
    unproposed = [one.matrix for one in page.lines if not one.is_published and one.case is None]
    return Offer(page.proposing, published[0], unproposed, page.under_way)


# ---- two of them


@dataclass(frozen=True)
class ComparePage:
    """Two versions side by side."""

    old: Matrix
    new: Matrix
    old_table: MatrixTable
    new_table: MatrixTable
    choices: list[VersionLine]

    @property
    def board(self) -> Board:
        """One table with both: what changed shows what it is and what it was."""
        return board(self.new_table, self.old_table)

    @cached_property
    def cells(self) -> list[CellChange]:
        """The cells that differ."""
        return cell_changes(self.old_table, self.new_table)

    @cached_property
    def texts(self) -> list[TextChange]:
        """What else differs."""
        return text_changes(self.old_table, self.new_table)


def compare_page(facts: Facts, old: int | None = None, new: int | None = None) -> ComparePage:
    """Any two versions the person may read; unless told, the newest they may read against the one before it."""
    page = versions_page(facts)
    numbers = sorted(one.matrix.number for one in page.lines)
    if not numbers:
        raise Refused(_("The city has no matrix in force."), visible=False)
    new = numbers[-1] if new is None else new
    old = max((one for one in numbers if one < new), default=numbers[0]) if old is None else old
    (old_matrix, old_table), (new_matrix, new_table) = readable(old, facts), readable(new, facts)
    return ComparePage(old_matrix, new_matrix, old_table, new_table, page.lines)
