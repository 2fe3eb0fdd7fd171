"""A law's way through the city: an obligation of the ADA is due, shown, assessed, found wanting, mended and seen done by another.

In real browsers, axe and the width of a phone on each page; JOURNEY_PICTURES=folder keeps the pages.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from compliance.models import CorrectiveAction, Finding, Obligation
from raci import clock
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import award, facts, obligation
from tests.journeys.driver import NARROW, WIDE, Visitor, give_passwords, office
from tests.journeys.test_team_quarter import accessible

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("JOURNEY_PICTURES", "")


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> SmallCity:
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    city = small_city()
    give_passwords(*city.people.values())
    facts(city, employees=7000, population=652_503)
    award(city)
    obligation(city)
    return city


def looks_well(visitor: Visitor, name: str = "") -> None:
    """axe finds nothing, and a phone scrolls one way only."""
    accessible(visitor)
    if PICTURES and name:
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    visitor.page.set_viewport_size(NARROW)
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if PICTURES and name:
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}-narrow.png", full_page=True)
    visitor.page.set_viewport_size(WIDE)
    assert wide <= 0, visitor.page.url


def test_an_obligation_from_its_day_to_what_somebody_else_saw(
    city: SmallCity, browser: Any, live_server: Any, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    log.write_text("All counters answered by TTY and relay.\n")
    with office(browser, live_server.url) as meet:
        director = meet(city.director)
        director_shows_and_judges(director, log)
        administrator = meet(city.administrator)
        administrator_accepts(administrator)
        auditor_finds(meet(city.auditor))
        director_mends(director)
        administrator_verifies(administrator)
        everybody_reads(administrator)
    assert Obligation.objects.get().judged == "EVIDENCE_CURRENT"
    closure = CorrectiveAction.objects.get().closure
    assert (closure.submitted_by, closure.answered_by) == (city.director, city.administrator)


def director_shows_and_judges(director: Visitor, log: Path) -> None:
    director.go("/law/")
    director.follow("Obligations")
    director.sees("ADA-16", "evidence due")
    looks_well(director, "list")
    director.follow(re.compile("ADA-16"))
    director.sees("Evidence is to be added")
    director.follow("Add evidence")
    looks_well(director, "evidence")
    director.page.locator("input[type=file]").set_input_files(log)
    director.fill(What_it_is="Test log of all counters", In_force_from=str(clock.today() - timedelta(days=3)))
    director.press("Add it")
    director.sees("Test log of all counters", "Its evidence is to be assessed")
    director.follow("Assess it")
    director.choose("the evidence shows that it is done")
    director.fill(Why="I read the log and called two counters.")
    looks_well(director, "assess")
    director.press("Save the draft")
    director.press("Hand it in")
    director.sees("Its assessment waits to be accepted.")
    looks_well(director, "obligation")


def administrator_accepts(administrator: Visitor) -> None:
    administrator.go("/")
    administrator.follow(re.compile("ADA-16"), administrator.page.locator("main"))
    administrator.press("Accept it")
    administrator.sees("evidence current", "Nothing, as long as the evidence stays in force.")


def auditor_finds(auditor: Visitor) -> None:
    auditor.go(f"/law/obligations/{Obligation.objects.get().pk}/")
    auditor.follow("Record a finding")
    auditor.fill(What_was_found="No relay line at the pool", In_words="Called three times.", Found_by="an audit")
    auditor.choose(re.compile("^high"))
    auditor.fill(Found_on=str(clock.today()))
    looks_well(auditor, "finding-new")
    auditor.press("Record it")
    auditor.sees("A corrective action is asked for")
    looks_well(auditor, "finding")


def director_mends(director: Visitor) -> None:
    director.go(f"/law/findings/{Finding.objects.get().pk}/")
    director.follow("Add a corrective action")
    day = str(clock.today() + timedelta(days=14))
    director.fill(What_is_done="Fit a relay line", Who_does_it="Director", Due=day, Working_days_it_takes="3")
    looks_well(director, "action-new")
    director.press("Add it")
    director.go("/")
    director.follow("Fit a relay line", director.page.locator("main"))
    director.follow("Report it done")
    director.fill(Done_on=str(clock.today()), What_was_done="Fitted, and tested from outside.")
    director.press("Report it")
    director.sees("somebody else verifies it")
    looks_well(director, "action")


def administrator_verifies(administrator: Visitor) -> None:
    administrator.go(f"/law/corrective-actions/{CorrectiveAction.objects.get().pk}/")
    looks_well(administrator, "verify")
    administrator.fill(How_you_verified_it="I called the line and was answered.")
    administrator.press("I saw it done")
    administrator.sees("It is done, and somebody else saw it.")


def everybody_reads(reader: Visitor) -> None:
    for address, name in (
        ("/law/obligations/grid/", "grid"),
        ("/law/obligations/calendar/", "calendar"),
        ("/law/rules/", "rules"),
        ("/law/funding/", "funding"),
        ("/law/funding/effects/", "effects"),
        ("/law/facts/", "facts"),
        ("/law/findings/", "findings"),
        ("/law/corrective-actions/", "actions"),
    ):
        reader.go(address)
        looks_well(reader, name)
