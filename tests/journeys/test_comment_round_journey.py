"""A draft opened for comment, from the announcement to "you said, we did": a person on a phone, in English and in Spanish.

In real browsers, with axe and the width of a phone on each page; JOURNEY_PICTURES=folder keeps them.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from engagement.models import Comment
from raci import clock
from tests.city import SmallCity, small_city
from tests.engagement.comments import announced
from tests.journeys.driver import NARROW, Visitor, give_passwords, office
from tests.journeys.law_walk import looks_well

pytestmark = pytest.mark.django_db(transaction=True)
ENGLISH, SPANISH = "Ask renters before you decide.", "Publiquen el borrador también en español."


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    return city


def test_a_draft_is_commented_on_in_two_languages_and_answered(
    city: SmallCity, browser: Any, live_server: Any, settings: Any, move_time: Any
) -> None:
    settings.PUBLIC_COMMENTS = True
    announced(city)
    with office(browser, live_server.url) as meet:
        anybody = meet(None)
        anybody.page.set_viewport_size(NARROW)
        comments(anybody)
        staff = meet(city.office)
        reads(staff)
        move_time(days=21)
        says_what_came_of_it(staff)
        anybody.page.set_viewport_size(NARROW)
        reads_what_came_of_it(anybody)
    assert {one.state for one in Comment.objects.all()} == {"shown"}
    assert Comment.objects.first().round.closes_on < clock.today()


def comments(anybody: Visitor) -> None:
    anybody.go("/engagement/public/comments/")
    looks_well(anybody, "comment-list")
    anybody.page.set_viewport_size(NARROW)
    anybody.follow("Equity in budgets")
    anybody.sees("Who gains from money.", "Each request says who is served.")
    anybody.page.get_by_role("textbox", name="Your comment").fill(ENGLISH)
    anybody.press("Send the comment")
    anybody.sees("We have your comment")
    looks_well(anybody, "comment-sent")
    anybody.page.set_viewport_size(NARROW)
    anybody.go("/engagement/public/comments/?lang=es")
    anybody.follow("Equidad en el presupuesto")
    anybody.sees("A quién ayuda el dinero.")
    anybody.page.get_by_role("textbox", name="Su comentario").fill(SPANISH)
    anybody.press("Enviar el comentario")
    anybody.sees("Recibimos su comentario")
    looks_well(anybody, "comment-sent-es")


def reads(staff: Visitor) -> None:
    staff.go("/engagement/comments/")
    staff.follow("Equity in budgets")
    staff.sees("2 to read", ENGLISH, SPANISH)
    looks_well(staff, "comment-round")
    for _each in range(2):
        staff.page.get_by_role("link", name=re.compile("^Read it")).first.click()
        staff.choose(re.compile("Show it to everybody"))
        staff.page.get_by_role("textbox", name="The city’s answer").fill("We thank you.")
        staff.press("Save")
        staff.sees("It is done")


def says_what_came_of_it(staff: Visitor) -> None:
    staff.page.reload()
    staff.sees("It is closed: say what came of the comments")
    staff.follow("Say what came of it")
    areas = staff.page.locator("form[method=post] textarea")
    for place, words in enumerate(
        ("Ask renters.", "Pregunten a quienes alquilan.", "We ask in May.", "Preguntamos en mayo.")
    ):
        areas.nth(place).fill(words)
    staff.press("Save")
    staff.sees("We ask in May.")
    looks_well(staff, "comment-round-over")


def reads_what_came_of_it(anybody: Visitor) -> None:
    anybody.go("/engagement/public/comments/?lang=es")
    anybody.follow("Equidad en el presupuesto")
    anybody.sees("Usted dijo, nosotros hicimos", "Preguntamos en mayo.", SPANISH)
    looks_well(anybody, "comment-told-es")
    anybody.page.set_viewport_size(NARROW)
    anybody.follow("English")
    anybody.sees("You said, we did", "We ask in May.", ENGLISH)
    looks_well(anybody, "comment-told")
