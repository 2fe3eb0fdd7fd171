"""A table of numbers in a CSV file, and what is wrong with it: which row, which column, and what to do."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 20_000_000
MOST_DIGITS = 15  # that a double holds exactly
UNKNOWN = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "–", "."})
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
YES = {"yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False}


class Unreadable(Exception):
    """The file cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Row:
    """A line of the table: its number as a spreadsheet counts, the header being 1, and its cells by column in small letters."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """Columns in small letters, in their order, and the rows below them."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def need(self, *columns: str) -> None:
        """Raises Unreadable where one is missing."""
        missing = [name for name in columns if name not in self.columns]
        if missing:
            there = ", ".join(self.columns)
            raise Unreadable(
                f"{self.file}, row 1: no column {', '.join(missing)}. Add it to the header; it has {there}."
            )

    def wrong(self, row: Row, column: str, what: str) -> Unreadable:
        """A refusal that says where."""
        return Unreadable(f"{self.file}, row {row.number}, column {column}: {what}")

    def word(self, row: Row, column: str) -> str:
        """The cell as it stands, without spaces about it; "" where there is no such column."""
        return row.cells.get(column, "")

    def name(self, row: Row, column: str) -> str:
        """A name, which may not be missing."""
        word = self.word(row, column)
        if not word:
            raise self.wrong(
                row, column, "there is no name. Write one; those who are not known are a group of their own, Unknown."
            )
        return word

    def number(self, row: Row, column: str, least: float | None = None) -> float | None:
        """A number, or None where it is not known (an empty cell, NA)."""
        word = self.word(row, column)
        if word.casefold() in UNKNOWN:
            return None
        if not NUMBER.fullmatch(word):
            raise self.wrong(
                row, column, f'"{word}" is not a number. Write it as 1234.5, or leave it empty if it is not known.'
            )
        number = float(word)
        if least is not None and number < least:
            raise self.wrong(
                row, column, f"{word} is below {least:g}. Correct it, or leave it empty if it is not known."
            )
        return number

    def count(self, row: Row, column: str) -> int | None:
        """A count of people, or None where it is not known."""
        number = self.number(row, column, least=0)
        if number is None:
            return None
        if number != int(number) or number >= 10**MOST_DIGITS:
            word = self.word(row, column)
            raise self.wrong(
                row, column, f"{word} is not a count of people. Write a whole number below a million billion."
            )
        return int(number)

    def answer(self, row: Row, column: str) -> bool:
        """Yes or no."""
        word = self.word(row, column)
        if word.casefold() not in YES:
            raise self.wrong(row, column, f'"{word}" is neither yes nor no. Write yes or no.')
        return YES[word.casefold()]


def read_table(path: Path) -> Table:
    """A CSV file in UTF-8 with a header; comma, semicolon or tab between cells. Raises Unreadable."""
    return table_of(path.name, _text(path))


def table_of(file: str, text: str) -> Table:
    """The same of a text that is no file of its own, and is written nowhere. Raises Unreadable."""
    header = text.partition("\n")[0]
    between = max(",;\t", key=header.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))
    except csv.Error as error:
        raise Unreadable(
            f"{file}: it is not a CSV table ({error}). Check that every quotation mark is closed."
        ) from error
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise Unreadable(f"{file}: it is empty. Its first row names the columns.")
    columns = _columns(file, lines[0])
    rows = tuple(_rows(file, columns, lines[1:]))
    if not rows:
        raise Unreadable(f"{file}: there is no row below the header. Add one for each group.")
    return Table(file, columns, rows)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"{path}: it cannot be read: {error.strerror or error}. Name a CSV file that is there."
        ) from error
    if len(content) > MOST_BYTES:
        raise Unreadable(
            f"{path.name}: it is larger than {MOST_BYTES // 10**6} MB. Reduce it to one row for each group."
        )
    return decoded(path.name, content)


def decoded(file: str, content: bytes) -> str:
    """The text of these bytes. Raises Unreadable where they are none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file}: it is not UTF-8 text. Save it as CSV UTF-8.") from error
    if "\0" in text:
        raise Unreadable(f"{file}: it is not a text. Save it as CSV UTF-8.")
    return text


def _columns(file: str, header: list[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip().casefold() for cell in header)
    for at, column in enumerate(columns):
        if not column:
            raise Unreadable(f"{file}, row 1: column {at + 1} has no name. Name it, or take it out.")
        if column in columns[:at]:
            raise Unreadable(f"{file}, row 1: two columns are named {column}. Rename one, or take it out.")
    return columns


def _rows(file: str, columns: tuple[str, ...], lines: Iterable[list[str]]) -> Iterable[Row]:
    for number, line in enumerate(lines, start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(columns):
            what = f"it has {len(line)} cells and the header {len(columns)}"
            raise Unreadable(
                f"{file}, row {number}: {what}. Put quotation marks about a cell with a comma, or fill the row up."
            )
        yield Row(number, dict(zip(columns, (cell.strip() for cell in line), strict=True)))
