"""Recommendations to boards: on the board's page, in its line, answered under 4.8; what is late or silent is found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from boards.actions import boards
from boards.models import Board, BoardRecommendation
from boards.queries.boards import board_page
from equity_portal.demo_boards import bring_boards
from raci import clock
from raci.actions.recommendations import close_recommendation, follow_up, submit_answer
from raci.actions.telling_teams import holders
from raci.authority import facts_for
from raci.history import acting
from raci.models import Notice, Person, Post
from raci.queries.recommendations import recommendation_page
from raci.queries.waiting import waiting_on
from raci.queries.waits import ADVICE
from raci.refusals import NotReady, Refused
from raci.reviewing import accept
from raci.statements import Citing
from raci.xrays import looked_at
from tests.boards.doors.boards import VALUES, board
from tests.boards.doors.recommendations import advised
from tests.city import SmallCity, small_city
from tests.raci.test_modes import directive

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def found(person: Person, *codes: str) -> set[str]:
    return {one.rule.code for one in looked_at(facts_for(person))} & set(codes)


def test_it_goes_to_the_board_whatever_the_board_is_called_later(city: SmallCity):
    row, other = board(city), board(city, "Another Board")
    made = advised(city, row).recommendation
    assert (made.body, made.unit, made.activity_code) == ("Pool Advisory Board", city.parks, "3.1")
    boards.change_board(row, {**VALUES, "name": "Aquatics Board"}, by=city.director)
    shown = board_page(row.code, facts_for(city.director))
    assert [one.one for one in shown.recommended] == [made]
    assert shown.recommended[0].may_answer
    assert board_page(other.code, facts_for(city.director)).recommended == []
    assert not board_page(row.code, facts_for(city.elsewhere)).recommended[0].may_answer
    assert recommendation_page(made.pk, facts_for(city.mayor)).body_url == reverse(
        "boards:board-detail", args=[row.code]
    )
    (waits,) = waiting_on(facts_for(city.director), [ADVICE])
    assert (waits.title, waits.due_on) == (made.title, made.answer_due_on)


def test_who_stands_beside_it_and_who_appoints_are_told_once(city: SmallCity):
    row = board(city, appointing_post=city.post("mayor"))
    boards.name_liaison(row, city.post("director-parks"), by=city.director)
    to_board, to_mayor = advised(city, row), advised(city, row, to="appointing", title="Ask widely")
    assert to_mayor.recommendation.body == "Mayor (appoints to Pool Advisory Board)"

    def told(person: Person, made: BoardRecommendation) -> int:
        return Notice.objects.filter(person=person, key=f"recommendation:{made.recommendation_id}:raised").count()

    assert (told(city.director, to_board), told(city.mayor, to_board), told(city.mayor, to_mayor)) == (1, 0, 1)


def test_what_cannot_be_answered_is_not_recommended(city: SmallCity):
    row = board(city, appointed_by="")
    with pytest.raises(NotReady, match="Nobody knows who appoints"):
        advised(city, row, to="appointing")
    boards.dissolve_board(row, clock.today() - timedelta(1), by=city.director, why="Ordinance 2")
    row.refresh_from_db()
    with pytest.raises(NotReady, match="dissolved"):
        advised(city, row)
    assert not BoardRecommendation.objects.exists()


def test_the_form_takes_what_an_audit_sends_along_and_links_to_pages_of_the_portal_alone(city: SmallCity):
    row, auditor = board(city), Client()
    auditor.force_login(city.auditor)
    url = reverse("boards:board-recommend", args=[row.code])
    page = auditor.get(url, {"source": "auditor", "source_title": "Audit 2026", "source_url": "/boards/"}).text
    assert 'value="Audit 2026"' in page
    sent = {"to": "board", "title": "Announce", "words": "Widely.", "source": "auditor", "source_title": "Audit 2026"}
    due = {"answer_due_on": clock.today() + timedelta(9)}
    for address, kept in (("/boards/", "/boards/"), ("//elsewhere.example/", ""), ("javascript:alert(1)", "")):
        assert auditor.post(url, {**sent, **due, "source_url": address}).status_code == 302
        assert BoardRecommendation.objects.latest("pk").recommendation.source_url == kept
    director = Client()
    director.force_login(city.director)
    assert director.post(url, {**sent, **due}).status_code == 403


def test_what_is_late_or_silent_is_found_and_what_is_nearly_so_is_not(city: SmallCity):
    late, again, silent = "recommendation-unanswered", "recommendation-not-followed-up", "board-without-contact"
    row = board(city)
    boards.name_liaison(row, city.post("director-parks"), by=city.director)
    row.refresh_from_db()
    one, today = advised(city, row).recommendation, clock.today()
    contact = boards.note_contact(row, today - timedelta(365), "", by=city.director)
    assert found(city.director, late, again, silent) == set()
    with acting(by=city.director, act="note_contact"):
        contact.contacted_on -= timedelta(1)
        contact.save()
        one.answer_due_on, one.follow_up_on = today, today
        one.save()
    assert found(city.director, late, again, silent) == {silent}
    with acting(by=city.director, act="note_contact"):
        one.answer_due_on = one.follow_up_on = today - timedelta(1)
        one.save()
    assert found(city.elsewhere, late, again, silent) == {late, again, silent}
    answer = submit_answer(one, by=city.director, position="agree", words="We will.")
    assert found(city.director, late, again, silent) == {again, silent}
    accept(answer, by=city.officer, citing=Citing(directive=directive(city, "4.8").pk))
    follow_up(one, by=city.auditor, words="Two were announced.", next_on=today + timedelta(90))
    boards.note_contact(row, today, "Meeting", by=city.director)
    assert found(city.director, late, again, silent) == set()
    close_recommendation(one, by=city.auditor, words="All are announced.")
    with pytest.raises(Refused):
        close_recommendation(one, by=city.director, words="Done.")
    assert [said.stands for said in board_page(row.code, facts_for(city.director)).recommended] == ["closed"]


def test_the_demonstrations_boards_come_with_what_was_recommended_to_them(
    city: SmallCity, settings: Any, tmp_path: Path
):
    settings.PAYLOAD_KEYS = tmp_path / "keys"
    posts = {post.code: post for post in Post.objects.all()}
    bring_boards(settings.BASE_DIR / "equity_portal" / "cities" / "portland", lambda code: holders(posts[code])[0])
    parks = Board.objects.get(name="Parks Advisory Board")
    page = board_page(parks.code, facts_for(city.director))
    assert [(one.stands, one.may_answer) for one in page.recommended] == [
        ("waits for an answer", True), ("answered, to be accepted", True),
    ]  # fmt: skip
