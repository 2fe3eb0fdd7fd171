"""Rows whose texts the register has no room for: they stay out, each with its line, its field and both lengths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from boards.models import Appointment, Board, Member, MemberContact, Seat
from boards.rosters.shape import Remark, Roster, Sat

CODE = "too_long"
BODY = dict.fromkeys(
    ("name", "source_id", "also_known_as", "purpose", "legal_basis", "url", "appointed_by", "confirmed_by"), Board
)
PERSON = {"name": Member, "source_id": Member, "email": MemberContact}
PLACE = {"label": Seat, "qualification": Seat, "district": Seat}
SAT = {"role": Appointment, "status_said": Appointment}
Long = tuple[str, str]  # field, words


@dataclass(frozen=True)
class Fitted:
    """What has room, and a remark on each row that has not."""

    roster: Roster
    remarks: tuple[Remark, ...]


def fitted(roster: Roster) -> Fitted:
    """A body that has no room takes its rows with it, and so does a seat or a member."""
    bodies = _of((one.key, one, BODY) for one in roster.bodies)
    people = _of((one.key, one, PERSON) for one in roster.people)
    places = _of(((one.body, one.label), one, PLACE) for one in roster.places)
    sat = {
        one.key: found
        for one in roster.sat
        if (found := [*_long(one, SAT), *_number(one), *bodies.get(one.body, ()), *people.get(one.person, ()),
                      *places.get((one.body, one.seat), ())])
    }  # fmt: skip
    fits = replace(
        roster, bodies=tuple(one for one in roster.bodies if one.key not in bodies),
        people=tuple(one for one in roster.people if one.key not in people),
        places=tuple(one for one in roster.places if one.body not in bodies and (one.body, one.label) not in places),
        sat=tuple(one for one in roster.sat if one.key not in sat),
    )  # fmt: skip
    return Fitted(fits, tuple(_remarks(roster, bodies, places, sat)))


def _of(each: Iterable[tuple[Any, Any, Mapping[str, type[Model]]]]) -> dict[Any, list[Long]]:
    return {key: found for key, one, columns in each if (found := _long(one, columns))}


def _long(one: Any, columns: Mapping[str, type[Model]]) -> list[Long]:
    """Each text of it that is longer than its column."""
    return [said for name, model in columns.items() if (said := _too_long(getattr(one, name), model, name))]


def _number(one: Sat) -> list[Long]:
    found = _too_long(one.key, Appointment, "source_id")
    return [found] if found else []


def _too_long(text: str, model: type[Model], name: str) -> Long | None:
    field = model._meta.get_field(name)
    most = getattr(field, "max_length", None)
    if most is None or len(text) <= most:
        return None
    words = _(
        "%(of)s, %(field)s: “%(begins)s…” has %(n)d signs, and there is room for %(most)d. Shorten it; the row stays out."
    )
    of, called = model._meta.verbose_name, getattr(field, "verbose_name", name)
    said = {"of": of, "field": called, "begins": text[:40], "n": len(text), "most": most}
    return name, words % said


def _remarks(
    roster: Roster, bodies: Mapping[str, list[Long]], places: Mapping[Any, list[Long]], sat: Mapping[str, list[Long]]
) -> Iterator[Remark]:
    """Of each membership that stays out, then of bodies and vacant seats of which no membership speaks."""
    names = {one.key: one.name for one in roster.bodies}
    rows = [(one.row, one.body, sat[one.key]) for one in roster.sat if one.key in sat]
    told = {row for row, _body, _found in rows}
    rows += [(one.row, one.key, bodies[one.key]) for one in roster.bodies if one.key in bodies and one.row not in told]
    seated = {(one.body, one.seat) for one in roster.sat}
    vacant = [one for one in roster.places if (one.body, one.label) in places and (one.body, one.label) not in seated]
    rows += [(one.row, one.body, places[one.body, one.label]) for one in vacant]
    for row, body, found in rows:
        for field, words in dict.fromkeys(found):
            yield Remark(row, field, CODE, words, names[body])
