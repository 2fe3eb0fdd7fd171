"""The data annex of a report: each of its tables whole, as CSV, attached to the PDF and beside it; of the frozen text alone.

What stands on a page stands in the file and nothing else does: where a number is hidden there, the file has the same mark.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext

from raci.records import Content
from raci.spreadsheets import SafeWriter
from reports.blocks import Block, read, tables
from reports.content import name_of

MEDIA_TYPE = "text/csv"
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")  # 1,204


@dataclass(frozen=True)
class DataFile:
    """One table: its place in the report (from 1), what it is called, and its bytes."""

    number: int
    title: str
    content: bytes

    @property
    def name(self) -> str:
        """As it is called on its reader's disk."""
        return f"{self.number:02d}-{slugify(self.title)[:60].strip('-') or 'table'}.csv"


def files(report: Content) -> list[DataFile]:
    """All of them, in the report's order and the reader's language."""
    found = list(_told(report))
    return [DataFile(number, title, _csv(lines)) for number, (title, lines) in enumerate(found, 1)]


def _told(report: Content) -> Iterator[tuple[str, list[list[str]]]]:
    for section in report["sections"]:
        for block in tables(section["blocks"]):
            title = read(block["caption"])
            about = [[report["title"]], [f"{name_of(section, report['kind'])}: {title}"], [read(block["source"])]]
            yield title, [*about, [], *_table(block)]


def _table(block: Block) -> Iterator[list[str]]:
    yield [gettext(head) for head in block["columns"]]
    numbers = set(block["numbers"])
    for row in block["rows"]:
        yield [_number(read(cell)) if at in numbers else read(cell) for at, cell in enumerate(row)]


def _number(text: str) -> str:
    """Without the commas of its thousands, so that a program reads it as a number."""
    return text.replace(",", "") if GROUPED.fullmatch(text) else text


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read it as such; what would run as a formula is text."""
    file = io.StringIO()
    SafeWriter(file).writerows(lines)
    return b"\xef\xbb\xbf" + file.getvalue().encode()
