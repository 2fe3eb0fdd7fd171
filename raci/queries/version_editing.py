"""A draft version before somebody who changes it: fetched and authorised in one call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from raci.authority import Act, Facts
from raci.matrix.board import Board, BoardRow, board
from raci.matrix.findings import Finding, by_activity, findings
from raci.matrix.table import Heading, MatrixTable
from raci.models import Matrix, MatrixComment, Record
from raci.queries.cases import CasePage
from raci.queries.matrix import counts_of
from raci.queries.versions import ProposalPage, proposal_page
from raci.refusals import Conflict


@dataclass
class EditPage:
    """The draft as it stands, with what is wrong with it in the rows' margins."""

    proposal: ProposalPage
    table: MatrixTable

    @property
    def case_page(self) -> CasePage:
        """The record's page."""
        return self.proposal.case_page

    @property
    def matrix(self) -> Matrix:
        """The version."""
        return self.proposal.matrix

    @property
    def pk(self) -> int:
        """The record's number, which its addresses hold."""
        return self.case_page.record.pk

    @cached_property
    def board(self) -> Board:
        """The grid, against the version it follows; what is gone is shown on the version's page, not here."""
        found = board(self.table, self.proposal.earlier_table)
        for group in found.groups:
            group.rows[:] = [row for row in group.rows if not row.is_gone]
        here = {heading.code for heading in self.table.categories}
        return Board(found.columns, [group for group in found.groups if group.heading.code in here])

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """What is wrong with each activity, for its margin."""
        return by_activity(findings(self.table))

    @cached_property
    def of_columns(self) -> list[Finding]:
        """What is wrong with whole columns."""
        return [one for one in findings(self.table) if not one.activity]

    @cached_property
    def comment_counts(self) -> dict[str, int]:
        """How many comments each activity has."""
        found: dict[str, int] = {}
        for one in self.proposal.comments:
            found[one.activity_code] = found.get(one.activity_code, 0) + 1
        return found

    @property
    def source_counts(self) -> list[tuple[str, int]]:
        """Cells of the source by their codes."""
        return counts_of(self.table, procedures=False)

    @property
    def procedure_counts(self) -> list[tuple[str, int]]:
        """Cells of this city's procedures by their codes."""
        return counts_of(self.table, procedures=True)

    @property
    def source_cells(self) -> int:
        """How many cells the source rows have."""
        return sum(count for _codes, count in self.source_counts)

    def row(self, code: str) -> BoardRow | None:
        """One activity's row."""
        return next((row for group in self.board.groups for row in group.rows if row.row.code == code), None)

    def need_row(self, code: str) -> BoardRow:
        """The row, or `Conflict` where it is not in this version (any more)."""
        row = self.row(code)
        if row is None:
            raise Conflict(
                _("Activity %(code)s is not in this version. Somebody may have removed it.") % {"code": code}
            )
        return row

    def need_category(self, code: str) -> Heading:
        """The category, or `Conflict`."""
        found = next((one for one in self.table.categories if one.code == code), None)
        if found is None:
            raise Conflict(
                _("Category %(code)s is not in this version. Somebody may have removed it.") % {"code": code}
            )
        return found

    def comments_on(self, code: str) -> list[MatrixComment]:
        """What was said of one activity."""
        return self.proposal.comments_on(code)

    def url(self, anchor: str = "") -> str:
        """The grid's address."""
        return reverse("raci:matrix-edit", args=[self.pk]) + anchor


def edit_page(pk: int, facts: Facts) -> EditPage:
    """The open draft for somebody who may change it; 404 to strangers, 403 with the reason to those who may look."""
    proposal = proposal_page(pk, facts)
    proposal.case_page.need(Act.EDIT)
    assert proposal.table is not None
    return EditPage(proposal, proposal.table)


def records_under(activity: str) -> int:
    """How many records of any kind stand under an activity."""
    return Record.objects.filter(scope__activity_code=activity).count()
