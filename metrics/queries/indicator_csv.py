"""An indicator's page as a table: everybody by period, and the groups that are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from metrics.cells import Cell
from metrics.queries.indicators import IndicatorPage
from metrics.values import Reading


def indicator_rows(page: IndicatorPage) -> Iterator[list[Any]]:
    """A heading, then a row for each value; what is not known is empty, and never 0."""
    yield [
        _("Indicator"), _("Dimension"), _("Group"), _("Period"), _("First day"), _("Last day"), _("Value"), _("Unit"),
        _("Low"), _("High"), _("n"), _("k"), _("Version"), _("Source"),
    ]  # fmt: skip
    for cell in page.everybody:
        yield _row(page, "", _("everybody"), cell, page.one.read(cell))
    if found := page.groups:
        for group, cell, read in zip(found.groups, found.cells, found.readings, strict=True):
            yield _row(page, found.dimension.name, group.name, cell, read)


def _row(page: IndicatorPage, dimension: str, group: str, cell: Cell, read: Reading) -> list[Any]:
    one = page.one
    return [
        one.title, dimension, group, one.period_of(cell), cell.begins, cell.ends, read.value, one.version.unit_label,
        read.low, read.high, read.n, read.k, one.version.number, one.version.source,
    ]  # fmt: skip
