"""Which files may be read in blocks: plain CSV with a line of headings, each column plainly one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.bringing.amounts import SHARES
from metrics.reading.files import Table
from metrics.reading.mapping import Column, Role
from metrics.reading.mapping import Mapping as How

if TYPE_CHECKING:  # numpy comes where a file is read, and not at the portal's start
    from metrics.finest.observations import Layout

LONG = 50_000  # lines from which on a file is read in blocks
SUMS = {
    Role.N: "n", Role.K: "k", Role.VALUE: "value", Role.SE: "se", Role.SUM: "x", Role.SUM_OF_SQUARES: "x2",
    Role.EVENTS: "events", Role.EXPOSURE: "exposure", Role.WEIGHT_SUM: "w", Role.WEIGHTED_SUM: "wy",
    Role.WEIGHT_SQUARES: "w2", Role.WEIGHTED_SQUARES: "w2y",
}  # fmt: skip
ONCE = (Role.INDICATOR, Role.PERIOD, Role.PLACE, Role.PLACE_CODE, *SUMS)


def is_long(table: Table, lines: int) -> bool:
    """Whether a plain file has more lines than that; it is read only so far."""
    if table.plain is None:
        return False
    table.plain.seek(0)
    left = lines
    while left >= 0 and (piece := table.plain.read(2**20)):
        left -= piece.count(b"\n")
    return left < 0


def has_plain_headings(table: Table, mapping: How) -> bool:
    """Whether the file begins with one line of headings, and each that is read stands there once."""
    read_ones = [column.at for column in mapping.columns if column.role is not Role.IGNORE]
    if table.plain is None or table.first != 1 or table.labels or mapping.headings != 1:
        return False
    if any(at >= len(table.headings) or table.headings.count(table.headings[at]) > 1 for at in read_ones):
        return False
    from metrics.finest.fields import Rows

    table.plain.seek(0)
    return Rows(table.plain).delimiter == table.delimiter


def plain_layout(table: Table, mapping: How) -> Layout | None:
    """Its headings, where each column is plainly one thing and nothing is added up, overlaps, or is a total by its words."""
    columns = [column for column in mapping.columns if column.role is not Role.IGNORE]
    roles = [column.role for column in columns]
    dimensions = mapping.of(Role.DIMENSION)
    sums = {SUMS[column.role]: table.headings[column.at] for column in columns if column.role in SUMS}
    place = mapping.of(Role.PLACE, Role.PLACE_CODE)
    if (
        mapping.lacks()
        or any(role not in (*ONCE, Role.DIMENSION) for role in roles)
        or any(roles.count(role) > 1 for role in ONCE)
        or not all(map(_is_plain, columns))
        or len({one.name.casefold() for one in dimensions}) < len(dimensions)
        or len(place) > (0 if mapping.place or mapping.place_code else 1)
        or ("k" in sums and "n" not in sums)
        or unit_of(mapping) in SHARES
        or not has_plain_headings(table, mapping)
    ):
        return None
    from metrics.finest.observations import Layout

    def heading(*wanted: Role) -> str:
        return next((table.headings[column.at] for column in mapping.of(*wanted)), "")

    groups = tuple(table.headings[column.at] for column in dimensions)
    return Layout(heading(Role.INDICATOR), heading(Role.PERIOD), heading(Role.PLACE, Role.PLACE_CODE), groups, sums)


def _is_plain(column: Column) -> bool:
    says = column.totals or column.overlaps or column.parts or column.blocks or column.groups
    is_named = bool(column.name) == (column.role is Role.DIMENSION)
    return is_named and not (says or column.overlapping or column.comma)


def unit_of(mapping: How) -> str:
    """The unit of all of its figures."""
    return next((column.unit for column in mapping.of(*SUMS) if column.unit), mapping.unit)
