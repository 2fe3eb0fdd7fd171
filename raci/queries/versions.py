"""The versions of the matrix: the one on its way as its reader may see it, all there are, and two side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.matrix.board import Board, board
from raci.matrix.content import before, problems_of, table_in
from raci.matrix.differences import CellChange, TextChange, cell_changes, text_changes
from raci.matrix.kind import MATRIX
from raci.matrix.rows import table_of
from raci.matrix.table import MatrixTable, Row
from raci.models import Matrix, MatrixComment
from raci.queries.cases import OPEN_STATES, CasePage, case_page
from raci.refusals import Problem, Refused


@dataclass
class ProposalPage:
    """A version on its way, or decided: the record's page with what only the matrix has."""

    case_page: CasePage
    matrix: Matrix
    table: (
        MatrixTable | None
    )  # as the reader may read it: the draft, else the newest frozen text that is theirs to read
    earlier: Matrix | None  # the version it follows
    earlier_table: MatrixTable | None
    comments: list[MatrixComment]

    @property
    def board(self) -> Board | None:
        """The table, with what differs from the version it follows."""
        return board(self.table, self.earlier_table) if self.table else None

    @cached_property
    def cells(self) -> list[CellChange]:
        """Cells that differ from the version it follows."""
        return cell_changes(self.earlier_table, self.table) if self.earlier_table and self.table else []

    @cached_property
    def texts(self) -> list[TextChange]:
        """What else differs."""
        return text_changes(self.earlier_table, self.table) if self.earlier_table and self.table else []

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        shown = self.case_page.may_edit and self.case_page.shows_live and self.table
        return list(problems_of(self.table, self.case_page.record.pk)) if shown and self.table else []

    @property
    def rows(self) -> tuple[Row, ...]:
        """The activities that the reader may know of."""
        return self.table.activities if self.table else ()

    @property
    def may_comment(self) -> bool:
        """Whether a comment of theirs would be taken."""
        return self.case_page.case.state in OPEN_STATES and self._has_a_say

    @property
    def _has_a_say(self) -> bool:
        page = self.case_page
        return any(page.facts.capacity_with(letter, page.subject, ("line", "invited")) for letter in "RAC")

    def need_comment(self) -> None:
        """Refuse, with the reason, whoever has no say in the matrix."""
        if not self._has_a_say:
            raise Refused(
                _("Those comment who are responsible for the matrix, decide on it or are consulted about it.")
            )

    @property
    def is_coming(self) -> bool:
        """Whether it is published and its day has not come."""
        return self.case_page.case.is_coming(self.case_page.facts.today)

    @property
    def readable_comments(self) -> list[MatrixComment]:
        """What was said of a draft is for those who read drafts."""
        return [one for one in self.comments if self.case_page.sees_drafts or not one.in_draft]

    def comments_on(self, activity: str) -> list[MatrixComment]:
        """Those on one activity."""
        return [one for one in self.comments if one.activity_code == activity]


def proposal_page(pk: int, facts: Facts, number: int | None = None) -> ProposalPage:
    """The version as this person may see it; 404 for strangers and for records of other kinds."""
    page = case_page(pk, facts, number)
    if page.record.kind != MATRIX.code:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    matrix = Matrix.objects.get(case=page.case)
    earlier = before(matrix)
    comments = MatrixComment.objects.filter(matrix=matrix).select_related("by").order_by("pk")
    return ProposalPage(
        case_page=page,
        matrix=matrix,
        table=_readable(page, matrix),
        earlier=earlier,
        earlier_table=table_of(earlier) if earlier else None,
        comments=list(comments),
    )


def _readable(page: CasePage, matrix: Matrix) -> MatrixTable | None:
    if page.shows_live:
        return table_of(matrix)
    return table_in(page.content) if page.content else None
