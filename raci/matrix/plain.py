"""A matrix table as plain JSON values, in the shape of a city's matrix.yaml: what a decision freezes. Pure: no database.

Roles stand in it by their codes: what a role is called is the city's affair and may change while a version waits for its
decision; what was frozen stays what was hashed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from raci.matrix.table import FACTS, Column, Heading, MatrixTable, Row, show_codes


def to_plain(table: MatrixTable) -> dict[str, Any]:
    """Facts, then categories with their activities and cells ({"CAO": "A", "DIR": "R/C"})."""
    return {
        **{fact: getattr(table, fact) for fact in FACTS},
        "categories": [
            {
                "code": heading.code,
                "title": heading.title,
                "is_procedure": heading.is_procedure,
                "activities": [_activity(table, row) for row in table.rows_of(heading.code)],
            }
            for heading in table.categories
        ],
    }


def _activity(table: MatrixTable, row: Row) -> dict[str, Any]:
    cells = {role: show_codes(codes) for (code, role), codes in sorted(table.cells.items()) if code == row.code}
    return {"code": row.code, "title": row.title, "cells": cells}


def from_plain(plain: Mapping[str, Any], columns: tuple[Column, ...]) -> MatrixTable:
    """The table that `to_plain` took apart; `columns` are the roles as they are called today."""
    rows = [(category, activity) for category in plain["categories"] for activity in category["activities"]]
    return MatrixTable(
        **{fact: plain[fact] for fact in FACTS},
        columns=columns,
        categories=tuple(Heading(one["code"], one["title"], one["is_procedure"]) for one in plain["categories"]),
        activities=tuple(Row(row["code"], row["title"], category["code"]) for category, row in rows),
        cells={
            (row["code"], role): codes.replace("/", "")
            for _category, row in rows
            for role, codes in row["cells"].items()
        },
    )
