"""The rosters of the City of Boston's commissions database: flattened to one table, and its original files of JSON.

There a body has 0 seats where nobody entered their number, and whoever has a term that is over is often still "Active".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from boards.rosters.draft import Draft
from boards.rosters.shape import Body, Sat

SOURCE = "boston"
HEADINGS = frozenset({"body_id", "body", "seats", "assignment_id", "person_id", "status", "appointed", "expires"})
CONFIRMS = "City Council"
BOARD, MEMBER, AUTHORITY, DEPARTMENT = "BoardID", "AssignmentId", "AuthorityType", "DepartmentName"


def read_table(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Draft:
    """A row each membership, its body's facts beside it."""
    draft = Draft("boston", SOURCE)
    for row, cells in rows:
        draft.rows += 1
        key = cells["body_id"]
        if key not in draft.bodies:
            draft.body(_body(draft, row, cells))
        _sits(draft, row, cells)
    return draft


def _body(draft: Draft, row: int, cells: Mapping[str, str]) -> Body:
    return Body(
        cells["body_id"], cells["body"], row, cells["body_id"], appointed_by=_known(cells.get("authority", "")),
        confirmed_by=CONFIRMS if cells.get("council_confirm") == "True" else "", department=cells.get("department", ""),
        seats_said=draft.number(cells["seats"], row, "seats", cells["body"]),
        alternates_said=draft.number(cells.get("alternates", ""), row, "alternates", cells["body"]),
        term_months=draft.months(cells.get("term_text", ""), row, "term_text", cells["body"]),
    )  # fmt: skip


def _known(authority: str) -> str:
    return "" if authority == "Not Applicable" else authority


def _sits(draft: Draft, row: int, cells: Mapping[str, str]) -> None:
    body, person = cells["body_id"], cells["person_id"]
    draft.person(person, f"{cells['first_name']} {cells['last_name']}".strip(), row, person)
    appointed = draft.day(cells["appointed"], row, "appointed", body)
    one = Sat(
        cells["assignment_id"] or f"{body}/{person}", body, person, appointed_on=appointed, serves_from=appointed,
        term_end=draft.day(cells["expires"], row, "expires", body),
    )  # fmt: skip
    draft.sits(one, cells["status"], row)


# ---- the original files: lists of objects, each of a kind of its own


def is_boston(objects: Any) -> bool:
    """Whether these are boards, memberships, authorities or departments of that database."""
    known = (BOARD, MEMBER, AUTHORITY, DEPARTMENT)
    first = objects[0] if isinstance(objects, list) and objects else None
    return isinstance(first, dict) and any(name in first for name in known)


def read_objects(lists: Iterable[list[dict[str, Any]]]) -> Draft:
    """Boards and memberships of several files; authorities and departments fill in their names. Rows are places in a list."""
    draft = Draft("boston json", SOURCE)
    boards: list[dict[str, Any]] = []
    members: list[dict[str, Any]] = []
    names: dict[tuple[str, Any], str] = {}
    for objects in lists:
        for one in objects:
            if MEMBER in one:
                members.append(one)
            elif BOARD in one:
                boards.append(one)
            else:
                names |= _names(one)
    for row, one in enumerate(boards, start=1):
        draft.body(_board(draft, row, one, names))
    for row, one in enumerate(members, start=1):
        _membership(draft, row, one)
    draft.rows = len(members) or len(boards)
    return draft


def _names(one: dict[str, Any]) -> dict[tuple[str, Any], str]:
    of = {"AuthorityId": AUTHORITY, "DepartmentId": DEPARTMENT}
    return {(number, one[number]): str(one[name]) for number, name in of.items() if name in one}


def _board(draft: Draft, row: int, one: dict[str, Any], names: Mapping[tuple[str, Any], str]) -> Body:
    key, name = str(one[BOARD]), str(one["BoardName"])
    authority = names.get(("AuthorityId", one.get("AuthorityId")), "")
    return Body(
        key, name, row, key, purpose=str(one.get("Description") or ""), legal_basis=str(one.get("Legislation") or ""),
        url=str(one.get("LinkPath") or ""), department=names.get(("DepartmentId", one.get("DepartmentId")), ""),
        appointed_by=_known(authority), confirmed_by=CONFIRMS if one.get("CouncilCofirm") else "",
        qualification=" ".join(str(one.get("Qualification") or "").split()), quorum=one.get("Quorum") or None,
        seats_said=one.get("Seats"), alternates_said=one.get("Alternates"),
        term_months=draft.months(str(one.get("Term") or ""), row, "Term", name),
        is_dissolved=one.get("IsLive") is False, status_said="" if one.get("IsLive", True) else "not live",
    )  # fmt: skip


def _membership(draft: Draft, row: int, one: dict[str, Any]) -> None:
    body, person = str(one[BOARD]), str(one["PersonId"])
    if body not in draft.bodies:
        draft.body(Body(body, str(one["BoardName"]), row, body))
        draft.remark(
            "body_only_named", row, BOARD, "The file of boards does not have it: only its name is known.", body
        )
    draft.person(person, f"{one['FirstName'] or ''} {one['LastName'] or ''}".strip(), row, person)
    appointed = draft.day(one["AppointDtTm"] or "", row, "AppointDtTm", body)
    sat = Sat(
        str(one[MEMBER]), body, person, appointed_on=appointed, serves_from=appointed,
        term_end=draft.day(one["ExpireDtTm"] or "", row, "ExpireDtTm", body),
    )  # fmt: skip
    draft.sits(sat, one["StatusName"] or "", row)
