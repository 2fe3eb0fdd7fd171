"""What reading a plan gives: one line for each row of the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from metrics.reading.refusing import UNCOMPUTED
from raci.imports.verdicts import Sentence


class What(StrEnum):
    """What a row of the source is."""

    GOAL = "goal"
    OUTCOME = "outcome"
    ACTION = "action"
    DETAIL = "detail"  # it says more of the action above
    HEADING = "heading"
    TOTAL = "total"
    NOTE = "note"
    UNCLEAR = "unclear"


UNDERSTOOD = (What.GOAL, What.OUTCOME, What.ACTION, What.DETAIL)


@dataclass(frozen=True)
class Remark:
    """A cell, or a part of a row, that was not understood; `cell` as a spreadsheet names it, "" in a text."""

    cell: str
    text: str
    why: Sentence


@dataclass
class Line:
    """A row of the source with all that was understood of it."""

    sheet: str
    row: int
    what: What
    text: str  # the whole row, as it stood
    goal: str = ""
    outcome: str = ""
    title: str = ""
    owner_said: str = ""  # the whole cell: the name of an office may hold an "and"
    owners: list[str] = field(default_factory=list)
    partners: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    cents: int | None = None
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A row of the source as plain cells; it is not empty."""

    sheet: str
    number: int
    cells: tuple[str, ...]

    @property
    def said(self) -> list[str]:
        """The cells that hold something."""
        return [cell.strip() for cell in self.cells if cell.strip()]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " · ".join(" ".join(cell.split()) for cell in self.said if cell != UNCOMPUTED)


@dataclass(frozen=True)
class Reading:
    """All lines in the order of the source; `title`: what it seems to be called."""

    lines: tuple[Line, ...]
    title: str = ""

    @property
    def actions(self) -> list[Line]:
        """The lines that become actions."""
        return [line for line in self.lines if line.what is What.ACTION]

    def not_understood(self) -> Iterator[tuple[Line, str, str, Sentence | None]]:
        """Rows and cells that nobody understood: the line, the cell, what it says and why."""
        for line in self.lines:
            if line.what is What.UNCLEAR:
                yield line, "", line.text, None
            for remark in line.remarks:
                yield line, remark.cell, remark.text, remark.why


def letter(at: int) -> str:
    """How a spreadsheet calls a column: 0 is A."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
