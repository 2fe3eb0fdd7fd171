"""Committees of legislatures as Open States keeps them: a row each membership. The term is the legislator's, not the committee's.

What the table says of the legislators themselves (gender, birth, party) is not read: a register of seats holds none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boards.rosters.draft import Draft
from boards.rosters.shape import ALTERNATE, ORDINARY, Body, Sat

SOURCE = "openstates"
HEADINGS = frozenset({"body_id", "body", "member_name", "member_role", "person_id", "term_end"})
PLAIN_MEMBER = "member"


def read_table(headings: Iterable[str], rows: Iterable[tuple[int, Mapping[str, str]]]) -> Draft:
    """Each committee, with a seat for each who sits: how many there ought to be is not said."""
    draft = Draft("committees", SOURCE)
    draft.leaves_out(headings)
    for row, cells in rows:
        draft.rows += 1
        draft.body(_body(row, cells))
        _sits(draft, row, cells)
    _look_above(draft)
    return draft


def _body(row: int, cells: Mapping[str, str]) -> Body:
    where = " ".join(one for one in (cells.get("state", ""), cells.get("chamber", "")) if one)
    key = cells["body_id"]
    return Body(
        key, cells["body"], row, key, body_type="committee", parent=cells.get("parent_body_id", ""), department=where
    )


def _look_above(draft: Draft) -> None:
    """A parent that is no committee of this file is remarked on."""
    for body in draft.bodies.values():
        if body.parent and body.parent not in draft.bodies:
            said = f"The body above it ({body.parent}) is not in the file."
            draft.remark("parent_not_found", body.row, "parent_body_id", said, body.key)


def _sits(draft: Draft, row: int, cells: Mapping[str, str]) -> None:
    body, person, role = cells["body_id"], cells["person_id"] or cells["member_name"], cells["member_role"]
    draft.person(person, cells["member_name"], row, cells["person_id"])
    one = Sat(
        f"{body}/{person}", body, person, district=cells.get("district", ""),
        role="" if role == PLAIN_MEMBER else role, seat_type=ALTERNATE if role == "alternate" else ORDINARY,
        serves_from=draft.day(cells.get("term_start", ""), row, "term_start", body),
        term_end=draft.day(cells["term_end"], row, "term_end", body),
    )  # fmt: skip
    draft.sits(one, "", row)
