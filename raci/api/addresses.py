"""`path` that knows `<key:pk>`, the number of a row, and `<row:activity>`, a code of the matrix.

A number that no column could hold leads nowhere.
"""

from __future__ import annotations

from django.urls import path, register_converter

__all__ = ["path"]


class Key:
    """Digits, as many as a column holds."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Its digits."""
        return str(value)


class Place(Key):
    """The number of a text within its record."""

    regex = "[1-9][0-9]{0,8}"


class Row:
    """The code of an activity, a category or a role."""

    regex = "[-._a-zA-Z0-9]{1,20}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(Row, "row")
register_converter(Key, "key")
register_converter(Place, "place")
