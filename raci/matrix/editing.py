"""Changes to a matrix table, each giving a new table; what cannot be is `NotReady` with the field it is about. Pure: no database.

A draft may be broken (no A, no R): that is asked when it is put before others. What is refused here could not be stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from raci.days import is_meant
from raci.matrix.table import FACTS, Heading, MatrixTable, Row, parse_codes
from raci.matrix.yaml import CODE
from raci.refusals import NotReady, Problem

MOST = {"title": 200, "source": 20_000, "label": 300, "adopted_by": 300}  # characters
MOST_TITLE = 300  # of a category or an activity
MOST_ROWS = 400


def with_cell(table: MatrixTable, activity: str, role: str, codes: str) -> MatrixTable:
    """One cell says these codes; "" empties it."""
    read = parse_codes(codes)
    if read is None:
        text = _("“%(codes)s” is no set of codes. Write R, A, C, I or several, as R/C.")
        raise NotReady([Problem(text % {"codes": codes[:40]}, field="codes")])
    _need(
        activity in _codes(table), "activity", _("There is no activity %(code)s in this version.") % {"code": activity}
    )
    known = role in {column.code for column in table.columns}
    _need(known, "role", _("There is no role %(code)s with a column.") % {"code": role})
    cells = {place: said for place, said in table.cells.items() if place != (activity, role)}
    return replace(table, cells=cells | {(activity, role): read} if read else cells)


def with_row(table: MatrixTable, activity: str, cells: Mapping[str, str]) -> MatrixTable:
    """The cells of one activity, by role; roles that are not named keep theirs."""
    for role, codes in cells.items():
        table = with_cell(table, activity, role, codes)
    return table


def with_activity(table: MatrixTable, code: str, title: str, category: str) -> MatrixTable:
    """A new activity at the end of its category."""
    _need_code(code, _codes(table))
    _need(len(table.activities) < MOST_ROWS, "code", _("A matrix has at most %(n)d activities.") % {"n": MOST_ROWS})
    return _placed(table, Row(code, _title(title), category))


def with_activity_called(table: MatrixTable, code: str, title: str, category: str) -> MatrixTable:
    """The activity by another title; under another category it goes to that one's end."""
    old = next((row for row in table.activities if row.code == code), None)
    if old is None:
        raise NotReady([Problem(_("There is no activity %(code)s in this version.") % {"code": code}, field="code")])
    new = Row(code, _title(title), category)
    if old.category == category:
        return replace(table, activities=tuple(new if row.code == code else row for row in table.activities))
    left = replace(table, activities=tuple(row for row in table.activities if row.code != code))
    return _placed(left, new)


def without_activity(table: MatrixTable, code: str) -> MatrixTable:
    """The table without this activity and its cells."""
    return replace(
        table,
        activities=tuple(row for row in table.activities if row.code != code),
        cells={place: codes for place, codes in table.cells.items() if place[0] != code},
    )


def with_category(table: MatrixTable, heading: Heading) -> MatrixTable:
    """A new category at the end, or the one of this code called otherwise."""
    heading = replace(heading, title=_title(heading.title))
    if heading.code in {one.code for one in table.categories}:
        changed = tuple(heading if one.code == heading.code else one for one in table.categories)
        return replace(table, categories=changed)
    _need_code(heading.code, set())
    return replace(table, categories=(*table.categories, heading))


def without_category(table: MatrixTable, code: str) -> MatrixTable:
    """The table without this category, which must be empty."""
    text = _("Remove or move its activities first: %(codes)s.")
    rows = table.rows_of(code)
    _need(not rows, "category", text % {"codes": ", ".join(row.code for row in rows)})
    return replace(table, categories=tuple(one for one in table.categories if one.code != code))


def with_facts(table: MatrixTable, facts: Mapping[str, str]) -> MatrixTable:
    """The version's own facts; those that are not named stay."""
    said: dict[str, Any] = {name: facts[name].strip() for name in FACTS if name in facts}
    return replace(table, **said)


def problems(table: MatrixTable) -> Iterator[Problem]:
    """Why this table cannot be stored as a draft: whatever file or form it came from."""
    for name, most in MOST.items():
        if len(getattr(table, name)) > most:
            yield Problem(_("%(fact)s: at most %(most)d characters.") % {"fact": name, "most": most}, field=name)
    if not table.title.strip():
        yield Problem(_("Give the matrix a title."), field="title")
    if table.adopted_on and not _is_day(table.adopted_on):
        yield Problem(_("The day of adoption is no day: %(day)s.") % {"day": table.adopted_on[:40]}, field="adopted_on")
    if len(table.activities) > MOST_ROWS:
        yield Problem(_("A matrix has at most %(n)d activities.") % {"n": MOST_ROWS}, field="activities")
    yield from _row_problems(table)


def _row_problems(table: MatrixTable) -> Iterator[Problem]:
    categories = {one.code for one in table.categories}
    coded: tuple[Heading | Row, ...] = (*table.categories, *table.activities)
    for one in coded:
        if not re.fullmatch(CODE, one.code):
            yield Problem(_no_code(one.code), field="code")
        elif not one.title.strip() or len(one.title) > MOST_TITLE:
            yield Problem(
                _("%(code)s needs a title of at most %(n)d characters.") % {"code": one.code, "n": MOST_TITLE}
            )
    for code in (*_twice(one.code for one in table.categories), *_twice(row.code for row in table.activities)):
        yield Problem(_("The code %(code)s is used twice.") % {"code": code}, field="code")
    for row in table.activities:
        if row.category not in categories:
            yield Problem(
                _("%(code)s stands under no category of this version.") % {"code": row.code}, field="category"
            )


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def _placed(table: MatrixTable, row: Row) -> MatrixTable:
    known = row.category in {one.code for one in table.categories}
    _need(known, "category", _("Choose one of the categories of this version."))
    last = max((at for at, one in enumerate(table.activities) if one.category == row.category), default=None)
    at = len(table.activities) if last is None else last + 1
    return replace(table, activities=(*table.activities[:at], row, *table.activities[at:]))


def _codes(table: MatrixTable) -> set[str]:
    return {row.code for row in table.activities}


def _title(title: str) -> str:
    title = " ".join(title.split())
    _need(0 < len(title) <= MOST_TITLE, "title", _("Give a title of at most %(n)d characters.") % {"n": MOST_TITLE})
    return title


def _need_code(code: str, used: set[str]) -> None:
    _need(bool(re.fullmatch(CODE, code)), "code", _no_code(code))
    _need(code not in used, "code", _("The code %(code)s is used already. Give it another.") % {"code": code})


def _no_code(code: str) -> str:
    text = _("“%(code)s” is no code. Use letters, digits, dots and hyphens, at most 20, such as 4.9.")
    return text % {"code": code[:40]}


def _need(is_so: bool, field: str, text: str) -> None:
    if not is_so:
        raise NotReady([Problem(text, field=field)])


def _is_day(text: str) -> bool:
    try:
        return is_meant(date.fromisoformat(text))
    except ValueError:
        return False
