"""The demonstration's boards and who sits on them, by the same acts as everybody's; the people are made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from boards.actions import applications, appointments, boards, vacancies
from boards.actions.appointments import Who
from boards.actions.receiving import receive_by_staff
from boards.actions.recommendations import Advice, recommend
from boards.actions.seats import change_seat
from boards.models import Board, Member, Seat, VacancyNotice
from boards.standing import add_months
from raci import clock
from raci.actions.recommendations import submit_answer
from raci.models import Person, Post, Unit

FILE = "boards.yaml"
BOARD = ("also_known_as", "purpose", "legal_basis", "url", "appointed_by", "confirmed_by", "budget_tier")
SEAT: dict[str, Any] = {
    "seat_type": "not_known", "qualification": "", "qualification_for_counsel": False, "district": "", "term_months": None,
    "term_limit": None, "from_on": None,
}  # fmt: skip


def bring_boards(folder: Path, person: Callable[[str], Person]) -> None:
    """What the city's folder tells, if it tells something; `person` gives the holder of a post."""
    path = folder / FILE
    if not path.exists():
        return
    for one in yaml.safe_load(path.read_text(encoding="utf-8"))["boards"]:
        keeper = person(one.pop("keeper"))
        board = _board(one, keeper)
        for label, told in enumerate(one["seats"], start=1):
            _seat(board.seats.get(label=str(label)), told, one.get("term_months"), keeper)
        if "contact_days_ago" in one:
            day = clock.today() - timedelta(days=one["contact_days_ago"])
            boards.note_contact(board, day, one.get("contact", ""), by=keeper)
        for told in one.get("recommended", ()):
            _recommended(board, told, person(told["by"]), keeper)


def _board(one: dict[str, Any], keeper: Person) -> Board:
    values = {name: one.get(name, "") for name in BOARD}
    posts = {name: _post(one.get(name)) for name in ("appointing_post", "confirming_post")}
    more = {"parent": None, "seats_said": None, "established_on": one.get("established_on")}
    kept = {
        "name": one["name"],
        "body_type": one["body_type"],
        "holdover": one["holdover"],
        "quorum": one.get("quorum"),
    }
    said = {**values, **posts, **more, **kept, "is_public": one.get("is_public", False)}
    unit = Unit.objects.get(code=one["unit"])
    board = boards.enter_board(unit, said, seats=len(one["seats"]), by=keeper)
    if "liaison" in one:
        boards.name_liaison(board, _post(one["liaison"]), by=keeper)
        board.refresh_from_db()
    return board


def _recommended(board: Board, told: dict[str, Any], by: Person, keeper: Person) -> None:
    """What an audit recommends; where the board has answered, its keeper hands that in."""
    due = clock.today() + timedelta(days=told["due_in_days"])
    said = Advice(told["title"], told["words"], told["source"], told["source_title"], due)
    made = recommend(board, said, by=by).recommendation
    if "answer" in told:
        submit_answer(made, by=keeper, **told["answer"])


def _post(code: str | None) -> Post | None:
    return Post.objects.get(code=code) if code else None


def _seat(seat: Seat, told: dict[str, Any], months: int | None, keeper: Person) -> None:
    """Days are told in months from today, so that the demonstration never grows old."""
    values = {**SEAT, **told.get("seat", {}), "label": seat.label, "term_months": months, "from_on": seat.from_on}
    change_seat(seat, values, by=keeper)
    for one in told.get("members", ()):
        first, last = _months(one["from"]), _months(one["until"]) if "until" in one else None
        days = {"appointed_on": first - timedelta(days=14), "serves_from": first, "term_end": last}
        row = appointments.nominate(seat, _who(one["name"]), {**days, "role": one.get("role", "")}, by=keeper)
        if "ended" in one:
            day = min(_months(one["ended"]), clock.today() - timedelta(days=1))
            appointments.end_appointment(row, day, one.get("how", "resigned"), by=keeper)
    if "nominee" in told:
        nominated = {"nominated_on": clock.today() - timedelta(days=9)}
        appointments.nominate(seat, _who(told["nominee"]), nominated, by=keeper)
    if "announced" in told:
        announced = clock.today() - timedelta(days=20)
        days = {"announced_on": announced, "closes_on": _months(1)}
        notice = vacancies.announce(seat, {**days, **told["announced"]}, by=keeper)
        for one in told.get("applications", ()):
            _application(notice, one, keeper)


def _application(notice: VacancyNotice, one: dict[str, Any], keeper: Person) -> None:
    """One on paper; with a reason it is on the shortlist."""
    day, reason = clock.today() - timedelta(days=one.pop("days_ago")), one.pop("shortlisted", "")
    row = receive_by_staff(notice, {"language": "en", "received_on": day, **one}, by=keeper).application
    if reason:
        applications.open_application(row, by=keeper)
        applications.take_step(row, "shortlist", clock.today(), reason, by=keeper)


def _who(name: str) -> Who:
    return Who(member=Member.objects.filter(name=name).first(), name=name)


def _months(number: int) -> date:
    return add_months(clock.today(), number)
