"""CSV files of the module: groups with applicants and selections, and headcounts for the EEO-4. Written nowhere in clear."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from compliance.checks import eeo4_tables, four_fifths
from compliance.titlevii.pools import Line
from metrics.calculators.tables import Row, Table, Unreadable, decoded, table_of

MOST_BYTES = 2_000_000
MOST_LINES = 500
STATUSES = {
    "full_time": eeo4_tables.FULL_TIME, "full time": eeo4_tables.FULL_TIME, "full-time": eeo4_tables.FULL_TIME,
    "other": eeo4_tables.OTHER, "other_than_full_time": eeo4_tables.OTHER, "part_time": eeo4_tables.OTHER,
    "new_hire": eeo4_tables.NEW_HIRE, "new hire": eeo4_tables.NEW_HIRE,
}  # fmt: skip
UNKNOWN = frozenset({"", "unknown", "na", "n/a", "-"})


def read_lines(name: str, content: bytes, dimension: str) -> list[Line]:
    """Columns group, applicants, selected; optional stratum, dimension, left_out, labor_area_share, workforce_share.

    `dimension` is that of files which have no such column. Raises Unreadable with row, column and what to do.
    """
    table = _table(name, content)
    table.need("group", "applicants", "selected")
    if len(table.rows) > MOST_LINES:
        raise Unreadable(f"{name}: at most {MOST_LINES} lines. Leave out requisitions, or make several runs.")
    return [_line(table, row, dimension) for row in table.rows]


def _line(table: Table, row: Row, dimension: str) -> Line:
    said = table.word(row, "dimension") or dimension
    if said not in four_fifths.DIMENSIONS:
        raise table.wrong(row, "dimension", f"{said} is not one of: {', '.join(four_fifths.DIMENSIONS)}.")
    people, chosen = _people(table, row, "applicants"), _people(table, row, "selected")
    if people is not None and chosen is not None and chosen > people:
        raise table.wrong(row, "selected", f"{chosen} of {people} people: more than there are. Correct one of them.")
    return Line(
        dimension=said,
        name=table.name(row, "group"),
        applicants=people,
        selected=chosen,
        stratum=table.word(row, "stratum"),
        left_out=_people(table, row, "left_out"),
        labor_area_share=_share(table, row, "labor_area_share"),
        workforce_share=_share(table, row, "workforce_share"),
    )


def _people(table: Table, row: Row, column: str) -> int | None:
    count = table.count(row, column)
    if count is not None and count > four_fifths.MOST:
        raise table.wrong(row, column, f"{count} is above {four_fifths.MOST}. Correct it.")
    return count


def _share(table: Table, row: Row, column: str) -> Decimal | None:
    word = table.word(row, column)
    if word.casefold() in UNKNOWN:
        return None
    try:
        share = Decimal(word)
    except InvalidOperation:
        share = Decimal(-1)
    if not 0 <= share <= 1 or len(word) > 12:
        raise table.wrong(row, column, f'"{word}" is not a part of 1. Write 6 percent as 0.06, or leave it empty.')
    return share


def read_headcounts(name: str, content: bytes) -> list[dict[str, Any]]:
    """Columns status, category, salary, sex, race, count: employees alike in all of it. What is not known stays empty.

    Raises Unreadable with row, column and what to do.
    """
    table = _table(name, content)
    table.need("status", "category", "salary", "sex", "race", "count")
    return [_headcount(table, row) for row in table.rows]


def _headcount(table: Table, row: Row) -> dict[str, Any]:
    status = table.word(row, "status").casefold()
    if status not in STATUSES:
        raise table.wrong(row, "status", f'"{status}" is not one of: full_time, other, new_hire.')
    count = table.count(row, "count")
    if not count:
        raise table.wrong(row, "count", "write how many they are, 1 or more, or take the row out.")
    return {
        "status": STATUSES[status],
        "category": _category(table, row),
        "salary": _salary(table, row),
        "sex": _one_of(table, row, "sex", {"m": "male", "f": "female", **{one: one for one in eeo4_tables.SEXES}}),
        "race": _one_of(table, row, "race", {one: one for one in eeo4_tables.RACES}),
        "count": count,
    }


def _category(table: Table, row: Row) -> int | None:
    word = table.word(row, "category")
    names = {name.casefold(): at for at, name in enumerate(eeo4_tables.CATEGORIES, start=1)}
    names |= {str(at): at for at in names.values()}
    if word.casefold() in UNKNOWN:
        return None
    if word.casefold() not in names:
        raise table.wrong(row, "category", f'"{word}" is not a job category of the form. Write its number, 1 to 8.')
    return names[word.casefold()]


def _salary(table: Table, row: Row) -> Decimal | None:
    word = table.word(row, "salary").replace("$", "").replace(" ", "")
    if word.casefold() in UNKNOWN:
        return None
    try:
        salary = Decimal(word)
    except InvalidOperation:
        salary = Decimal(-1)
    if not (salary.is_finite() and 0 <= salary < 10**9) or len(word) > 15:
        raise table.wrong(row, "salary", f'"{word}" is not a yearly salary in dollars. Write it as 54999.50.')
    return salary


def _one_of(table: Table, row: Row, column: str, known: Mapping[str, str]) -> str | None:
    word = table.word(row, column).casefold()
    if word in UNKNOWN:
        return None
    if word not in known:
        raise table.wrong(row, column, f'"{word}" is not one of: {", ".join(dict.fromkeys(known.values()))}.')
    return known[word]


def _table(name: str, content: bytes) -> Table:
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{name}: it is larger than {MOST_BYTES // 10**6} MB. Add up people who are alike.")
    return table_of(name, decoded(name, content))


def tables_csv(rows: Sequence[Mapping[str, Any]], titles: Mapping[int, str]) -> str:
    """The form's rows with their titles, all columns, for taking away."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["row", "title", *eeo4_tables.COLUMNS, "total"])
    for row in rows:
        writer.writerow(
            [row["row"], titles[row["row"]], *(row.get(one, 0) for one in eeo4_tables.COLUMNS), row["total"]]
        )
    return file.getvalue()


def row_titles(bounds: Sequence[int | float]) -> dict[int, str]:
    """What each row of the form is: category and salary band, others, new hires, and the totals."""
    titles = list(_full_time(bounds))
    titles.append("Full-time, total")
    for part in ("Other than full-time", "New hires"):
        titles += [*(f"{part}: {name}" for name in eeo4_tables.CATEGORIES), f"{part}, total"]
    return dict(enumerate(titles, start=1))


def _full_time(bounds: Sequence[int | float]) -> Iterator[str]:
    ends = [f"${one:,.0f} to below ${other:,.0f}" for one, other in pairwise(bounds)]
    bands = [*ends, f"${bounds[-1]:,.0f} and more"]
    for name in eeo4_tables.CATEGORIES:
        yield from (f"Full-time: {name}, {band}" for band in bands)
