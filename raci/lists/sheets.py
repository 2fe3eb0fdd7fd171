"""A list as a spreadsheet: CSV line by line, a workbook row by row. Memory stays flat, and nothing in a cell is ever run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from raci.lists.asking import Asked
from raci.lists.listing import Column
from raci.spreadsheets import Echo, SafeWriter, text_cell

AT_ONCE = 500  # rows fetched at a time
WIDTHS = {str: 36, list: 36, datetime: 30, date: 14, int: 12, bool: 12}
Progress = Callable[[int, int], None]


def silently(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


class Sheet:
    """The rows of a list as they are asked for, ready to be written. Made while the request's zone is known."""

    def __init__(self, asked: Asked) -> None:
        self.columns = asked.listing.columns
        self.title = str(asked.listing.title)
        self.rows = asked.rows
        self.zone = timezone.get_current_timezone()

    def lines(self, progress: Progress) -> Iterator[list[Any]]:
        """The values of each row: text, whole numbers, days, moments of the city's zone, or None."""
        total = 0
        for number, row in enumerate(self.rows.iterator(chunk_size=AT_ONCE), start=1):
            yield [self._plain(column.value(row)) for column in self.columns]
            if number % AT_ONCE == 0:
                total = max(total or self.rows.count(), number)
                progress(number, total)

    def csv(self, progress: Progress = silently) -> Iterator[str]:
        """UTF-8 with its mark (spreadsheets need it), moments with their offset."""
        writer = SafeWriter(Echo())
        yield "\ufeff" + writer.writerow([str(column.label) for column in self.columns])
        for line in self.lines(progress):
            yield writer.writerow([one.isoformat() if isinstance(one, datetime) else one for one in line])

    def workbook(self, file: IO[bytes], progress: Progress = silently) -> None:
        """Text is text even where it begins with "="; days and moments are dates, and the head says in which zone."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet(_sheet_name(self.title))
        sheet.freeze_panes = "B2"
        for place, column in enumerate(self.columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column.holds]
        sheet.append([self._head(sheet, column) for column in self.columns])
        for line in self.lines(progress):
            sheet.append([_cell(sheet, value) for value in line])
        book.save(file)

    def _head(self, sheet: Any, column: Column) -> Any:
        label = f"{column.label} ({self.zone})" if column.holds is datetime else str(column.label)
        cell = text_cell(WriteOnlyCell(sheet), label)
        cell.font = Font(bold=True)
        return cell

    def _plain(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(microsecond=0)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, (list, tuple)):
            return "; ".join(str(one) for one in value)
        return value if value is None or isinstance(value, (int, date)) else str(value)


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        return text_cell(WriteOnlyCell(sheet), value)
    cell = WriteOnlyCell(sheet, value.replace(tzinfo=None) if isinstance(value, datetime) else value)
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _sheet_name(title: str) -> str:
    """As Excel takes it: at most 31 signs, and none of these."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
