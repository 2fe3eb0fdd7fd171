"""A recommendation's way to a board: raised by the Auditor, answered by the liaison for the board, given back once, answered
again and accepted, followed up and closed; each by the person who does it, at a browser of their own.

axe and the width of a phone on each page.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from boards.actions import boards
from boards.models import Board
from raci import clock
from raci.models import RecommendationAnswer
from tests.boards.doors.boards import board, member, seat
from tests.city import SmallCity, small_city
from tests.journeys.driver import Visitor, give_passwords, office
from tests.journeys.law_walk import looks_well
from tests.raci.test_modes import directive

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Announce each vacancy for 30 days"


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Any) -> SmallCity:
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    city = small_city()
    give_passwords(*city.people.values())
    row = board(city)
    member(city, seat(row))
    boards.name_liaison(row, city.post("equity-manager-parks"), by=city.director)
    directive(city, "4.8")
    return city


def test_a_recommendation_to_a_board_is_answered_and_closed(city: SmallCity, browser: Any, live_server: Any) -> None:
    row, due = Board.objects.get(), clock.today() + timedelta(20)
    with office(browser, live_server.url) as meet:
        auditor, liaison, officer = meet(city.auditor), meet(city.manager), meet(city.officer)
        auditor_raises(auditor, row, due)
        liaison_finds_it_waiting(liaison)
        liaison_answers(liaison, "Agrees", "We announce each vacancy.")
        officer_gives_it_back(officer)
        liaison_answers_again(liaison)
        officer_accepts(officer)
        auditor_follows_up(auditor)
        auditor_closes(auditor, row)
        liaison.go(f"/boards/board/{row.code}/")
        liaison.sees(TITLE, "closed")
        looks_well(liaison, "board-after")
    answer = RecommendationAnswer.objects.get()
    assert (answer.state, answer.submitted_by, answer.answered_by) == ("accepted", city.manager, city.officer)


def auditor_raises(auditor: Visitor, row: Board, due: date) -> None:
    """From the directory to the board, and on its page."""
    auditor.go("/boards/")
    auditor.follow(row.name)
    auditor.sees("Nothing has been recommended to it yet.", "no contact noted yet")
    auditor.follow("Recommend something to it")
    auditor.sees("never who sits there")
    looks_well(auditor, "recommend")
    auditor.fill(
        What_it_is_called=TITLE, What_is_recommended="On the city's page and in libraries, in three languages.",
        Title_of_what_raised_it="Audit of boards and commissions 2026", Answer_due_on=str(due),
    )  # fmt: skip
    auditor.press("Recommend it")
    auditor.sees_title(TITLE)
    auditor.sees("Pool Advisory Board is to answer.", "The answer is due")
    looks_well(auditor, "recommended")
    auditor.follow(row.name)
    auditor.sees_title(row.name)
    looks_well(auditor, "board-before")


def liaison_finds_it_waiting(liaison: Visitor) -> None:
    """On the first page, with its day; from there to the recommendation, and by its board to what else it was told."""
    liaison.go("/")
    liaison.sees("Answer a recommendation", TITLE, "Pool Advisory Board")
    looks_well(liaison, "waits")
    liaison.follow(TITLE)
    liaison.follow("Pool Advisory Board")
    liaison.sees("answer due")
    liaison.follow(f"Answer “{TITLE}” for the board")


def liaison_answers(liaison: Visitor, position: str, words: str) -> None:
    liaison.sees("you write the answer of Pool Advisory Board")
    looks_well(liaison, "answer")
    liaison.choose(position)
    liaison.fill(Your_answer=words, To_be_done_by=str(clock.today() + timedelta(90)))
    liaison.press("Hand it in")
    liaison.sees("The answer is handed in.", words)


def officer_gives_it_back(officer: Visitor) -> None:
    """Who liaises with boards as instructed cites the directive (the Officer's decision mode)."""
    officer.go("/")
    officer.sees("Accept or give back", "Answer of Pool Advisory Board")
    officer.follow(re.compile(TITLE))
    officer.sees("We announce each vacancy.", "You are asked to accept it, or to give it back.")
    looks_well(officer, "accept")
    officer.unfold("Give it back instead")
    form = officer.page.locator("details[open] form")
    officer.fill(form, Reason="Say where, and in which languages.", The_directive_it_cites="Adopt the equity policies")
    looks_well(officer, "give-back")
    form.get_by_role("button", name="Give it back").click()
    officer.sees("The answer is given back.", "Say where, and in which languages.")


def liaison_answers_again(liaison: Visitor) -> None:
    liaison.go("/")
    liaison.follow(re.compile(TITLE))
    liaison.sees("Say where, and in which languages.")
    liaison.follow("Mend the answer")
    liaison_answers(
        liaison, "Agrees in part", "In five libraries; Spanish and Vietnamese from January, others on request."
    )
    looks_well(liaison, "answered")


def officer_accepts(officer: Visitor) -> None:
    officer.go("/")
    officer.follow(re.compile(TITLE))
    officer.fill(The_directive_it_cites="Adopt the equity policies")
    officer.press("Accept the answer")
    officer.sees("The answer is accepted.", "In five libraries")
    looks_well(officer, "accepted")


def auditor_follows_up(auditor: Visitor) -> None:
    auditor.go("/boards/recommendations/")
    auditor.sees(TITLE, "answer accepted")
    looks_well(auditor, "list")
    auditor.follow(TITLE)
    auditor.follow("Follow up")
    auditor.fill(How_it_stands="Two of two vacancies were announced.")
    auditor.fill(Look_at_it_again_on=str(clock.today() + timedelta(180)))
    looks_well(auditor, "follow-up")
    auditor.press("Save")
    auditor.sees("The follow-up is on record.", "Two of two vacancies were announced.")


def auditor_closes(auditor: Visitor, row: Board) -> None:
    auditor.follow("Close it")
    auditor.fill(How_it_ended="Each vacancy of the year was announced for 30 days.")
    auditor.press("Close it")
    auditor.sees("It is closed.", "Each vacancy of the year")
    auditor.follow(row.name)
    auditor.sees("closed")
