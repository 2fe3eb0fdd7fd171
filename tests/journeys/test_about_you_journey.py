"""A member of a board on a phone, by the private link of a mail: answers, changes, takes back; the custodian reads once between.

In real browsers, with axe and the width of a phone on each page.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from boards.actions.self_id_mails import send_links
from boards.models import MemberContact, SelfIdentification
from raci import clock
from raci.history import acting
from raci.models import PayloadRead
from tests.boards.vault import asked, custodian, seated
from tests.city import SmallCity, small_city
from tests.journeys.driver import NARROW, Visitor, give_passwords, office
from tests.journeys.test_requests_journey import looks_well

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Her answers seem to be those of somebody else"


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    custodian(city)
    member = seated(city)
    with acting(by=city.officer, act="note_contact"):
        MemberContact.objects.create(member=member, email="nora@home.example", noted_on=clock.today())
    return city


def test_a_member_answers_changes_and_takes_back_on_a_phone(
    city: SmallCity, browser: Any, live_server: Any, settings: Any
) -> None:
    settings.PUBLIC_SELF_IDENTIFICATION, settings.PORTAL_ADDRESS = True, live_server.url
    asked(city)
    assert send_links() == 1
    links = re.findall(r"https?://\S+", mail.outbox[0].body)
    with office(browser, live_server.url) as meet:
        nora = meet(None)
        nora.page.set_viewport_size(NARROW)
        opens(nora, links[0])
        answers(nora)
        custodian_reads(meet(city.auditor))
        opens(nora, links[0])
        sees_who_read_and_changes(nora)
        takes_back(nora)
        speaks_spanish(nora, links[1])
    assert SelfIdentification.objects.get().state == "withdrawn"
    assert PayloadRead.objects.filter(person=city.auditor).count() == 1


def opens(nora: Visitor, link: str) -> None:
    """The code comes out of the address into the form."""
    nora.page.goto(link)
    nora.sees("About you", "It is voluntary")
    nora.page.wait_for_function("location.hash === ''")
    looks_well(nora)
    nora.page.get_by_role("button", name="Open my page").click()
    nora.sees("Your answers", "Parks Board")
    assert "#" not in nora.page.url


def answers(nora: Visitor) -> None:
    looks_well(nora)
    nora.page.get_by_text("American Indian or Alaska Native", exact=True).click()
    nora.page.get_by_text("White", exact=True).click()
    nora.page.get_by_role("button", name="Seal my answers").click()
    nora.sees("Your answers are sealed")
    assert nora.page.get_by_label("White", exact=True).is_checked()
    looks_well(nora)


def custodian_reads(auditor: Visitor) -> None:
    """Nothing is shown before a reason is given."""
    auditor.go("/boards/vault/")
    looks_well(auditor)
    auditor.page.get_by_role("link", name="Who serves").click()
    auditor.sees("Who was asked", "Nora Quill", "answered")
    looks_well(auditor)
    auditor.page.get_by_role("link", name="Nora Quill").click()
    auditor.sees("Why you open it")
    auditor.sees_not("American Indian")
    looks_well(auditor)
    auditor.page.get_by_label("Why you open it").fill(REASON)
    auditor.page.get_by_role("button", name="Open what they said").click()
    auditor.sees("What they said", "American Indian or Alaska Native · White", REASON)
    looks_well(auditor)


def sees_who_read_and_changes(nora: Visitor) -> None:
    nora.sees(REASON)
    nora.page.get_by_text("White", exact=True).click()
    nora.page.get_by_role("button", name="Seal my answers").click()
    nora.sees("Your answers are sealed")
    assert not nora.page.get_by_label("White", exact=True).is_checked()


def takes_back(nora: Visitor) -> None:
    nora.page.get_by_role("button", name="Destroy what I said").click()
    nora.sees("What you said is destroyed")
    assert not nora.page.get_by_label("American Indian or Alaska Native", exact=True).is_checked()
    looks_well(nora)


def speaks_spanish(nora: Visitor, link: str) -> None:
    nora.page.goto(link)
    nora.sees("Sobre usted")
    nora.page.get_by_role("button", name="Abrir mi página").click()
    nora.sees("¿Cuál es su raza u origen étnico?", "Qué guarda la ciudad sobre usted")
    looks_well(nora)
