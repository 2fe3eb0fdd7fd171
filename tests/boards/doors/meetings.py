"""A board's meeting, with one of its members there."""

from __future__ import annotations

from datetime import date
from typing import Any

from boards.actions.meetings import enter_meeting, write_attendance
from boards.models import Appointment, Attendance, Board, BoardMeeting
from raci.history import acting
from tests.boards.doors.boards import board, member, seat
from tests.city import SmallCity

DAY = date(2026, 3, 3)


def met(city: SmallCity, at: Board | None = None, day: date = DAY, **came: str) -> BoardMeeting:
    """A meeting; who came, by their name with _ for blanks."""
    row = enter_meeting(at or board(city, "Met Board"), day, "Hearing", by=city.director)
    by_name = {one.member.name: one.pk for one in Appointment.objects.filter(seat__board=row.board)}
    said = {by_name[name.replace("_", " ")]: presence for name, presence in came.items()}
    write_attendance(row, row.title, said, by=city.director)
    return row


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each."""
    at = board(city, "Met Board")
    member(city, seat(at), "Ada Moss")
    row = met(city, at, Ada_Moss="present")
    return {"board-meeting": {"pk": row.pk}, "board-met": {"code": at.code}}


LISTS = {"boards:meeting-list": ("elsewhere", dict)}
EXPORTS = {"board-meetings": "elsewhere"}
FULL = {"board-meetings": 2}


def grow(city: SmallCity, number: int) -> None:
    """One more, of a board of its own, with somebody there."""
    with acting(by=city.director, act="keep_meeting"):
        at = Board.objects.create(unit=city.parks, name=f"Met {number}", code=f"met-{number}", quorum=1)
        row = BoardMeeting.objects.create(board=at, met_on=DAY, title="Hearing")
    who = member(city, _seat(city, at), f"Met {number}")
    with acting(by=city.director, act="keep_meeting"):
        Attendance.objects.create(meeting=row, appointment=who, presence="present")


def _seat(city: SmallCity, at: Board) -> Any:
    with acting(by=city.director, act="add_seat"):
        return at.seats.create(label="1")


def plant(city: SmallCity, number: int, payload: str) -> None:
    """One whose board and title are the payload."""
    with acting(by=city.director, act="keep_meeting"):
        at = Board.objects.create(unit=city.parks, name=payload, code=f"met-hostile-{number}")
        BoardMeeting.objects.create(board=at, met_on=DAY, title=payload)


ONE_THING = ["boards:board-meetings", "boards:meeting-create", "boards:meeting-attendance", "boards:meeting-edit"]
LOOKS = [
    {"name": "boards:meeting-list"},
    {"name": "boards:board-meetings", "args": "board-met"},
    {"name": "boards:meeting-create", "args": "board-met"},
    {"name": "boards:meeting-attendance", "args": "board-meeting"},
    {"name": "boards:meeting-edit", "args": "board-meeting"},
]
