"""Boards, seats, appointments, notices of vacancies, and the calendar of terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from boards.actions import appointments, boards, vacancies
from boards.actions.appointments import Who
from boards.models import Appointment, Board, Member, Seat
from raci import clock
from raci.history import acting
from raci.models import Unit
from tests.city import SmallCity

VALUES = {
    "also_known_as": "Pool board", "body_type": "advisory", "purpose": "Advises on pools.", "legal_basis": "Ordinance 1",
    "url": "", "parent": None,
    "appointed_by": "Mayor", "appointing_post": None, "confirmed_by": "Council", "confirming_post": None,
    "holdover": "yes", "quorum": 2, "budget_tier": "", "seats_said": None, "established_on": date(2020, 1, 1), "is_public": False,
}  # fmt: skip
SERVES = {"serves_from": date(2024, 1, 1), "term_end": date(2099, 12, 31)}
NOTICE = {
    "announced_on": date(2026, 1, 1), "closes_on": None, "posted_where": "Library", "languages": "English", "how_to_apply": "",
    "applications_received": None,
}  # fmt: skip


def board(city: SmallCity, name: str = "Pool Advisory Board", *, seats: int = 3, **more: Any) -> Board:
    """A board of Parks."""
    return boards.enter_board(city.parks, {"name": name, **VALUES, **more}, seats=seats, by=city.director)


def seat(row: Board, label: str = "1") -> Seat:
    """One of its seats."""
    return row.seats.get(label=label)


def member(city: SmallCity, at: Seat, name: str = "Nora Reyes", **days: Any) -> Appointment:
    """Somebody who serves in a seat."""
    return appointments.nominate(at, Who(name=name), days or SERVES, by=city.director)


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each: somebody serves, somebody is nominated, and a vacancy is announced."""
    row = board(city)
    serving = member(city, seat(row))
    nominee = member(city, seat(row, "2"), "Ben Ode", nominated_on=date(2026, 1, 1))
    notice = vacancies.announce(seat(row, "3"), {**NOTICE, "announced_on": clock.today()}, by=city.director)
    return {
        "board": {"code": row.code},
        "public-board": {"code": board(city, "Pool Hearings", is_public=True).code},
        "board-seat": {"pk": seat(row, "3").pk},
        "appointment": {"pk": serving.pk},
        "nominee": {"pk": nominee.pk},
        "vacancy-notice": {"pk": notice.pk},
    }


LISTS = {
    "boards:board-list": ("elsewhere", dict),
    "boards:vacancy-list": ("elsewhere", dict),
    "boards:appointment-list": ("elsewhere", dict),
}
EXPORTS = {"boards": "elsewhere", "board-vacancies": "elsewhere", "board-appointments": "elsewhere"}
FULL = {"boards": 6, "board-vacancies": 5, "board-appointments": 4}


def grow(city: SmallCity, number: int) -> None:
    """One more of each, in the units by turns."""
    unit = Unit.objects.order_by("pk")[number % Unit.objects.count()]
    with acting(by=city.director, act="enter_board"):
        row = Board.objects.create(unit=unit, name=f"Board {number}", code=f"board-{number}", quorum=2)
        Seat.objects.create(board=row, label="1", from_on=date(2020, 1, 1))
        taken = Seat.objects.create(board=row, label="2")
        somebody = Member.objects.create(name=f"Member {number}")
        Appointment.objects.create(seat=taken, member=somebody, is_serving=True, serves_from=date(2024, 1, 1))


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A board, its seats and a member whose texts are the payload."""
    with acting(by=city.director, act="enter_board"):
        row = Board.objects.create(
            unit=city.parks, name=payload, code=f"hostile-{number}", also_known_as=payload, purpose=payload,
            legal_basis=payload, appointed_by=payload, confirmed_by=payload,
        )  # fmt: skip
        Seat.objects.create(board=row, label=payload, qualification=payload, district=payload)
        taken = Seat.objects.create(board=row, label="taken")
        somebody = Member.objects.create(name=payload)
        Appointment.objects.create(
            seat=taken,
            member=somebody,
            is_serving=True,
            role=payload,
            status_said=payload,
            serves_from=date(2024, 1, 1),
        )


ONE_THING = [
    "boards:public-list",
    "boards:public-detail",
    "boards:public-vacancies",
    "boards:board-popolo",
    "boards:public-popolo",
    "boards:board-create",
    "boards:board-detail",
    "boards:board-edit",
    "boards:board-liaison",
    "boards:board-contact",
    "boards:board-dissolve",
    "boards:seat-create",
    "boards:seat-detail",
    "boards:seat-edit",
    "boards:seat-abolish",
    "boards:vacancy-announce",
    "boards:vacancy-edit",
    "boards:appointment-create",
    "boards:appointment-detail",
    "boards:appointment-step",
    "boards:appointment-edit",
    "boards:appointment-end",
    "boards:member-contact",
    "boards:term-calendar",
    "boards:term-calendar-file",
    "boards:term-feed",
]
LOOKS = [
    {"name": "boards:board-list"},
    {"name": "boards:board-create"},
    {"name": "boards:board-create", "press": "*", "status": 422},
    {"name": "boards:board-detail", "args": "board"},
    {"name": "boards:board-edit", "args": "board"},
    {"name": "boards:board-liaison", "args": "board"},
    {"name": "boards:board-contact", "args": "board"},
    {"name": "boards:board-dissolve", "args": "board"},
    {"name": "boards:seat-create", "args": "board"},
    {"name": "boards:seat-detail", "args": "board-seat"},
    {"name": "boards:seat-edit", "args": "board-seat"},
    {"name": "boards:seat-abolish", "args": "board-seat"},
    {"name": "boards:vacancy-list"},
    {"name": "boards:vacancy-announce", "args": "board-seat"},
    {"name": "boards:vacancy-edit", "args": "vacancy-notice"},
    {"name": "boards:appointment-list"},
    {"name": "boards:appointment-create", "args": "board-seat"},
    {"name": "boards:appointment-detail", "args": "appointment"},
    {"name": "boards:appointment-step", "args": "nominee"},
    {"name": "boards:appointment-edit", "args": "appointment"},
    {"name": "boards:appointment-end", "args": "appointment"},
    {"name": "boards:member-contact", "args": "appointment"},
    {"name": "boards:term-calendar"},
    {"name": "boards:public-list", "who": ""},
    {"name": "boards:public-detail", "args": "public-board", "who": ""},
    {"name": "boards:public-vacancies", "who": ""},
]
NO_PAGE = [
    ("boards:board-popolo", "a file"),
    ("boards:public-popolo", "a file"),
    ("boards:term-calendar-file", "a file"),
    ("boards:term-feed", "a file"),
]
