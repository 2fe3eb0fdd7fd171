"""Popolo JSON: organizations, posts, persons and memberships, as popoloproject.com specifies them; read and written.

What Popolo has no word for (seats said, terms, how it ended) stands in an object `portal` of its own, which other readers skip.
Nobody's gender, birth or picture is read, and no e-mail address is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from boards.rosters.draft import OF_PEOPLE, Draft
from boards.rosters.shape import Body, Person, Place, Roster, Sat
from raci.evidence.verdicts import _
from raci.imports.verdicts import Unreadable, say

SOURCE = "popolo"
COLLECTIONS = ("organizations", "memberships", "posts", "persons", "people")
TYPES = ("decision", "quasi_judicial", "advisory", "committee", "authority", "office", "other")
BROKEN = _("“%(file)s”: %(what)s number %(number)d has no id or no name. Popolo gives each of them one.")
Objects = list[dict[str, Any]]


def is_popolo(content: Any) -> bool:
    """Whether this is an object of such collections."""
    return isinstance(content, dict) and any(isinstance(content.get(name), list) for name in COLLECTIONS)


# ---- reading


def read_object(file: str, content: Mapping[str, Any]) -> Draft:
    """Raises Unreadable where something without id or name cannot be told from the others."""
    source = content.get("portal", {}).get("source", SOURCE) if isinstance(content.get("portal"), dict) else SOURCE
    draft = Draft("popolo", str(source))
    for row, one in _each(file, content, "organizations"):
        draft.body(_body(draft, row, one))
    people = "persons" if content.get("persons") else "people"
    _leave_out(draft, content.get(people) or [])
    for row, one in _each(file, content, people):
        draft.person(_id(one), str(one["name"]), row, _extra(one).get("source_id", _id(one)))
    posts: dict[str, Place] = {}
    draft.names_every_seat = bool(content.get("posts"))
    for row, one in _each(file, content, "posts", named=False):
        posts[_id(one)] = place = _place(draft, row, one)
        draft.places.append(place)
    for row, one in _each(file, content, "memberships", named=False, numbered=False):
        _membership(draft, row, one, posts)
    draft.rows = len(draft.sat)
    return draft


def _each(
    file: str, content: Mapping[str, Any], name: str, *, named: bool = True, numbered: bool = True
) -> Iterable[tuple[int, dict[str, Any]]]:
    for number, one in enumerate(content.get(name) or [], start=1):
        if not isinstance(one, dict) or (numbered and not _id(one)) or (named and not one.get("name")):
            raise Unreadable(say(BROKEN, file=file, what=name, number=number))
        yield number, one


def _leave_out(draft: Draft, people: Objects) -> None:
    said = sorted({name for one in people if isinstance(one, dict) for name in OF_PEOPLE if one.get(name)})
    draft.leaves_out(said)


def _id(one: Mapping[str, Any]) -> str:
    return str(one.get("id") or one.get("_id") or "")


def _extra(one: Mapping[str, Any]) -> dict[str, Any]:
    extra = one.get("portal")
    return extra if isinstance(extra, dict) else {}


def _body(draft: Draft, row: int, one: Mapping[str, Any]) -> Body:
    extra, kind = _extra(one), str(one.get("classification") or "other")
    others = [str(each.get("name", "")) for each in one.get("other_names") or [] if isinstance(each, dict)]
    body = Body(
        _id(one), str(one["name"]), row, extra.get("source_id", _id(one)),
        body_type=kind if kind in TYPES else "other", also_known_as="; ".join(others), parent=str(one.get("parent_id") or ""),
        established_on=_day(draft, one, "founding_date", row), dissolved_on=_day(draft, one, "dissolution_date", row, ends=True),
        **{name: extra[name] for name in OF_BODY if name in extra},
    )  # fmt: skip
    if kind not in TYPES and kind != "other":
        draft.remark(
            "classification_not_understood", row, "classification", f"“{kind}” is no kind of body here.", body.name
        )
    return body


def _place(draft: Draft, row: int, one: Mapping[str, Any]) -> Place:
    extra, body = _extra(one), str(one.get("organization_id") or "")
    _known_body(draft, row, body)
    return Place(
        body, str(one.get("label") or one.get("role") or _id(one)), extra.get("seat_type", "not_known"),
        extra.get("qualification", ""), extra.get("district", ""), extra.get("term_months"),
        _day(draft, one, "start_date", row), _day(draft, one, "end_date", row, ends=True),
    )  # fmt: skip


def _known_body(draft: Draft, row: int, body: str) -> None:
    if body not in draft.bodies:
        draft.body(Body(body, body or "?", row, body))
        draft.remark("body_only_named", row, "organization_id", "No organization of the file has this id.", body)


def _membership(draft: Draft, row: int, one: Mapping[str, Any], posts: Mapping[str, Place]) -> None:
    extra, person = _extra(one), str(one.get("person_id") or "")
    place = posts.get(str(one.get("post_id") or ""))
    body = str(one.get("organization_id") or (place.body if place else ""))
    _known_body(draft, row, body)
    if person not in draft.people:
        draft.remark("person_only_named", row, "person_id", f"No person of the file has the id “{person}”.", body)
        draft.person(person, person or "?", row, person)
    days: dict[str, Any] = {name: _day(draft, extra, name, row) for name in DAYS if extra.get(name)}
    ended = _day(draft, one, "end_date", row, ends=True)
    sat = Sat(
        _id(one) or f"{body}/{person}/{one.get('post_id') or ''}/{one.get('start_date') or ''}", body, person, row,
        seat=place.label if place else "", seat_type=place.seat_type if place else "not_known",
        district=extra.get("district", ""), role=str(one.get("role") or ""),
        serves_from=_day(draft, one, "start_date", row), ended_on=ended,
        ended_how=extra.get("ended_how", "not_known" if ended else ""), **days,
    )  # fmt: skip
    status = str(extra.get("status_said", ""))
    if extra:
        serving, holds = bool(extra.get("is_serving", True)), bool(extra.get("holds_over", False))
        draft.sat.append(_with(sat, status_said=status, is_serving=serving, holds_over=holds))
    else:
        draft.sits(sat, status, row)


def _with(one: Sat, **changes: Any) -> Sat:
    return Sat(**{each.name: changes.get(each.name, getattr(one, each.name)) for each in fields(Sat)})


def _day(draft: Draft, one: Mapping[str, Any], field: str, row: int, *, ends: bool = False) -> date | None:
    """A day; of a year or month alone its first, or where something ends, its last."""
    text = str(one.get(field) or "")
    partial = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text)
    if partial is None:
        return draft.day(text, row, field)
    year, month = int(partial[1]), int(partial[2] or (12 if ends else 1))
    first = date(year, month, 1)
    day = date(year + month // 12, month % 12 + 1, 1) - (date(2, 1, 2) - date(2, 1, 1)) if ends else first
    draft.remark("only_a_year", row, field, f"“{text}” is no whole day: {day} is taken.")
    return day


# ---- writing

OF_BODY = (
    "purpose", "legal_basis", "url", "department", "appointed_by", "confirmed_by", "qualification", "quorum", "seats_said",
    "alternates_said", "term_months", "holdover", "is_dissolved", "status_said",
)  # fmt: skip
OF_PLACE = ("seat_type", "qualification", "district", "term_months")
DAYS = ("nominated_on", "appointed_on", "confirmed_on", "sworn_on", "term_end")
OF_SAT = (*DAYS, "district", "ended_how", "status_said", "is_serving", "holds_over")


def as_popolo(roster: Roster) -> dict[str, Any]:
    """One object with the four collections; what is not known is left out."""
    numbers = {(one.body, one.label): f"{one.body}/{one.label}" for one in roster.places}
    return {
        "portal": {"source": roster.source},
        "organizations": [_organization(one) for one in roster.bodies],
        "posts": [_post(one, numbers) for one in roster.places],
        "persons": [_person(one) for one in roster.people],
        "memberships": [_written_membership(one, numbers) for one in roster.sat],
    }


def _organization(one: Body) -> dict[str, Any]:
    names = [{"name": name} for name in one.also_known_as.split("; ") if name]
    return _said(
        id=one.key, name=one.name, classification=one.body_type, parent_id=one.parent, other_names=names,
        founding_date=one.established_on, dissolution_date=one.dissolved_on, portal=_own(one, OF_BODY) | _source(one),
    )  # fmt: skip


def _post(one: Place, numbers: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    return _said(
        id=numbers[one.body, one.label], label=one.label, role="seat", organization_id=one.body, start_date=one.from_on,
        end_date=one.abolished_on, portal=_own(one, OF_PLACE),
    )  # fmt: skip


def _person(one: Person) -> dict[str, Any]:
    return _said(id=one.key, name=one.name, portal=_source(one))


def _written_membership(one: Sat, numbers: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    return _said(
        id=one.key, person_id=one.person, organization_id=one.body, post_id=numbers[one.body, one.seat], role=one.role,
        start_date=one.serves_from, end_date=one.ended_on, portal=_own(one, OF_SAT),
    )  # fmt: skip


def _own(one: Body | Place | Sat, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(one, name)) for name in names if getattr(one, name) not in ("", None)}


def _source(one: Body | Person) -> dict[str, Any]:
    return {} if one.source_id == one.key else {"source_id": one.source_id}


def _said(**values: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items() if value not in ("", None, [], {})}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
