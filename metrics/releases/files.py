"""A release as a file: the same masked figures as on its page, one line for each cell of each table.

Before the table it says in lines of one field what it holds.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils.text import slugify
from django.utils.translation import gettext as _

from metrics.releases import words
from metrics.releases.released import Released, ReleasedCell, Table
from raci.jobs import Product
from raci.spreadsheets import SafeWriter

MEDIA_TYPE = "text/csv; charset=utf-8"


def file_name(released: Released) -> str:
    """Whose figures, and when."""
    return f"{slugify(released.indicator.code)}-{slugify(released.period.label())}-{released.record}.csv"


def written(released: Released) -> bytes:
    """The whole file: UTF-8 with its mark, so that spreadsheets read it as such."""
    file = io.StringIO()
    writer = SafeWriter(file)
    writer.writerows([line] for line in words.about(released))
    writer.writerow([])
    dimensions = list(dict.fromkeys(name for table in released.tables for name in table.dimensions))
    writer.writerow([_("Table"), *(released.names.dimension(name) for name in dimensions), *_heads(released)])
    for table in released.tables:
        writer.writerows(_lines(released, table, dimensions))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _heads(released: Released) -> list[str]:
    return words.heads(released, Table(0, (), ()))[1:]


def _lines(released: Released, table: Table, dimensions: list[str]) -> Iterator[list[object]]:
    told = words.lines(released, table)
    names = max(len(table.dimensions), 1)
    for cell, line in zip(table.cells, told, strict=True):
        levels = dict(zip(table.dimensions, line[:names], strict=False))
        yield [
            words.table_name(released, table),
            *(levels.get(name, "") for name in dimensions),
            *_numbers(cell, line[names:]),
        ]


def _numbers(cell: ReleasedCell, told: list[str]) -> Iterator[object]:
    """Counts as numbers, everything else as it stands on the page."""
    counts: list[int | None] = [cell.n, cell.k]
    for at, text in enumerate(told):
        yield counts[at] if at < 2 and counts[at] is not None else text


def product(released: Released) -> Product:
    """The file as background work hands it out."""
    return Product(file_name(released), MEDIA_TYPE, written(released))
