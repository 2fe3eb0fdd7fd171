"""What every roster comes to: bodies, seats, people, who sat where, and a remark on whatever is odd."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ORDINARY, ALTERNATE, EX_OFFICIO = "not_known", "alternate", "ex_officio"  # kinds of seats, as the register calls them


@dataclass(frozen=True)
class Body:
    """Something that people sit on. `key` names it in this roster; an empty text or None is not known."""

    key: str
    name: str
    row: int = 0
    source_id: str = ""
    body_type: str = "other"
    also_known_as: str = ""
    purpose: str = ""
    legal_basis: str = ""
    url: str = ""
    parent: str = ""  # the key of another body of this roster
    department: str = ""
    appointed_by: str = ""
    confirmed_by: str = ""
    qualification: str = ""
    quorum: int | None = None
    seats_said: int | None = None
    alternates_said: int | None = None
    term_months: int | None = None
    holdover: str = "not_known"
    established_on: date | None = None
    dissolved_on: date | None = None
    is_dissolved: bool = False  # also where nobody says since when
    status_said: str = ""


@dataclass(frozen=True)
class Place:
    """One seat of a body."""

    body: str
    label: str
    seat_type: str = ORDINARY
    qualification: str = ""
    district: str = ""
    term_months: int | None = None
    from_on: date | None = None
    abolished_on: date | None = None
    row: int = 0


@dataclass(frozen=True)
class Person:
    """Somebody who sits or sat. Nothing of who they are: rosters that say so are read without it."""

    key: str
    name: str
    source_id: str = ""
    email: str = ""


@dataclass(frozen=True)
class Sat:
    """One person's time on a body. `seat`: the label of the seat that was found for them."""

    key: str
    body: str
    person: str
    row: int = 0
    seat: str = ""
    seat_type: str = ORDINARY
    district: str = ""
    role: str = ""
    nominated_on: date | None = None
    appointed_on: date | None = None
    confirmed_on: date | None = None
    sworn_on: date | None = None
    serves_from: date | None = None
    term_end: date | None = None
    ended_on: date | None = None
    ended_how: str = ""
    status_said: str = ""
    is_serving: bool = True  # has the seat in its days; not a nominee, nor staff that the source lists
    holds_over: bool = False  # the source says that they serve on until a successor comes


@dataclass(frozen=True)
class Remark:
    """Something odd, kept and explained. `row` as a spreadsheet counts; 0: the whole file or body."""

    row: int
    field: str
    code: str
    words: str
    body: str = ""  # its name


@dataclass(frozen=True)
class Roster:
    """A whole file."""

    layout: str
    source: str  # whose numbers the source_ids are; "" for a file that has none
    rows: int
    bodies: tuple[Body, ...]
    places: tuple[Place, ...]
    people: tuple[Person, ...]
    sat: tuple[Sat, ...]
    remarks: tuple[Remark, ...]
