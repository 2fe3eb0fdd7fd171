"""Rows of a list that are worked out rather than stored: they are filtered, sorted and cut as those of a table are.

A list declares its search, filters and columns with `Q` and names of fields either way, so page, spreadsheet, saved views and
API need not know where rows come from. Of queries they understand what such lists say: a field that is (exact), holds words
(`icontains`) or is one of several (`in`), joined by and, or, not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any, overload

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, wanted: value == wanted,
    "icontains": lambda value, wanted: str(wanted).casefold() in str(value).casefold(),
    "in": lambda value, wanted: value in wanted,
}


class WorkedOut:
    """Rows with a number of their own as `pk`; what a list asks of a `QuerySet`, and no more."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = list(rows)

    def filter(self, *wanted: Q) -> WorkedOut:
        """Those for which all of it holds."""
        return WorkedOut(row for row in self._rows if all(holds(one, row) for one in wanted))

    def order_by(self, *keys: OrderBy | str) -> WorkedOut:
        """By each of these; what has no value comes last."""
        rows = list(self._rows)
        for key in reversed(keys):
            name, down = _said(key)
            valued = [row for row in rows if _value(row, name) is not None]
            without = [row for row in rows if _value(row, name) is None]
            rows = [*sorted(valued, key=partial(_value, path=name), reverse=down), *without]
        return WorkedOut(rows)

    def values(self, *_fields: str) -> WorkedOut:
        """The rows: nothing is fetched that would have to be left out."""
        return self

    def iterator(self, chunk_size: int = 0) -> Iterator[Any]:  # noqa: ARG002 - as a QuerySet takes it
        """One row after the other."""
        return iter(self._rows)

    def count(self) -> int:
        """How many."""
        return len(self._rows)

    def exists(self) -> bool:
        """Whether there is one."""
        return bool(self._rows)

    @overload
    def __getitem__(self, key: int) -> Any: ...
    @overload
    def __getitem__(self, key: slice) -> WorkedOut: ...
    def __getitem__(self, key: int | slice) -> Any:
        return WorkedOut(self._rows[key]) if isinstance(key, slice) else self._rows[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def holds(wanted: Q | tuple[str, Any], row: Any) -> bool:
    """Whether this is so of a row."""
    if isinstance(wanted, tuple):
        path, value = wanted
        field, _under, how = path.rpartition("__")
        return HOLDS[how](_value(row, field), value) if how in HOLDS and field else _value(row, path) == value
    parts = (holds(one, row) for one in wanted.children)  # type: ignore[arg-type] # Q holds Q and pairs
    found = any(parts) if wanted.connector == Q.OR and wanted.children else all(parts)
    return found is not wanted.negated


def _said(key: OrderBy | str) -> tuple[str, bool]:
    if isinstance(key, str):
        return key.removeprefix("-"), key.startswith("-")
    assert isinstance(key.expression, F)
    return str(key.expression.name), key.descending  # type: ignore[attr-defined] # the stubs do not know it


def _value(row: Any, path: str) -> Any:
    return attrgetter(path.replace("__", "."))(row)
