"""A liaison fills a vacancy: announced, applied for on a phone in Spanish, shortlisted with a reason, nominated, appointed by the
mayor, confirmed, sworn in; the applicant got the separate link, and nobody who selects saw anything of it.

In real browsers, with axe on each page and the width of a phone on the applicant's.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache

from boards.actions.self_id_mails import send_links
from boards.actions.self_id_rounds import begin_round
from boards.models import Application, Board
from raci import clock
from raci.history import acting
from tests.boards.doors.applications import named
from tests.boards.vault import custodian
from tests.city import SmallCity, small_city
from tests.journeys.driver import NARROW, Visitor, give_passwords, office
from tests.journeys.test_requests_journey import looks_well

pytestmark = pytest.mark.django_db(transaction=True)
WHY, REASON = "Nadé en este río de niña.", "Ten years of water law, as the seat asks"
WHO_THEY_ARE = re.compile(r"\b(race|ethnicity|gender|disab|hispanic|years old)", re.I)


@pytest.fixture
def city(transactional_db: None, settings: Any) -> SmallCity:
    settings.PUBLIC_BOARDS = settings.PUBLIC_SELF_IDENTIFICATION = True
    cache.clear()
    city = small_city()
    give_passwords(*city.people.values())
    custodian(city)
    values: dict[str, Any] = {"title": "Applicants", "whom": "applicants", "mode": "unlinked", "questions": ["age"]}
    begin_round({**values, "closes_on": clock.today() + timedelta(days=90)}, by=city.auditor)
    at = named(city, confirming_post=city.post("city-attorney"))
    with acting(by=city.director, act="change_seat"):
        at.seats.get(label="2").delete()
    return city


def test_a_liaison_fills_a_vacancy(city: SmallCity, browser: Any, live_server: Any, settings: Any) -> None:
    settings.PORTAL_ADDRESS = live_server.url
    with office(browser, live_server.url) as meet:
        liaison = meet(city.lead)
        announces(liaison)
        rosa = meet(None)
        rosa.page.set_viewport_size(NARROW)
        code = applies(rosa)
        assert send_links() == 1
        shortlists(liaison)
        nominates(liaison)
        takes_step(meet(city.mayor), "Appoint")
        takes_step(meet(city.attorney), "Confirm")
        swears_in(liaison)
        follows(rosa, code, city)
    board = Board.objects.get(name="Water Board")
    assert board.seats.get().appointments.get().member.name == "Rosa Mixteca"
    assert Application.objects.get().state == "nominated"
    (letter,) = (one for one in mail.outbox if one.to == ["rosa@home.example"])
    assert "Es voluntario y sin nombres" in letter.body
    assert "/boards/about-you/" in letter.body


def sees_nobody(visitor: Visitor) -> None:
    """axe finds nothing, and no word says or asks who somebody is."""
    looks_well(visitor)
    assert not WHO_THEY_ARE.search(visitor.page.locator("main").inner_text()), visitor.page.url


def announces(liaison: Visitor) -> None:
    """From the board's page, with the public form."""
    liaison.go("/boards/?q=Water+Board")
    liaison.follow("Water Board")
    liaison.follow("Announce the vacancy of seat 1")
    liaison.fill(Applications_until=str(clock.today() + timedelta(days=14)), Where_it_was_posted="Library")
    assert liaison.page.get_by_label("Take applications by the public form").is_checked()
    sees_nobody(liaison)
    liaison.press("Announce it")
    liaison.sees("Applications are open until", "/boards/public/vacancies/")
    sees_nobody(liaison)


def applies(rosa: Visitor) -> str:
    """In Spanish; what was typed survives what is missing."""
    rosa.go("/boards/public/vacancies/?lang=es")
    looks_well(rosa)
    rosa.page.get_by_role("link", name=re.compile("Presentar una solicitud")).first.click()
    rosa.sees("Solicitud: Water Board", "Quién la lee")
    sees_nobody(rosa)
    rosa.page.get_by_label("Su nombre").fill("Rosa Mixteca")
    rosa.page.get_by_label("¿Cómo cumple usted lo que pide el puesto?").fill("Diez años de derecho de aguas.")
    rosa.page.get_by_role("button", name="Enviar la solicitud").click()
    rosa.sees("Escriba un correo electrónico")
    looks_well(rosa)
    rosa.complaints.clear()  # the browser tells of the 422
    assert rosa.page.get_by_label("Su nombre").input_value() == "Rosa Mixteca"
    rosa.page.get_by_label("Correo electrónico").fill("rosa@home.example")
    rosa.page.get_by_label("¿Por qué desea servir?").fill(WHY)
    rosa.page.get_by_role("button", name="Enviar la solicitud").click()
    rosa.sees("Recibimos su solicitud", "Su código privado")
    looks_well(rosa)
    found = re.search(r"\b(?:[A-Z2-9]{4}-){4}[A-Z2-9]{4}\b", rosa.page.locator("main").inner_text())
    assert found
    return found[0]


def shortlists(liaison: Visitor) -> None:
    """Opened, with the reason; then who appoints is told."""
    liaison.page.reload()
    liaison.sees("1 application waits to be opened")
    sees_nobody(liaison)
    liaison.follow(re.compile("^A-"))
    liaison.sees("Rosa Mixteca", WHY, "Diez años", "rosa@home.example")
    sees_nobody(liaison)
    liaison.follow("Shortlist")
    liaison.sees("The seat asks: Knows water law")
    liaison.fill(Why=REASON)
    sees_nobody(liaison)
    liaison.press("Shortlist")
    liaison.press("Hand over the shortlist")
    liaison.sees("The shortlist is handed over", "The shortlist is with who appoints")
    sees_nobody(liaison)


def nominates(liaison: Visitor) -> None:
    liaison.follow(re.compile("^A-"))
    liaison.sees(REASON)
    liaison.follow("Nominate")
    liaison.sees("From now on all staff see their name")
    sees_nobody(liaison)
    liaison.press("Nominate")
    liaison.sees_title("Rosa Mixteca")
    sees_nobody(liaison)


def takes_step(chooser: Visitor, step: str) -> None:
    """By the post that the board names for it, from the vacancy's page."""
    chooser.go("/boards/?q=Water+Board")
    chooser.follow("Water Board")
    chooser.follow("Rosa Mixteca")
    sees_nobody(chooser)
    chooser.follow(step)
    chooser.press("Save")
    chooser.sees("The step is on record")
    sees_nobody(chooser)


def swears_in(liaison: Visitor) -> None:
    """The seat's line of time shows it filled."""
    liaison.page.reload()
    liaison.follow("Swear in")
    liaison.fill(Serves_from=str(clock.today()), Term_ends_on=str(clock.today() + timedelta(days=1460)))
    liaison.press("Save")
    liaison.follow("Water Board")
    liaison.sees("1 filled", "Rosa Mixteca")
    assert "Rosa Mixteca" in liaison.page.locator("svg[role=img]").first.get_attribute("aria-label")
    sees_nobody(liaison)


def follows(rosa: Visitor, code: str, city: SmallCity) -> None:
    """By the code; who opened it stands there, and why nobody chose by anything else."""
    rosa.go("/boards/public/application/follow/")
    looks_well(rosa)
    rosa.page.get_by_label("Su código privado").fill(code.lower())
    rosa.page.get_by_role("button", name="Mostrar").click()
    rosa.sees("Propuesta", "Quién la abrió", city.lead.name)
    looks_well(rosa)
