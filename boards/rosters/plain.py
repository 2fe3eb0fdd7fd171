"""A plain table, one membership or vacant seat a row, under whatever headings: each field with what others call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from boards.rosters import words
from boards.rosters.draft import Draft
from boards.rosters.shape import Body, Place, Sat
from boards.rosters.words import Status
from raci.evidence.verdicts import _
from raci.imports.verdicts import Unreadable, say

SOURCE = "plain"
FIELDS: dict[str, tuple[str, ...]] = {
    "body": ("body", "board", "board name", "commission", "committee", "board or commission", "body name", "organization"),
    "body_id": ("body id", "board id", "board number"),
    "person": ("person", "member", "member name", "name", "full name", "appointee", "incumbent", "commissioner"),
    "first_name": ("first name", "given name"),
    "last_name": ("last name", "family name", "surname"),
    "person_id": ("person id", "member id"),
    "seat": ("seat", "seat number", "position", "seat name", "post"),
    "seat_type": ("seat type", "type of seat", "member type", "category"),
    "qualification": ("qualification", "qualifications", "represents", "representing"),
    "district": ("district", "ward"),
    "role": ("role", "title", "office", "officer"),
    "status": ("status", "member status", "appointment status"),
    "nominated_on": ("nominated", "nominated on", "nomination date"),
    "appointed_on": ("appointed", "appointed on", "appointment date", "date appointed", "appoint date"),
    "confirmed_on": ("confirmed", "confirmed on", "confirmation date"),
    "sworn_on": ("sworn", "sworn in", "sworn on", "oath date"),
    "serves_from": ("serves from", "start", "start date", "term start", "term begins", "from", "begin date", "effective date"),
    "term_end": ("term end", "term ends", "expires", "expiration", "expiration date", "term expires", "term expiration",
                 "end of term"),
    "ended_on": ("ended", "ended on", "end date", "left on", "last day", "vacated"),
    "seats": ("seats", "number of seats", "total seats", "authorized seats"),
    "alternates": ("alternates", "number of alternates"),
    "term": ("term", "term length", "length of term", "term text"),
    "holdover": ("holdover clause", "holdover allowed", "serves until successor"),
    "appointed_by": ("appointed by", "appointing authority", "appointing body", "authority"),
    "confirmed_by": ("confirmed by", "confirming authority"),
    "legal_basis": ("legal basis", "enabling law", "ordinance", "authority citation"),
    "email": ("email", "e mail", "email address"),
}  # fmt: skip
DAYS = ("nominated_on", "appointed_on", "confirmed_on", "sworn_on", "serves_from", "term_end", "ended_on")
SEAT_TYPES = ("public", "professional", "geographic", "ex officio", "elected", "student", "alternate")
KEY = 190  # signs of a row's number, before another behind it
NO_BODY = _(
    "“%(file)s” has no column that names a board. Its columns are %(there)s. Name one of them Board, or say which it is."
)


class NoBody(Unreadable):
    """A table of which nobody has said yet which column names the board."""


def proposed(headings: Iterable[str]) -> dict[str, str]:
    """Field > heading, by what others call the field; each column once."""
    known = {words.plain(one): one for one in reversed(list(headings)) if one.strip()}
    found: dict[str, str] = {}
    for field, names in FIELDS.items():
        for name in (words.plain(field), *names):
            if field not in found and name in known and known[name] not in found.values():
                found[field] = known[name]
    return found


def read_table(
    file: str, headings: tuple[str, ...], rows: Iterable[tuple[int, Mapping[str, str]]], columns: Mapping[str, str]
) -> Draft:
    """`columns`: field > heading. Raises Unreadable where no column names a body."""
    if "body" not in columns:
        raise NoBody(say(NO_BODY, file=file, there=", ".join(headings)))
    draft = Draft("plain", SOURCE)
    draft.leaves_out(headings)
    read = {field: heading.casefold() for field, heading in columns.items()}
    for row, cells in rows:
        draft.rows += 1
        _row(draft, row, {field: cells.get(heading, "").strip() for field, heading in read.items()})
    return draft


def _row(draft: Draft, row: int, said: dict[str, str]) -> None:
    name = said["body"]
    if not name:
        draft.remark("no_body", row, "body", f"It names no board: kept as a remark. It says {_told(said)}.")
        return
    key = _key(said.get("body_id") or name.casefold())
    draft.body(_body(draft, row, key, said))
    person = said.get("person") or f"{said.get('first_name', '')} {said.get('last_name', '')}".strip()
    status = words.status_of(said.get("status", ""))
    if not person or words.plain(person) in ("vacant", "vacancy") or status is Status.VACANT:
        _vacant(draft, row, key, said)
        return
    who = _key(said.get("person_id") or person.casefold())
    draft.person(who, person, row, who, said.get("email", ""))
    _sits(draft, row, key, who, said)


def _key(text: str) -> str:
    """A number made of words, the same for the same words: what is too long for one ends in their hash."""
    return text if len(text) <= KEY else f"{text[: KEY - 33]}~{sha256(text.encode()).hexdigest()[:32]}"


def _told(said: Mapping[str, str]) -> str:
    return ", ".join(f"{field} “{text}”" for field, text in said.items() if text) or "nothing"


def _body(draft: Draft, row: int, key: str, said: Mapping[str, str]) -> Body:
    if key in draft.bodies:
        return draft.bodies[key]
    name = said["body"]
    clause = words.plain(said.get("holdover", ""))
    return Body(
        key, name, row, key, seats_said=draft.number(said.get("seats", ""), row, "seats", name),
        alternates_said=draft.number(said.get("alternates", ""), row, "alternates", name),
        term_months=draft.months(said.get("term", ""), row, "term", name), legal_basis=said.get("legal_basis", ""),
        holdover="yes" if clause in ("yes", "true", "y", "1") else "no" if clause in ("no", "false", "n", "0") else "not_known",
        appointed_by=said.get("appointed_by", ""), confirmed_by=said.get("confirmed_by", ""),
    )  # fmt: skip


def _seat_type(draft: Draft, row: int, said: Mapping[str, str], key: str) -> str:
    text = words.plain(said.get("seat_type", ""))
    if text and text not in SEAT_TYPES:
        draft.remark(
            "seat_type_not_understood", row, "seat_type", f"“{said['seat_type']}” is no kind of seat here.", key
        )
    return text.replace(" ", "_") if text in SEAT_TYPES else "not_known"


def _vacant(draft: Draft, row: int, key: str, said: Mapping[str, str]) -> None:
    """A seat that nobody sits in: there is one more of it."""
    label = said.get("seat") or f"Vacant {sum(one.body == key for one in draft.places) + 1}"
    kind = _seat_type(draft, row, said, key)
    if not any(one.body == key and one.label == label for one in draft.places):
        draft.places.append(Place(key, label, kind, said.get("qualification", ""), said.get("district", ""), row=row))


def _sits(draft: Draft, row: int, key: str, who: str, said: Mapping[str, str]) -> None:
    days: dict[str, Any] = {field: draft.day(said.get(field, ""), row, field, key) for field in DAYS}
    days["serves_from"] = days["serves_from"] or days["sworn_on"] or days["appointed_on"]
    seat = said.get("seat", "")
    one = Sat(
        _key(f"{key}/{who}/{seat}/{days['serves_from'] or ''}"), key, who, seat=seat, seat_type=_seat_type(draft, row, said, key),
        district=said.get("district", ""), role=said.get("role", ""), **days,
    )  # fmt: skip
    if seat and not any(each.body == key and each.label == seat for each in draft.places):
        draft.places.append(
            Place(key, seat, one.seat_type, said.get("qualification", ""), said.get("district", ""), row=row)
        )
    if one.ended_on is not None:
        one = replace(one, ended_how=_how(said.get("status", "")))
    draft.sits(one, said.get("status", ""), row)


def _how(status: str) -> str:
    found = words.status_of(status)
    return found.value if found in words.ENDINGS else "not_known"
