"""A report's way to the public: asked for, written by two, read by the City Attorney, approved, made, released to the Mayor by
name and to everybody, confirmed, and read on a phone by somebody without an account, in Spanish.

axe and the width of a phone on each page.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from raci import jobs
from raci.models import Job
from reports.models import Delivery, Report
from tests.city import SmallCity, small_city
from tests.journeys.driver import NARROW, Meet, Visitor, give_passwords, office
from tests.journeys.law_walk import looks_well

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Equity progress, third quarter 2026"


@pytest.fixture
def city(transactional_db: None, settings: Any) -> SmallCity:
    settings.PUBLIC_REPORTS = True
    city = small_city()
    give_passwords(*city.people.values())
    return city


def test_a_report_reaches_the_mayor_and_the_public(city: SmallCity, browser: Any, live_server: Any) -> None:
    with office(browser, live_server.url) as meet:
        officer, writer, administrator = meet(city.officer), meet(city.office), meet(city.administrator)
        officer_asks_for_it(officer)
        two_write(officer, writer)
        attorney_is_consulted(officer, meet(city.attorney))
        administrator_approves(officer, administrator)
        edition_is_made(officer, "English")
        edition_is_made(officer, "Spanish")
        administrator_releases(administrator, city)
        mayor_confirms(meet(city.mayor))
        administrator.page.reload()
        administrator.sees("Sent by name to 1; 1 confirmed")
        somebody_reads_it_on_a_phone(meet)
    delivery = Delivery.objects.get()
    assert (delivery.person, delivery.sent_as) == (city.mayor, "Mayor")
    assert delivery.confirmed_at is not None
    assert Report.objects.get().audience == "public"


def officer_asks_for_it(officer: Visitor) -> None:
    officer.follow("Reports")
    officer.sees("No report yet")
    officer.follow("Ask for a report")
    looks_well(officer, "report-create")
    officer.choose(re.compile("Mayor"))
    officer.fill(
        Title=TITLE, First_day_of_its_period="2026-07-01", Last_day_of_its_period="2026-09-30",
    )  # fmt: skip
    officer.press("Take the facts and begin")
    officer.sees("Its facts are taken as they stand now.")
    officer.sees_title(TITLE)
    looks_well(officer, "report-draft")


def two_write(officer: Visitor, writer: Visitor) -> None:
    """Each in a section of their own; in Spanish too."""
    officer.follow(re.compile("^Write here.*In one page"))
    officer.fill(Your_words="The gap in swimming closed by a third.")
    officer.press("Save")
    officer.sees("Saved.", "The gap in swimming closed by a third.")
    officer.follow(re.compile("^In Spanish.*In one page"))
    officer.fill(Your_words="La brecha en natación se redujo un tercio.")
    looks_well(officer, "report-section")
    officer.press("Save")
    writer.follow("Reports")
    writer.follow(TITLE)
    writer.page.get_by_role("link", name=re.compile("^Write here")).last.click()
    writer.fill(Your_words="Interpreters stood at every hearing.")
    writer.press("Save")
    writer.sees("Interpreters stood at every hearing.", "The gap in swimming closed by a third.")


def attorney_is_consulted(officer: Visitor, attorney: Visitor) -> None:
    officer.follow("Reports")
    officer.follow(TITLE)
    officer.follow("Open consultation")
    officer.press("Open consultation")
    officer.sees("Consultation is open.", "0 of 1 answered")
    attorney.go("/")
    attorney.follow(TITLE)
    attorney.sees("The text you are asked about", "The gap in swimming closed by a third.", "Why you")
    attorney.choose("No objection")
    attorney.press("Answer")
    attorney.sees("Your answer is on record.")


def administrator_approves(officer: Visitor, administrator: Visitor) -> None:
    officer.go("/")
    officer.follow(TITLE)
    officer.press("Submit")
    officer.sees("It is submitted.")
    administrator.go("/")
    administrator.follow(TITLE)
    administrator.sees("You are deciding exactly", "Interpreters stood at every hearing.")
    administrator.choose("Approve")
    administrator.press("Decide")
    administrator.sees("Your decision stands, and this is its receipt.")


def edition_is_made(officer: Visitor, language: str) -> None:
    officer.go(f"/reports/{Report.objects.get().record_id}/")
    officer.press(f"Have the edition made in {language}")
    officer.sees(f"{TITLE}, edition")
    assert jobs.do(Job.objects.filter(kind="edition").latest("pk").pk)  # as a worker does
    officer.page.reload()
    officer.sees("Download")


def administrator_releases(administrator: Visitor, city: SmallCity) -> None:
    administrator.follow("Reports")
    administrator.follow(TITLE)
    administrator.sees("Approved, it waits for you")
    looks_well(administrator, "report-approved")
    administrator.follow("Release it")
    administrator.sees_title(f"Release “{TITLE}”")
    administrator.sees(f"Mayor: {city.mayor.name}")
    for box in administrator.page.get_by_role("checkbox").all():
        words = box.evaluate("e => e.labels[0].innerText")
        if box.is_checked() != words.startswith("Mayor:"):
            administrator.choose(words)
    administrator.choose("The public too")
    looks_well(administrator, "report-release")
    administrator.press("Release it")
    administrator.sees("It is released; its readers are told.", "The public reads it too.")
    administrator.sees("Sent by name to 1; 0 confirmed")
    looks_well(administrator, "report-released")


def mayor_confirms(mayor: Visitor) -> None:
    mayor.go("/inbox/")
    mayor.follow(re.compile("is sent to you"))
    mayor.sees_title(TITLE)
    looks_well(mayor, "report-mayor")
    mayor.press("I have it")
    mayor.sees("Confirmed: whoever released it sees that you have it.")


def somebody_reads_it_on_a_phone(meet: Meet) -> None:
    anybody = meet(None)
    anybody.page.set_viewport_size(NARROW)
    anybody.go("/")
    anybody.follow("Informes de equidad de la ciudad")
    anybody.sees(TITLE)
    looks_well(anybody, "report-public-list")
    anybody.page.set_viewport_size(NARROW)
    anybody.follow(TITLE)
    anybody.sees("La brecha en natación se redujo un tercio.", "Publicado")
    looks_well(anybody, "report-public")
    with anybody.page.expect_download() as waiting:
        anybody.page.get_by_role("link", name=re.compile("PDF en Español", re.IGNORECASE)).click()
    assert waiting.value.suggested_filename.endswith("-es.pdf")
