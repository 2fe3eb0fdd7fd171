"""Meetings as a calendar file (RFC 5545), for calendar programs to subscribe to or to open. Pure: text in, text out.

Times are written in UTC, so that no rules of a time zone travel along and every program shows the right hour. A meeting keeps
its UID for ever and counts its SEQUENCE up with each change; one that is called off stays, as CANCELLED.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from raci.days import later

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
PRODUCT = "-//Equity Portal//Meetings//EN"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # no text may hold them (3.3.11), but for tab and line break


@dataclass(frozen=True)
class Person:
    """Who convenes or is invited."""

    name: str
    email: str


@dataclass(frozen=True)
class Event:
    """One meeting. Times must know their zone; `changed` is when it was changed last."""

    uid: str
    sequence: int
    title: str
    begins: datetime | date  # a day alone where the hours are not known
    ends: datetime | date
    changed: datetime
    where: str = ""
    text: str = ""
    url: str = ""
    cancelled: bool = False
    organizer: Person | None = None
    invited: tuple[Person, ...] = ()


def feed(name: str, events: Iterable[Event]) -> str:
    """A calendar to subscribe to: everything that is and was planned, read again every hour or so."""
    head = [
        *_head("PUBLISH"),
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    return _file(head, [line for event in events for line in _event(event)])


def invitation(event: Event) -> str:
    """One meeting, for the calendars of who is invited: a request, or that it is called off (RFC 5546, 3.2)."""
    return _file(_head("CANCEL" if event.cancelled else "REQUEST"), list(_event(event)))


def _head(method: str) -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]


def _file(head: list[str], lines: list[str]) -> str:
    return "".join(f"{folded}\r\n" for line in [*head, *lines, "END:VCALENDAR"] for folded in fold(line))


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_moment(event.changed)}"
    yield f"LAST-MODIFIED:{_moment(event.changed)}"
    yield f"DTSTART{_when(event.begins)}"
    yield f"DTEND{_when(event.ends, last=True)}"
    yield f"SUMMARY:{_text(event.title)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    if event.where:
        yield f"LOCATION:{_text(event.where)}"
    if event.text:
        yield f"DESCRIPTION:{_text(event.text)}"
    if event.url:
        yield f"URL:{event.url}"
    if event.organizer:
        yield f"ORGANIZER;CN={_parameter(event.organizer.name)}:mailto:{event.organizer.email}"
    for person in event.invited:
        yield (
            f"ATTENDEE;CN={_parameter(person.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
            f":mailto:{person.email}"
        )
    yield "END:VEVENT"


def fold(line: str) -> list[str]:
    """A line in pieces of at most 75 octets, each further one begun by a blank; never inside a character (RFC 5545, 3.1)."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode("utf-8", "surrogatepass"))
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    return [*pieces, piece]


def _when(when: datetime | date, *, last: bool = False) -> str:
    """A moment, or a whole day; the end of whole days is the day after the last (3.6.1)."""
    if isinstance(when, datetime):
        return f":{_moment(when)}"
    return ";VALUE=DATE:" + later(when, int(last)).isoformat().replace("-", "")


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("A moment of a calendar knows its time zone.")
    told = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return told.replace("-", "").replace(":", "") + "Z"


def _text(value: str) -> str:
    """A TEXT value (3.3.11)."""
    value = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        value = value.replace(sign, "\\" + sign)
    return value.replace("\n", "\\n")


def _parameter(value: str) -> str:
    """A quoted parameter: no quotes nor line breaks inside (3.1); RFC 6868 would write them, few programs read it."""
    return '"' + _CONTROLS.sub("", value.replace('"', "'").replace("\n", " ").replace("\t", " ")) + '"'
