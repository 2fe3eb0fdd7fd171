"""A request by the public at the width of a phone, in the person's own words: asked for, arranged, offered, followed by its code.

In real browsers, with axe and the width of a phone on each page.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.city import SmallCity, small_city
from tests.compliance.doors.languages import coordinator
from tests.journeys.driver import NARROW, Visitor, give_passwords, office
from tests.journeys.test_team_quarter import accessible

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Necesito un intérprete de lengua de señas en la audiencia del martes."


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    coordinator(city)
    return city


def test_a_request_in_ones_own_words_from_a_phone_to_the_offer(
    city: SmallCity, browser: Any, live_server: Any, settings: Any
) -> None:
    settings.PUBLIC_REQUESTS = True
    with office(browser, live_server.url) as meet:
        anybody = meet(None)
        anybody.page.set_viewport_size(NARROW)
        code = asks(anybody)
        coordinator_arranges(meet(city.office), city)
        provider_offers(meet(city.director))
        follows(anybody, code)


def test_a_request_in_spanish_from_a_phone(city: SmallCity, browser: Any, live_server: Any, settings: Any) -> None:
    settings.PUBLIC_REQUESTS = True
    with office(browser, live_server.url) as meet:
        anybody = meet(None)
        anybody.page.set_viewport_size(NARROW)
        code = asks_in_spanish(anybody)
        coordinator_arranges(meet(city.office), city)
        provider_offers(meet(city.director))
        follows_in_spanish(anybody, code)


def looks_well(visitor: Visitor) -> None:
    """axe finds nothing, and a phone scrolls one way only."""
    accessible(visitor)
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= 320 || innerWidth > 320"), visitor.page.url


def asks(anybody: Visitor) -> str:
    """The public form, and the code that is shown once."""
    anybody.go("/law/requests/ask/")
    anybody.sees("ADA Coordinator", "503-555-0100")
    looks_well(anybody)
    anybody.choose("A sign language interpreter")
    anybody.fill(Tell_us_what_would_help_you=WORDS, Your_name="Rosa Mixteca")
    anybody.press("Send it")
    anybody.sees("The request has arrived")
    looks_well(anybody)
    return code_of(anybody)


def code_of(anybody: Visitor) -> str:
    """The code as the page shows it."""
    found = re.search(r"\b(?:[A-Z2-9]{4}-){4}[A-Z2-9]{4}\b", anybody.page.locator("main").inner_text())
    assert found
    return found[0]


def asks_in_spanish(anybody: Visitor) -> str:
    """Switched to Spanish on the form, what is missing is said in it; the answer and the code come in it too."""
    anybody.go("/law/requests/ask/")
    anybody.follow("Español")
    anybody.sees("Pida un intérprete u otra ayuda", "También puede llamarnos")
    assert anybody.page.locator("html").get_attribute("lang") == "es"
    looks_well(anybody)
    anybody.choose("Un intérprete de lengua de señas")
    anybody.page.get_by_label("Díganos qué le ayudaría").fill(WORDS)
    anybody.page.get_by_label("Su nombre").fill("Rosa Mixteca")
    anybody.press("Enviar")
    anybody.sees("Recibimos su solicitud")
    looks_well(anybody)
    return code_of(anybody)


def coordinator_arranges(clerk: Visitor, city: SmallCity) -> None:
    """Opens the words, and says who must provide it."""
    clerk.go("/law/requests/")
    clerk.follow("A sign language interpreter")
    clerk.sees_not(WORDS)
    clerk.press("Open what was written")
    clerk.sees(WORDS, "Rosa Mixteca")
    looks_well(clerk)
    clerk.follow("Say who must provide it")
    clerk.fill(Who_must_provide_it=city.post("director-parks").title)
    clerk.press("Say who must provide it")
    clerk.sees("being arranged")


def provider_offers(director: Visitor) -> None:
    """Sees what is needed, not whose it is, and writes what is offered."""
    director.go("/law/requests/")
    director.follow("A sign language interpreter")
    director.press("Open what was written")
    director.sees(WORDS)
    director.sees_not("Rosa Mixteca")
    director.follow("Write what is offered")
    director.fill(**{"What is offered, when and where": "Un intérprete estará a las 10."})
    director.choose("yes")
    director.press("Write what is offered")
    director.sees("offered")


def follows(anybody: Visitor, code: str) -> None:
    """By the code, typed as people type."""
    anybody.go("/law/requests/follow/")
    looks_well(anybody)
    anybody.fill(Your_code=code.lower().replace("-", " "))
    anybody.press("Show it")
    anybody.sees("offered", "Un intérprete estará a las 10.")
    looks_well(anybody)
    anybody.has_nothing_to_complain_about()


def follows_in_spanish(anybody: Visitor, code: str) -> None:
    """In the language that was chosen before; a page that answers the code cannot be switched, and offers no switch."""
    anybody.go("/law/requests/follow/")
    anybody.sees("Qué pasó con su solicitud")
    looks_well(anybody)
    anybody.page.get_by_label("Su código").fill(code.lower().replace("-", " "))
    anybody.press("Mostrar")
    anybody.sees("con ayuda ofrecida", "Lo que se ofrece", "Un intérprete estará a las 10.")
    expect(anybody.page.get_by_role("link", name="Español")).to_have_count(0)
    looks_well(anybody)
    anybody.has_nothing_to_complain_about()
