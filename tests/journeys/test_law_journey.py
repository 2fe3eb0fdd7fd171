"""The ADA's way through the city: an obligation is due, shown, assessed, found wanting, mended and seen done by another.

In real browsers, axe and the width of a phone on each page, those that everybody reads among them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from compliance.models import Obligation
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import award, facts, obligation
from tests.journeys import law_walk
from tests.journeys.driver import Visitor, give_passwords, office

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "ADA-16"


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> SmallCity:
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    city = small_city()
    give_passwords(*city.people.values())
    facts(city, employees=7000, population=652_503)
    award(city)
    obligation(city, CODE)
    return city


def test_an_obligation_from_its_day_to_what_somebody_else_saw(
    city: SmallCity, browser: Any, live_server: Any, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    log.write_text("All counters answered by TTY and relay.\n")
    one = Obligation.objects.get()
    with office(browser, live_server.url) as meet:
        director, administrator = meet(city.director), meet(city.administrator)
        law_walk.comes_to_it(director, CODE)
        law_walk.shows(director, CODE, "Test log of all counters", log)
        law_walk.assesses(director, CODE, "I read the log and called two counters.")
        law_walk.accepts(administrator, CODE)
        finding = law_walk.finds(meet(city.auditor), one, "No relay line at the pool", "Called three times.")
        action = law_walk.mends(director, finding, "Fit a relay line", "Director", "Fitted, and tested from outside.")
        law_walk.verifies(administrator, action, "I called the line and was answered.")
        everybody_reads(administrator)
    law_walk.was_walked(one, action, by=city.director, verified_by=city.administrator)


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
        law_walk.looks_well(reader, name)
