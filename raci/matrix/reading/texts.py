"""Tables in plain text: CSV by whatever sign divides its cells, and lines with tabs in a page of text."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from raci.imports.reading import decoded, delimiter_of
from raci.imports.verdicts import Unreadable as Undecodable
from raci.matrix.reading.grids import Grid, Unreadable, check_count, explained, lines_of


def text_of(content: bytes, file: str) -> str:
    """The text, by its mark, else UTF-8, else what Windows writes. Raises Unreadable where it is no text."""
    try:
        text, _encoding = decoded(content, file)
    except Undecodable as error:
        said = _("“%(file)s” is no text and no workbook. Save it as “CSV UTF-8”, .xlsx, Markdown or plain text.")
        raise Unreadable(said % {"file": file}) from error
    return text


def csv_grid(text: str, file: str) -> Grid:
    """The whole file as one table. Raises Unreadable."""
    line = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
        rows = []
        for row in reader:
            rows.append((line + 1, row))
            line = reader.line_num
            check_count(len(rows), file)
    except csv.Error as error:
        said = _("“%(file)s” is no well-formed CSV near line %(line)d (%(error)s). Export it again.")
        raise Unreadable(said % {"file": file, "line": line + 1, "error": error}) from error
    return Grid(file, "", lines_of(rows, file=file))


def tabbed_grids(text: str, file: str) -> list[Grid]:
    """Each run of lines without an empty one between them in which cells are divided by tabs."""
    grids, block, above = [], [], ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            block.append((number, line))
            continue
        if sum("\t" in one for _number, one in block) >= 2:
            rows = [(at, one.split("\t")) for at, one in block]
            grids.append(Grid(file, above, lines_of(rows, file=file), legend=_legend(text)))
        elif block:
            above = block[-1][1].strip()[:200]
        block = []
    return grids


def _legend(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.splitlines():
        found |= explained(line)
    return found
