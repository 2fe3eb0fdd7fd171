"""What the pages of an uploaded matrix show: how it was read, what of it was not, and what it would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from raci.actions import matrix_import as acts
from raci.matrix.board import Board, board
from raci.matrix.differences import CellChange, TextChange, cell_changes, text_changes
from raci.matrix.findings import Finding, findings
from raci.matrix.reading.arranged import Puzzle
from raci.matrix.reading.proposing import Proposal, matched_roles
from raci.matrix.reading.reading import Reading
from raci.matrix.reading.tables import ReadTable
from raci.matrix.table import Column, show_codes
from raci.models import MatrixFile, Person
from raci.refusals import NotReady, Problem

MOST_SHOWN = 100


@dataclass
class CheckPage:
    """A chosen file before anything comes in."""

    file: MatrixFile
    told: acts.Told
    on: acts.Base
    columns: list[Column]
    reading: Reading | None = None
    proposal: Proposal | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def table(self) -> ReadTable | None:
        """The matrix of the file that is looked at."""
        return acts.chosen(self.reading, self.told) if self.reading else None

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """How many cells hold which codes."""
        cells = self.table.cells if self.table else ()
        return sorted(Counter(show_codes(cell.codes) for cell in cells if cell.codes).items())

    @property
    def terms(self) -> dict[str, int]:
        """Words of the file that are no letters > in how many cells; those that were told what they mean included."""
        found = dict(self.table.terms) if self.table else {}
        return {**dict.fromkeys(self.told.terms, 0), **found}

    @property
    def seems(self) -> dict[str, str]:
        """Each role of the file > the role here that it seems to be."""
        return matched_roles(self.table, self.columns) if self.table else {}

    @property
    def roles(self) -> dict[str, str]:
        """Each role of the file > the role here, as told or as it seems."""
        return acts.roles_of(self.table, self.told) if self.table else {}

    @property
    def asks(self) -> bool:
        """Whether a word, or the role of a column, has not been said yet."""
        said = self.told.roles
        lacks_role = any(not code and name not in said for name, code in self.roles.items())
        return lacks_role or bool(self.table and self.table.terms)

    @property
    def puzzles(self) -> tuple[Puzzle, ...]:
        """What was not understood, the first of it."""
        return self.table.not_understood[:MOST_SHOWN] if self.table else ()

    @property
    def more_puzzles(self) -> int:
        """How many are not shown."""
        return len(self.table.not_understood) - len(self.puzzles) if self.table else 0

    @property
    def board(self) -> Board | None:
        """What would be proposed, with what it changes."""
        return board(self.proposal.table, self.on.table) if self.proposal else None

    @cached_property
    def changes(self) -> list[CellChange]:
        """The cells that would say something else."""
        return cell_changes(self.on.table, self.proposal.table) if self.proposal and self.on.table else []

    @cached_property
    def texts(self) -> list[TextChange]:
        """What else would read otherwise."""
        return text_changes(self.on.table, self.proposal.table) if self.proposal and self.on.table else []

    @cached_property
    def findings(self) -> list[Finding]:
        """What the proposal would lack."""
        return findings(self.proposal.table) if self.proposal else []


def chosen_file(person: Person) -> MatrixFile | None:
    """The file that this person has chosen and not proposed yet."""
    return MatrixFile.objects.filter(person=person).first()


def check_page(file: MatrixFile) -> CheckPage:
    """Read and compare; changes nothing."""
    told = acts.Told.of(file.told)
    page = CheckPage(file, told, acts.Base(None), acts.city_roles())
    for step in (_read, _compare):
        try:
            step(page)
        except NotReady as refusal:
            page.problems += refusal.problems
    return page


def _read(page: CheckPage) -> None:
    page.reading = acts.read(bytes(page.file.content), page.file.file_name, page.told)


def _compare(page: CheckPage) -> None:
    page.on = acts.base()
    if page.table is not None:
        page.proposal = acts.proposal(page.table, page.told, page.on)
