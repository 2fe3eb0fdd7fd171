"""What each law's way through the city shares: due, shown, assessed, found wanting, mended, seen done by another.

Each step is one person at a browser; axe and the width of a phone on each page. JOURNEY_PICTURES=folder keeps the pages,
JOURNEY_LOOKS=words looks at those alone whose name holds the words.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

from compliance.models import CorrectiveAction, Finding, Obligation
from raci import clock
from raci.models import Person
from tests.journeys.driver import NARROW, WIDE, Visitor
from tests.journeys.test_team_quarter import accessible

PICTURES = os.environ.get("JOURNEY_PICTURES", "")
LOOKS = os.environ.get("JOURNEY_LOOKS", "")


def looks_well(visitor: Visitor, name: str) -> None:
    """axe finds nothing, and a phone scrolls one way only."""
    if not re.search(LOOKS, name):
        return
    accessible(visitor)
    if PICTURES:
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    visitor.page.set_viewport_size(NARROW)
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if PICTURES:
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}-narrow.png", full_page=True)
    visitor.page.set_viewport_size(WIDE)
    assert wide <= 0, visitor.page.url


def comes_to_it(visitor: Visitor, code: str, search: str = "") -> None:
    """From the law's first page to the obligation that is due; where there are many, by a search."""
    visitor.go("/law/")
    visitor.follow("Obligations")
    if search:
        visitor.fill(Search=search)
        visitor.press("Show")
        visitor.sees("1 obligation")
    visitor.sees(code, "evidence due")
    looks_well(visitor, f"{code}-list")
    visitor.follow(re.compile(code))
    visitor.sees("Evidence is to be added")


def shows(visitor: Visitor, code: str, evidence: str, file: Path) -> None:
    """On the obligation's page: a file as its evidence."""
    visitor.follow("Add evidence")
    looks_well(visitor, f"{code}-evidence")
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.fill(What_it_is=evidence, In_force_from=str(clock.today() - timedelta(days=3)))
    visitor.press("Add it")
    visitor.sees(evidence, "Its evidence is to be assessed")


def assesses(visitor: Visitor, code: str, why: str) -> None:
    """There too: it is done, and why one thinks so."""
    visitor.follow("Assess it")
    visitor.choose("the evidence shows that it is done")
    visitor.fill(Why=why)
    looks_well(visitor, f"{code}-assess")
    visitor.press("Save the draft")
    visitor.press("Hand it in")
    visitor.sees("Its assessment waits to be accepted.")
    looks_well(visitor, f"{code}-obligation")


def accepts(visitor: Visitor, code: str) -> None:
    """From the first page, where it waits."""
    visitor.go("/")
    visitor.follow(re.compile(code), visitor.page.locator("main"))
    visitor.press("Accept it")
    visitor.sees("evidence current", "Nothing, as long as the evidence stays in force.")


def finds(visitor: Visitor, one: Obligation, what: str, words: str, found_by: str = "an audit") -> Finding:
    """On the page of an obligation: something is wanting after all."""
    visitor.go(f"/law/obligations/{one.pk}/")
    visitor.follow("Record a finding")
    visitor.fill(What_was_found=what, In_words=words, Found_by=found_by, Found_on=str(clock.today()))
    visitor.choose(re.compile("^high"))
    code = one.requirement.code
    looks_well(visitor, f"{code}-finding-new")
    visitor.press("Record it")
    visitor.sees("A corrective action is asked for")
    looks_well(visitor, f"{code}-finding")
    return Finding.objects.get(title=what)


def mends(visitor: Visitor, finding: Finding, what: str, owner: str, done: str) -> CorrectiveAction:
    """An action by a post of one's own, found again on the first page, and reported done."""
    visitor.go(f"/law/findings/{finding.pk}/")
    visitor.follow("Add a corrective action")
    due = str(clock.today() + timedelta(days=14))
    visitor.fill(What_is_done=what, Who_does_it=owner, Due=due, Working_days_it_takes="3")
    code = finding.requirement.code if finding.requirement else ""
    looks_well(visitor, f"{code}-action-new")
    visitor.press("Add it")
    visitor.go("/")
    visitor.follow(what, visitor.page.locator("main"))
    visitor.follow("Report it done")
    visitor.fill(Done_on=str(clock.today()), What_was_done=done)
    visitor.press("Report it")
    visitor.sees("somebody else verifies it")
    looks_well(visitor, f"{code}-action")
    return CorrectiveAction.objects.get(title=what)


def verifies(visitor: Visitor, action: CorrectiveAction, how: str) -> None:
    """By somebody who did not do it."""
    visitor.go(f"/law/corrective-actions/{action.pk}/")
    looks_well(visitor, f"verify-{action.pk}")
    visitor.fill(How_you_verified_it=how)
    visitor.press("I saw it done")
    visitor.sees("It is done, and somebody else saw it.")


def was_walked(one: Obligation, action: CorrectiveAction, *, by: Person, verified_by: Person) -> None:
    """What the rows say of it afterwards."""
    one.refresh_from_db()
    assert one.judged == "EVIDENCE_CURRENT"
    closure = action.closure
    assert (closure.submitted_by, closure.answered_by) == (by, verified_by)
