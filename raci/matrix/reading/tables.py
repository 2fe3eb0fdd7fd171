"""A table as it was understood: activities with ids, roles, cells as codes; and what was not understood, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci.matrix.findings import Finding, findings
from raci.matrix.reading.arranged import Arranged, Puzzle, Role, Row
from raci.matrix.reading.grids import Grid, Place, explained
from raci.matrix.reading.notation import Notation, doubted, fold, usual
from raci.matrix.table import Column, Heading, MatrixTable, show_codes
from raci.matrix.table import Row as TableRow


@dataclass(frozen=True)
class Activity:
    """A row. `has_own_id`: the file gives it; else it was numbered by its place."""

    id: str
    category: str
    title: str
    place: Place
    has_own_id: bool


@dataclass(frozen=True)
class Cell:
    """What a cell says. `codes` in the order R A C I; empty where it says N/A or a dash."""

    activity: str
    role: str
    codes: str
    raw: str
    place: Place


@dataclass(frozen=True)
class ReadTable:
    """A matrix as its file has it. `terms`: what is written in cells and was not understood > how often."""

    file: str
    name: str
    roles: tuple[Role, ...]
    activities: tuple[Activity, ...]
    cells: tuple[Cell, ...]
    not_understood: tuple[Puzzle, ...]
    notes: tuple[str, ...]
    terms: Mapping[str, int] = field(default_factory=dict)
    unread: frozenset[tuple[str, str]] = frozenset()  # cells (activity, role) that were not understood
    origin: MatrixTable | None = None  # where the file is one of our own: it says more than a table

    @property
    def has_letters(self) -> bool:
        """Whether any cell was understood as codes; else there is nothing to bring in."""
        return any(cell.codes for cell in self.cells)

    @property
    def proposed(self) -> dict[str, str]:
        """Words that were not understood > the letter each usually stands for, for a person to confirm."""
        return {term: letter for term in self.terms if (letter := usual(term))}

    def findings(self) -> list[Finding]:
        """What the matrix lacks, as far as it was understood."""
        return findings(self.plain(), self.unread)

    def plain(self) -> MatrixTable:
        """As a matrix whose roles are called as in the file."""
        categories = {one: code for code, one in _codes_of_categories(self.activities).items()}
        return MatrixTable(
            title=self.name or self.file, source=self.file, label="",
            columns=tuple(Column(role.name, role.name, role.name) for role in self.roles),
            categories=tuple(Heading(code, split_number(title)[1] or title) for title, code in categories.items()),
            activities=tuple(TableRow(one.id, one.title, categories[one.category]) for one in self.activities),
            cells={(cell.activity, cell.role): cell.codes for cell in self.cells if cell.codes},
        )  # fmt: skip


def understand(grid: Grid, arranged: Arranged, terms: Mapping[str, str]) -> ReadTable:
    """The cells as codes. `terms`: what the person said that words and letters mean, folded > codes."""
    texts = [text for row in arranged.rows for _role, text, _place in row.cells]
    legend = {**grid.legend, **_explained_in(grid)}
    doubts = {letter: why for letter, why in doubted(texts, legend).items() if letter.casefold() not in terms}
    reading = _Cells(grid, arranged, Notation(terms, frozenset(doubts)), doubts)
    activities = _with_ids(arranged, reading)
    for activity, row in zip(activities, arranged.rows, strict=True):
        for number, text, place in row.cells:
            reading.read(activity.id, arranged.roles[number].name, text, place)
    return ReadTable(
        grid.file, grid.name, tuple(arranged.roles), tuple(activities), tuple(reading.cells),
        (*arranged.puzzles, *reading.puzzles), (*arranged.notes, *reading.notes()),
        dict(reading.terms), frozenset(reading.unread),
    )  # fmt: skip


def _explained_in(grid: Grid) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in grid.lines:
        texts = [line.cells[at] for at in line.filled]
        for text in texts:
            found |= explained(text)
        for one, word in pairwise(texts):
            if re.fullmatch("[A-Z]", one) and re.fullmatch(r"[A-Za-z][a-z]{4,}\b.*", word):
                found.setdefault(one, word.split()[0])
    return found


class _Cells:
    def __init__(self, grid: Grid, arranged: Arranged, notation: Notation, doubts: Mapping[str, str]) -> None:
        self.grid, self.arranged, self.notation, self.doubts = grid, arranged, notation, doubts
        self.cells: list[Cell] = []
        self.puzzles: list[Puzzle] = []
        self.unread: set[tuple[str, str]] = set()
        self.terms: Counter[str] = Counter()
        self.spelling: dict[str, str] = {}
        self.numbered = False

    def read(self, activity: str, role: str, text: str, place: Place) -> None:
        said = self.notation.read(text)
        if (place.line, place.column - 1) in self.grid.without_result:
            self.unknown(activity, role, text, place, _no_result())
        elif said.codes is not None:
            self.cells.append(Cell(activity, role, said.codes, text, place))
        elif said.is_twice:
            self.unknown(activity, role, text, place, _("The same letter stands here twice. Which other was meant?"))
        else:
            self.terms.update(self.spelling.setdefault(fold(one), one) for one in said.unknown)
            self.unknown(activity, role, text, place, self.why(said.unknown))

    def unknown(self, activity: str, role: str, text: str, place: Place, why: str) -> None:
        self.unread.add((activity, role))
        self.puzzles.append(Puzzle(place, text[:200], why))

    def why(self, unknown: tuple[str, ...]) -> str:
        doubt = next((self.doubts[one.upper()] for one in unknown if one.upper() in self.doubts), "")
        facts = {"terms": ", ".join(f"“{one[:40]}”" for one in unknown), "why": doubt}
        if doubt:
            return _("%(terms)s: %(why)s. Say which of R, A, C, I each letter stands for.") % facts
        if proposed := {one: letter for one in unknown if (letter := usual(one))}:
            means = _("“%(term)s” means %(letter)s")
            facts["usual"] = ", ".join(means % {"term": one[:40], "letter": letter} for one, letter in proposed.items())
            return _("%(terms)s is none of R, A, C, I. Usually %(usual)s: confirm that, or mend the cell.") % facts
        return _("%(terms)s is none of R, A, C, I. Say what it stands for, or mend the cell.") % facts

    def notes(self) -> list[str]:
        no_part = sum(not cell.codes for cell in self.cells)
        said = ngettext(
            "%(n)d cell says N/A or a dash: no part in it.", "%(n)d cells say N/A or a dash: no part in it.", no_part
        )
        found = [said % {"n": no_part}] if no_part else []
        if self.numbered:
            found.append(_("The file gives no ids to its activities; they were numbered by their place."))
        return found


def _no_result() -> str:
    return _("This is a formula without its result. Open the file in Excel, save it, and choose it again.")


# ---- ids

_LEADING = re.compile(r"(\d{1,3}(?:\.\d{1,3})*|[A-Z]{1,3}[-.]?\d{1,3}(?:\.\d{1,3})*)[.):]?\s+(?=\S)")


def split_number(text: str) -> tuple[str, str]:
    """ "1. Policy" is "1" and "Policy"; "" and the text where no number stands before it."""
    found = _LEADING.match(text)
    return (found.group(1), text[found.end() :]) if found else ("", text)


def _with_ids(arranged: Arranged, reading: _Cells) -> list[Activity]:
    """By the id column, else by numbers before every title, else by the place."""
    split = [split_number(row.title) for row in arranged.rows]
    if all(number for number, _title in split) and len({number for number, _title in split}) == len(split):
        rows = [(row.number or number, title) for row, (number, title) in zip(arranged.rows, split, strict=True)]
    else:
        rows = [(row.number, row.title) for row in arranged.rows]
    made = _numbers(arranged.rows)
    known: set[str] = set()
    found = []
    for row, (given, title), place_number in zip(arranged.rows, rows, made, strict=True):
        number = given.rstrip(".)") or given
        own = bool(number) and number not in known
        if number and not own:
            text = _("The id %(id)s is used twice. Give each activity its own.")
            reading.puzzles.append(Puzzle(row.place, row.title[:200], text % {"id": number}))
        reading.numbered |= not number
        one = number if own else _free(number or place_number, known)
        known.add(one)
        found.append(Activity(one, row.category, title, row.place, own))
    return found


def _free(wanted: str, known: set[str]) -> str:
    one, again = wanted, 1
    while one in known:
        again += 1
        one = f"{wanted}-{again}"
    return one


def _numbers(rows: list[Row]) -> list[str]:
    """ "2.3" for the third under the second category; "3" where there are no categories."""
    places: list[str] = []
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.category] += 1
        if not any(one.category for one in rows):
            places.append(str(counts[row.category]))
            continue
        number = split_number(row.category)[0] or str(list(counts).index(row.category) + 1)
        places.append(f"{number}.{counts[row.category]}")
    return places


def _codes_of_categories(activities: tuple[Activity, ...]) -> dict[str, str]:
    """Code > category as the file says it: its own number, or its place."""
    found: dict[str, str] = {}
    for category in dict.fromkeys(one.category for one in activities):
        code = _free(split_number(category)[0] or str(len(found) + 1), set(found))
        found[code] = category
    return found


# ---- our own formats


def of_matrix(table: MatrixTable, file: str) -> ReadTable:
    """A matrix in one of our own formats, as any other file that was read; roles are called by their short names."""
    names = {column.code: column.short_name for column in table.columns}
    if len(set(names.values())) < len(names):
        names = {column.code: column.code for column in table.columns}
    headings = {heading.code: f"{heading.code}. {heading.title}" for heading in table.categories}
    place = Place(file)
    return ReadTable(
        file, table.title,
        tuple(Role(names[column.code], place, column.code) for column in table.columns),
        tuple(Activity(row.code, headings[row.category], row.title, place, has_own_id=True) for row in table.activities),
        tuple(
            Cell(row.code, names[column.code], codes, show_codes(codes), place)
            for row in table.activities
            for column, codes in zip(table.columns, table.row(row.code), strict=True) if codes
        ),
        (), (_("This is the portal's own format."),), origin=table,
    )  # fmt: skip
