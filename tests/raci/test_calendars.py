"""Calendar files, read back by a parser of the test's own that follows RFC 5545 to the letter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raci.calendars import Event, Person, feed, fold, invitation

PORTLAND = ZoneInfo("America/Los_Angeles")
MEETING = Event(
    uid="5f0c@portal.example",
    sequence=2,
    title="City Leadership Team",
    begins=datetime(2024, 11, 5, 9, 0, tzinfo=PORTLAND),
    ends=datetime(2024, 11, 5, 10, 30, tzinfo=PORTLAND),
    changed=datetime(2024, 10, 30, 8, 15, 30, tzinfo=UTC),
    where="City Hall; room 2, first floor",
    text='Bring "Appendix A"\nand a pen\\pencil, please.',
    url="https://portal.example/meetings/1/",
    organizer=Person('Dana "DJ" Reyes', "dana@city.example"),
    invited=(Person("Eve", "eve@city.example"),),
)


def parse(file: str) -> list[tuple[str, str, str]]:
    """(name, parameters, value) of each line; fails on whatever the RFC does not allow."""
    assert file.endswith("\r\n")
    lines = file[:-2].split("\r\n")
    assert not any("\r" in line or "\n" in line for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    whole: list[str] = []
    for line in lines:
        if line.startswith(" "):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    found = []
    for line in whole:
        match = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
        assert match, line
        found.append((match[1], match[2], match[3]))
    return found


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def of(file: str, name: str) -> str:
    return next(value for found, _parameters, value in parse(file) if found == name)


def test_a_meeting_is_written_in_utc_with_what_it_needs():
    file = invitation(MEETING)
    assert (of(file, "DTSTART"), of(file, "DTEND")) == ("20241105T170000Z", "20241105T183000Z")
    assert (of(file, "METHOD"), of(file, "STATUS"), of(file, "VERSION")) == ("REQUEST", "CONFIRMED", "2.0")
    assert (of(file, "UID"), of(file, "SEQUENCE")) == ("5f0c@portal.example", "2")
    assert of(file, "DTSTAMP") == "20241030T081530Z"
    assert unescape(of(file, "LOCATION")) == MEETING.where
    assert unescape(of(file, "DESCRIPTION")) == MEETING.text
    assert of(file, "ORGANIZER") == "mailto:dana@city.example"
    names = [name for name, _parameters, _value in parse(file)]
    assert names[0] == "BEGIN"
    assert names.count("BEGIN") == names.count("END") == 2


def test_summer_and_winter_are_each_their_own_hour():
    july = replace(MEETING, begins=datetime(2024, 7, 9, 9, 0, tzinfo=PORTLAND))
    assert of(invitation(july), "DTSTART") == "20240709T160000Z"


def test_a_meeting_without_hours_takes_its_whole_day():
    whole = replace(MEETING, begins=date(2024, 11, 5), ends=date(2024, 11, 5))
    found = {name: (parameters, value) for name, parameters, value in parse(invitation(whole))}
    assert (found["DTSTART"], found["DTEND"]) == ((";VALUE=DATE", "20241105"), (";VALUE=DATE", "20241106"))


def test_a_meeting_called_off_is_cancelled_under_the_same_uid():
    file = invitation(replace(MEETING, cancelled=True, sequence=3))
    assert (of(file, "METHOD"), of(file, "STATUS")) == ("CANCEL", "CANCELLED")
    assert (of(file, "UID"), of(file, "SEQUENCE")) == (MEETING.uid, "3")


def test_a_feed_holds_all_and_invites_nobody():
    file = feed("Leadership, all meetings", [MEETING, replace(MEETING, uid="other@x", invited=(), organizer=None)])
    assert of(file, "METHOD") == "PUBLISH"
    assert unescape(of(file, "X-WR-CALNAME")) == "Leadership, all meetings"
    assert [value for name, _parameters, value in parse(file) if name == "UID"] == [MEETING.uid, "other@x"]


def test_a_feed_without_meetings_is_a_calendar():
    assert [name for name, _parameters, _value in parse(feed("None", []))].count("BEGIN") == 1


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        invitation(replace(MEETING, begins=datetime(2024, 7, 9, 9, 0)))


@given(st.text())
def test_a_folded_line_unfolds_to_itself_in_pieces_of_75_octets(line: str):
    pieces = fold(line)
    assert all(len(piece.encode("utf-8", "surrogatepass")) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_typed_stays_one_value(title: str, name: str):
    file = invitation(replace(MEETING, title=title, organizer=Person(name, "a@b.example")))
    assert unescape(of(file, "SUMMARY")) == title
    assert [name for name, _parameters, _value in parse(file)].count("UID") == 1
