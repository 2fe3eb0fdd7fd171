"""The City Auditor's own audit of who serves on boards: begun, counted by the custodian, consulted on, approved by another of the
office, raised and published. In real browsers, axe and the width of a phone on each page; JOURNEY_PICTURES=folder keeps them.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from boards.models import AuditTally, Board, RepresentationAudit
from raci import clock
from raci.models import Recommendation
from tests.boards.audits import all_say, seat_people, second_auditor
from tests.boards.vault import custodian
from tests.city import SmallCity, small_city
from tests.journeys.driver import Meet, Visitor, give_passwords, office
from tests.journeys.law_walk import looks_well

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Who serves on boards, 2027"
ADVICE = "Announce every vacant seat in Spanish too"


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> SmallCity:
    settings.PAYLOAD_KEYS = tmp_path / "keys"
    city = small_city()
    custodian(city, city.lead)
    all_say(seat_people(city, 70, board="Parks Board"), {"woman": 24, "man": 38})
    others = seat_people(city, 50, board="Design Commission", body_type="decision", budget_tier="largest")
    all_say(others, {"woman": 14, "man": 28, "non-binary": 3})
    return city


def test_the_auditor_runs_an_audit_and_the_public_reads_it(
    city: SmallCity, browser: Any, live_server: Any, settings: Any
) -> None:
    settings.PUBLIC_BOARDS = True
    second = second_auditor(city)
    give_passwords(*city.people.values(), second)
    with office(browser, live_server.url) as meet:
        auditor = meet(city.auditor)
        begins(auditor)
        says_who_lives_here(auditor)
        asks_the_custodian(auditor)
        counts(meet(city.lead))
        writes(auditor)
        is_consulted_on(auditor, city, meet)
        approves(meet(second))
        publishes_and_raises(auditor)
        anybody_reads(meet(None))
        is_answered_for(meet(city.director))
    tally = AuditTally.objects.get()
    kinds = ["type=decision", "type=advisory", "budget=largest", "budget="]
    assert [one["name"] for one in tally.tables] == ["people", *kinds]
    assert RepresentationAudit.objects.get().published_text is not None
    assert Recommendation.objects.get().body == "Parks Board"


def begins(auditor: Visitor) -> None:
    auditor.go("/boards/")
    auditor.follow("Audits")
    auditor.sees("No audit yet")
    looks_well(auditor, "audits-empty")
    auditor.follow("Begin an audit")
    looks_well(auditor, "audit-begin")
    auditor.choose(re.compile("City Auditor"))
    auditor.fill(Title=TITLE)
    auditor.press("Begin the draft")
    auditor.sees_title(TITLE)
    auditor.sees("Before you can open consultation", "Choose what is asked")
    looks_well(auditor, "audit-begun")


def says_who_lives_here(auditor: Visitor) -> None:
    auditor.follow("Ask one more question")
    looks_well(auditor, "audit-ask")
    auditor.choose("Gender identity")
    auditor.press("Ask it")
    auditor.sees_title("Who lives here")
    looks_well(auditor, "audit-benchmark")
    auditor.fill(
        What_the_numbers_are="Residents by gender", Source="ACS 5-year, B01001, with the city’s own survey", Year_or_years="2024",
        Of_whom="18 and over", Woman="50.5", Man="48.0", **{"Non-binary": "1.5"},
    )  # fmt: skip
    auditor.press("Save")
    auditor.sees("The benchmark is saved.", "not counted yet")


def asks_the_custodian(auditor: Visitor) -> None:
    auditor.press("Ask the custodian to count")
    auditor.sees("The custodian of the vault is asked to count.")
    looks_well(auditor, "audit-asked")


def counts(keeper: Visitor) -> None:
    """Not the auditor: whoever keeps the vault. The page gives nothing away; members read that they did, and why."""
    keeper.go("/")
    keeper.follow(re.compile("An audit asks you to count"))
    keeper.sees("120 people served", f"Counted for “{TITLE}”")
    looks_well(keeper, "audit-count")
    keeper.press("Open and count")
    keeper.sees("1 question is counted.")
    looks_well(keeper, "vault-after")
    assert keeper.page.goto(f"/boards/audits/{RepresentationAudit.objects.get().record_id}/").status == 404
    keeper.complaints.clear()


def writes(auditor: Visitor) -> None:
    auditor.go("/boards/audits/")
    auditor.follow(TITLE)
    auditor.sees("107 of 120 people answered", "Counted together")
    looks_well(auditor, "audit-counted")
    auditor.follow("Change its words and whose seats it counts")
    looks_well(auditor, "audit-edit")
    auditor.fill(
        What_it_is_for="The charter asks for it every two years.",
        What_it_finds="Men serve more often than they live here, by more than chance explains.",
    )
    auditor.press("Save")
    auditor.follow("Write a recommendation")
    looks_well(auditor, "audit-advise")
    auditor.choose(re.compile("^\\s*outreach"))
    auditor.fill(
        Title=ADVICE, What_is_recommended="And at the libraries, four weeks before it closes.", To_a_board="Parks Board",
        Answer_due_on=str(clock.today() + timedelta(days=60)),
    )  # fmt: skip
    auditor.press("Add it")
    auditor.sees(ADVICE)
    auditor.sees_not("Before you can open consultation")


def is_consulted_on(auditor: Visitor, city: SmallCity, meet: Meet) -> None:
    auditor.follow("Open consultation")
    auditor.press("Open consultation")
    auditor.sees("in consultation")
    for person in (city.officer, city.administrator, city.attorney):
        asked = meet(person)
        asked.follow(TITLE)
        if person == city.attorney:
            looks_well(asked, "audit-consulted")
            asked.choose(re.compile("^\\s*Comment"))
            asked.page.locator("textarea").first.fill("Say in the title that it is voluntary.")
        else:
            asked.choose("No objection")
        asked.press("Answer")
        if person == city.attorney:
            looks_well(asked, "audit-answered")
    auditor.go("/boards/audits/")
    auditor.follow(TITLE)
    auditor.follow("Submit")
    auditor.page.locator("textarea").first.fill("The purpose says so.")
    looks_well(auditor, "audit-submit")
    auditor.press("Submit")
    auditor.sees("submitted")


def approves(second: Visitor) -> None:
    second.follow("Queue")
    second.follow(TITLE)
    looks_well(second, "audit-decide")
    second.choose(re.compile("^\\s*Approve\\s*$"))
    second.press("Decide")
    second.sees("approved")


def publishes_and_raises(auditor: Visitor) -> None:
    auditor.go("/boards/audits/")
    auditor.follow(TITLE)
    looks_well(auditor, "audit-approved")
    auditor.press("Publish the approved text")
    auditor.sees("It is published")
    auditor.press("Raise its recommendations")
    auditor.sees("The recommendations are raised")
    looks_well(auditor, "audit-published")


def anybody_reads(anybody: Visitor) -> None:
    anybody.go("/boards/public/audits/")
    looks_well(anybody, "public-audits")
    anybody.follow(TITLE)
    anybody.sees("107 of 120", "What it cannot say", "SHA-256")
    looks_well(anybody, "public-audit")
    shown = anybody.page.locator("main").inner_text()
    assert "3 of 107" not in shown
    anybody.follow("Español")
    anybody.sees("Lo que no puede decir", "Respondieron 107 de 120")
    looks_well(anybody, "public-audit-es")


def is_answered_for(director: Visitor) -> None:
    director.go("/boards/board/parks-board/")
    director.sees(ADVICE)
    assert Board.objects.filter(code="parks-board").exists()
