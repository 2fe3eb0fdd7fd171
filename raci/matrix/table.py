"""A matrix as a table of plain values: what files hold, what two versions are compared by. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

LETTERS = "RACI"
FACTS = ("title", "source", "label", "adopted_by", "adopted_on")  # text about the version itself
PROCEDURE = "this city's procedures, not in the source"  # the mark in files; pages say it in their own language


@dataclass(frozen=True)
class Column:
    """A role's column."""

    code: str
    name: str
    short_name: str


@dataclass(frozen=True)
class Heading:
    """A category."""

    code: str
    title: str
    is_procedure: bool = False


@dataclass(frozen=True)
class Row:
    """An activity, under the category with this code."""

    code: str
    title: str
    category: str


@dataclass(frozen=True)
class MatrixTable:
    """A matrix version's content.

    `cells`: (activity code, role code) > codes in the order R A C I; no codes, no entry.
    """

    title: str
    source: str
    label: str
    columns: tuple[Column, ...]
    categories: tuple[Heading, ...]
    activities: tuple[Row, ...]
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    adopted_by: str = ""
    adopted_on: str = ""  # ISO date

    def row(self, activity: str) -> list[str]:
        """The cells of an activity in the columns' order; empty text where there is none."""
        return [self.cells.get((activity, column.code), "") for column in self.columns]

    def rows_of(self, category: str) -> list[Row]:
        """The activities under a category."""
        return [row for row in self.activities if row.category == category]


def says_the_same(one: MatrixTable, other: MatrixTable) -> bool:
    """Whether two tables give the same codes in the same rows; the columns' order and names are the roles' affair."""
    return replace(one, columns=()) == replace(other, columns=())


def show_codes(codes: str) -> str:
    """ "RC" as people write it: "R/C"."""
    return "/".join(codes)


def parse_codes(text: str) -> str | None:
    """ "A/R", "r, c" or "RC" in the order R A C I; None when it holds anything else or a letter twice."""
    letters = re.sub(r"[\s/,+]", "", text.upper())
    if len(set(letters)) != len(letters) or set(letters) - set(LETTERS):
        return None
    return "".join(letter for letter in LETTERS if letter in letters)


def unpublishable(table: MatrixTable) -> dict[str, str]:
    """Activity code > why it cannot be published: exactly one A and at least one R (governance 2)."""
    found = {}
    for row in table.activities:
        letters = "".join(table.row(row.code))
        wrong = [_("%(count)d A instead of one") % {"count": letters.count("A")}] if letters.count("A") != 1 else []
        wrong += [_("no R")] if "R" not in letters else []
        if wrong:
            found[row.code] = _(" and ").join(wrong)
    return found
