"""Vacancies with applications, of a board of Parks: the area's lead is its liaison, the mayor appoints, the Office confirms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from boards.actions import applications, receiving, vacancies
from boards.actions.receiving import Received, receive_by_staff
from boards.models import Application, Board, VacancyNotice
from raci import clock
from raci.history import acting
from raci.models import Person
from tests.boards.doors.boards import NOTICE, board, seat
from tests.city import SmallCity

ASKED = {"qualification": "Knows water law", "name": "Ada Roe", "email": "ada@home.example", "phone": "555 0101"}
SAID: dict[str, Any] = {**ASKED, "qualification": "Ten years of it", "why": "To swim", "brings": "A bucket"}


def named(city: SmallCity, name: str = "Water Board", **more: Any) -> Board:
    """A board whose posts stand beside it, appoint and confirm."""
    posts = {"appointing_post": city.post("mayor"), "confirming_post": city.post("equity-policy")}
    row = board(city, name, seats=2, is_public=True, **{**posts, **more})
    with acting(by=city.director, act="name_liaison"):
        row.liaison = city.post("lead-vibrant-communities")
        row.save()
        for one in row.seats.all():
            one.qualification = ASKED["qualification"]
            one.save()
    return row


def announced(city: SmallCity, at: Board | None = None, label: str = "1", **more: Any) -> VacancyNotice:
    """A seat of it, open for a fortnight."""
    today = clock.today()
    days = {"announced_on": today - timedelta(days=7), "closes_on": today + timedelta(days=7), "by_form": True}
    return vacancies.announce(seat(at or named(city), label), {**NOTICE, **days, **more}, by=city.director)


def applied(city: SmallCity, notice: VacancyNotice, *, by: Person | None = None, **more: Any) -> Received:
    """What somebody wrote on paper."""
    said = {**SAID, "received_on": clock.today(), "language": "en", **more}
    return receive_by_staff(notice, said, by=by or city.director)


def by_form(notice: VacancyNotice, **more: Any) -> Received:
    """What somebody wrote into the public form."""
    return receiving.receive_by_form(notice, {**SAID, "language": "es", **more}, sending=uuid4())


def shortlisted(city: SmallCity, row: Application, *, by: Person | None = None) -> Application:
    """On the shortlist, since they meet what the seat asks."""
    applications.take_step(row, "shortlist", clock.today(), "Ten years of water law", by=by or city.director)
    row.refresh_from_db()
    return row


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One that came, and one on the shortlist, for a board to which the City Administrator appoints."""
    notice = announced(city, named(city, appointing_post=city.post("city-administrator")))
    row = applied(city, notice).application
    other = shortlisted(city, applied(city, notice, name="Bo Fox").application)
    return {
        "vacancy": {"pk": notice.pk},
        "vacancy-application": {"pk": row.pk},
        "vacancy-application-step": {"pk": row.pk, "code": "shortlist"},
        "vacancy-shortlisted": {"pk": other.pk},
    }


LISTS = {"boards:application-list": ("director", dict)}
EXPORTS = {"board-applications": "director"}
FULL = {"board-applications": 2}


def grow(city: SmallCity, number: int) -> None:
    """One more, for a board of its own."""
    with acting(by=city.director, act="receive_application"):
        at = Board.objects.create(unit=city.parks, name=f"Applied {number}", code=f"applied-{number}")
        one = VacancyNotice.objects.create(seat=at.seats.create(label="1"), announced_on=date(2026, 1, 1))
        Application.objects.create(number=f"A-{number}", notice=one, way="form", received_on=date(2026, 1, 1))


def plant(city: SmallCity, number: int, payload: str) -> None:
    """One for a seat and a board whose names are the payload."""
    with acting(by=city.director, act="receive_application"):
        at = Board.objects.create(unit=city.parks, name=payload, code=f"applied-hostile-{number}")
        one = VacancyNotice.objects.create(seat=at.seats.create(label=payload), announced_on=date(2026, 1, 1))
        Application.objects.create(number=f"h{number}", notice=one, way="form", received_on=date(2026, 1, 1))


RECORDED = ["boards:application-detail", "boards:application-nominate"]
ONE_THING = [
    "boards:public-apply", "boards:public-application-follow", "boards:vacancy-detail", "boards:vacancy-shortlist",
    "boards:vacancy-close", "boards:vacancy-erase", "boards:application-create", "boards:application-detail",
    "boards:application-step", "boards:application-nominate",
]  # fmt: skip
LOOKS = [
    {"name": "boards:vacancy-detail", "args": "vacancy"},
    {"name": "boards:vacancy-close", "args": "vacancy"},
    {"name": "boards:vacancy-erase", "args": "vacancy"},
    {"name": "boards:application-list"},
    {"name": "boards:application-create", "args": "vacancy"},
    {"name": "boards:application-create", "args": "vacancy", "press": "*", "status": 422},
    {"name": "boards:application-detail", "args": "vacancy-application"},
    {"name": "boards:application-step", "args": "vacancy-application-step.pk vacancy-application-step.code"},
    {"name": "boards:application-nominate", "args": "vacancy-shortlisted"},
    {"name": "boards:public-apply", "args": "vacancy", "who": ""},
    {"name": "boards:public-apply", "args": "vacancy", "who": "", "press": "*", "status": 422},
    {"name": "boards:public-application-follow", "who": ""},
]
NO_PAGE = [("boards:vacancy-shortlist", "a button of the vacancy's page")]
