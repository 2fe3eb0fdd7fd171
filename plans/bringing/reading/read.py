"""Reading the whole: each sheet as a table where it has headings, as a text where it has none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import BinaryIO

from metrics.periods import Period
from plans.bringing.reading.lines import Line, Reading, Row, What
from plans.bringing.reading.outline import read_outline
from plans.bringing.reading.sheets import rows_of, text_rows
from plans.bringing.reading.table import has_table, read_table


def read_file(file: BinaryIO, name: str, plan: Period | None = None, first_month: int = 1) -> Reading:
    """A CSV file, a workbook with all its sheets, or a text. Raises raci.imports.verdicts.Unreadable."""
    return read_rows(rows_of(file, name), plan, first_month)


def read_text(text: str, plan: Period | None = None, first_month: int = 1) -> Reading:
    """A text that was pasted. Raises Unreadable."""
    return read_rows(text_rows(text), plan, first_month)


def read_rows(rows: Sequence[Row], plan: Period | None, first_month: int) -> Reading:
    """A line for each row, in their order."""
    lines: list[Line] = []
    for _sheet, group in groupby(rows, key=lambda row: row.sheet):
        found = list(group)
        read = read_table if has_table(found) else read_outline
        lines += read(found, plan, first_month)
    for line in lines:
        line.goal = line.goal or (line.sheet if line.what is What.ACTION else "")
    title = next((line.text for line in lines if line.what is What.HEADING), "")
    return Reading(tuple(lines), title[:300])
