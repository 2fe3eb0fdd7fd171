"""What is said of a file that was judged: counts, missing names, totals beside the source's totals, refused rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from metrics.actions.bringing_in import Judged
from metrics.reading.totals import Comparison
from raci.actions.imports import spoken

MOST_ROWS = 200


def told(judged: Judged) -> dict[str, Any]:
    """As JSON. A figure that is not whole is a text, so that no digit is lost."""
    gathered, resolved = judged.gathered, judged.resolved
    compared = gathered.totals.compared()
    differ = [one for one in compared if one.differs_by]
    return {
        "rows": gathered.lines,
        "read": gathered.read,
        "empty": gathered.empty,
        "refused": gathered.refused,
        "cells": gathered.cells,
        "series": gathered.series,
        "indicators": [label.text for label in gathered.measures],
        "unknown": {
            "indicators": [one.code for one in resolved.new_indicators],
            "groups": {one.name: one.groups for one in resolved.dimensions.values()},
            "places": [code or name for code, name in resolved.new_places],
        },
        "totals": {
            "compared": len(compared),
            "agree": len(compared) - len(differ),
            "differ": [_total(one) for one in differ[:MOST_ROWS]],
        },
        "refusals": [
            *(
                {"line": row.line, "field": row.field, "reason": spoken(row.reason) if row.reason else ""}
                for row in gathered.faults[:MOST_ROWS]
            ),
            *(
                {"line": fault.line, "field": fault.field, "reason": spoken(fault.sentence)}
                for fault in judged.faults[:MOST_ROWS]
            ),
        ],
    }


def _total(one: Comparison) -> dict[str, Any]:
    where = one.where
    return {
        "indicator": where.indicator,
        "place": where.place or where.place_code,
        "dimension": where.dimension,
        "within": [list(pair) for pair in where.others],
        "total": _number(one.total),
        "groups": _number(one.parts),
    }


def _number(value: int | Decimal | None) -> int | str | None:
    return value if value is None or isinstance(value, int) else str(value)
