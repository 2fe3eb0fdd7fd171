"""Mayors as Open States keeps them: an office of one each, the end of the term, and spells that people served elsewhere before.

Nobody says when most began, and many rows were not refreshed: where two have the one office, the later end counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from boards.rosters.draft import Draft
from boards.rosters.shape import Body, Place, Sat

SOURCE = "openstates"
HEADINGS = frozenset({"person_id", "name", "role", "jurisdiction", "end_date"})
MAYOR = "mayor"


def read_table(headings: Iterable[str], rows: Iterable[tuple[int, Mapping[str, str]]]) -> Draft:
    """A body each office."""
    draft = Draft("mayors", SOURCE)
    draft.leaves_out(headings)
    for row, cells in rows:
        draft.rows += 1
        draft.body(_body(row, cells))
        _sits(draft, row, cells)
    draft.sat = _one_each(draft)
    return draft


def _body(row: int, cells: Mapping[str, str]) -> Body:
    role = cells["role"]
    key = f"{cells['jurisdiction']}#{role}"
    place = cells["jurisdiction"].removeprefix("ocd-jurisdiction/").removesuffix("/government").rpartition(":")[2]
    name = f"{role.title()}, {place.replace('_', ' ').title()} ({cells['state']})"
    if role != MAYOR:
        return Body(key, name, row, key, body_type="other")
    return Body(key, name, row, key, body_type="office", seats_said=1)


def _sits(draft: Draft, row: int, cells: Mapping[str, str]) -> None:
    body, person = f"{cells['jurisdiction']}#{cells['role']}", cells["person_id"]
    draft.person(person, cells["name"], row, person, cells.get("email", ""))
    ends = draft.day(cells["end_date"], row, "end_date", body)
    one = Sat(
        f"{body}/{person}/{cells['end_date']}", body, person, role=cells["role"].title(),
        serves_from=draft.day(cells.get("start_date", ""), row, "start_date", body), term_end=ends,
    )  # fmt: skip
    if cells["role"] != MAYOR:
        said = f"A spell as “{cells['role']}” of one listed for another office: ended on {ends}; its seat is followed until then."
        draft.remark("spell_elsewhere", row, "role", said, body)
        label = str(1 + sum(each.body == body for each in draft.places))
        draft.places.append(Place(body, label, "elected", from_on=one.serves_from, abolished_on=ends))
        one = replace(one, seat=label, ended_on=ends, ended_how="not_known" if ends else "")
    draft.sits(one, "", row)


def _one_each(draft: Draft) -> list[Sat]:
    """Of several in one office the one whose term ends last has it; the others had it, from nobody knows when."""
    last: dict[str, Sat] = {}
    for one in draft.sat:
        had = last.get(one.body)
        if had is None or (one.term_end or one.key) > (had.term_end or had.key):  # type: ignore[operator]
            last[one.body] = one
    return [one if last[one.body] is one or one.ended_on else _former(draft, one, last[one.body]) for one in draft.sat]


def _former(draft: Draft, one: Sat, holder: Sat) -> Sat:
    name = draft.people[holder.person].name
    said = f"One office and two people: {name}, whose term ends later ({holder.term_end}), has it; this one until {one.term_end}."
    draft.remark("one_office_two_people", one.row, "end_date", said, one.body)
    how = "replaced" if one.term_end else ""
    return replace(one, ended_on=one.term_end, ended_how=how, is_serving=False, serves_from=None)
