"""A counted roster as one object of plain values: what `manage.py seats` prints."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from boards.rosters.counting import Counted, count, gone, of_the_day
from boards.rosters.shape import Roster
from metrics.calculators.telling import told

COUNTS = ("seats", "filled", "vacant", "expired", "holdover")


def seats_on(roster: Roster, day: date) -> dict[str, Any]:
    """`bodies`, `total`, `remarks`; a seat whose term is over without a clause is expired, and one of the vacant."""
    counted = count(roster, day)
    bodies = [_body(each, day) for each in counted]
    remarks = sorted([*roster.remarks, *of_the_day(roster, counted)], key=lambda one: one.row)
    return {
        "on": day.isoformat(), "layout": roster.layout, "rows": roster.rows,
        "bodies": bodies,
        "total": {name: sum(one[name] for one in bodies) for name in (*COUNTS, "listed", "without_seat")}
        | {"bodies": len(bodies), "memberships": len(roster.sat), "people": len(roster.people)},
        "remarks_by_code": dict(Counter(one.code for one in remarks)),
        "remarks": told(remarks),
    }  # fmt: skip


def _body(each: Counted, day: date) -> dict[str, Any]:
    body, standing = each.body, each.standing
    return {
        "body": body.name, "id": body.source_id or body.key, "seats": standing.total, "filled": standing.filled,
        "vacant": standing.vacant, "expired": standing.expired, "holdover": standing.holdover,
        "seats_said": body.seats_said, "alternates_said": body.alternates_said, "listed": each.listed,
        "without_seat": each.without_seat, "dissolved": gone(body, day), "quorum": body.quorum,
        "lacks_quorum": standing.lacks_quorum,
    }  # fmt: skip
