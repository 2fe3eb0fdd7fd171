"""Language access's way through the city: who comes, in which languages, and a form whose Spanish is older than its English.

The bureau's director weighs the four factors and keeps the documents; the Auditor finds what is not on the list. In real
browsers, axe and the width of a phone on each page.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from compliance.models import LanguageAssessment, Obligation, VitalDocument
from raci import clock
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import award, facts, obligation
from tests.journeys import law_walk
from tests.journeys.driver import Visitor, give_passwords, office

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "LA-04"
SERVICE, FORM = "Swimming lessons", "Registration form for lessons"
# of 18,400 people 5 % are 920: Spanish is over it, Samoan reaches it with its margin, Korean does not
LANGUAGES = (
    {"Language": "Spanish", "People": "1630", "Counted_by": "programme"},
    {"Language": "Samoan", "People": "810", "Margin_of_error,_±": "140", "Counted_by": "survey", "Table": "B16001"},
    {"Language": "Korean", "People": "300", "Margin_of_error,_±": "90", "Counted_by": "survey", "Table": "B16001"},
)

WORKSHEET = {
    "Programme or service": SERVICE,
    "Whose rule is followed": "Transportation",
    "How many people are eligible or likely to be met": "18400",
    "Who they are, and where the number is from": "Families in the registers of 2025",
    "How often people with limited English come": "every day",
    "How much turns on it": "rights, health, safety",
    "What people lose without it": "A child who cannot swim can drown.",
    "What there is: staff, vendors, money": "Two guides who speak Spanish; a telephone line.",
    "What the unit does about it": "Forms in Spanish; the line for all others.",
}


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> SmallCity:
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    city = small_city()
    give_passwords(*city.people.values())
    facts(city, employees=7000, population=652_503)
    award(city)
    obligation(city, CODE)
    return city


def test_a_translation_goes_stale_and_is_made_anew(
    city: SmallCity, browser: Any, live_server: Any, tmp_path: Path
) -> None:
    inventory = tmp_path / "inventory.csv"
    inventory.write_text("Registration form for lessons,Spanish\n")
    one = Obligation.objects.get()
    with office(browser, live_server.url) as meet:
        director, administrator = meet(city.director), meet(city.administrator)
        weighs_the_four_factors(director)
        keeps_the_form(director)
        changes_its_source(director)
        translates_it_anew(director)
        writes_encounters_down(director)
        law_walk.comes_to_it(director, CODE)
        law_walk.shows(director, CODE, "Inventory of vital documents", inventory)
        law_walk.assesses(
            director, CODE, "Each document is there in Spanish, and each translation is newer than its source."
        )
        law_walk.accepts(administrator, CODE)
        what = "The notice of cancelled lessons is not on the inventory"
        finding = law_walk.finds(
            meet(city.auditor), one, what, "It takes a place from a child, and hangs in English only."
        )
        done = "It is on the inventory, and hangs in Spanish at all six pools."
        action = law_walk.mends(director, finding, "Translate the notice of cancelled lessons", "Director", done)
        law_walk.verifies(administrator, action, "I read it in Spanish at two pools.")
        reads_the_encounters(administrator)
    law_walk.was_walked(one, action, by=city.director, verified_by=city.administrator)
    judged = {row.name: (row.outcome, row.watch) for row in LanguageAssessment.objects.get().languages.all()}
    assert judged == {
        "Spanish": ("TRANSLATE_VITAL_DOCUMENTS", []),
        "Samoan": ("NO_TRANSLATION_UNDER_SAFE_HARBOUR", ["could_exceed"]),
        "Korean": ("NO_TRANSLATION_UNDER_SAFE_HARBOUR", []),
    }


def weighs_the_four_factors(director: Visitor) -> None:
    director.go("/law/")
    director.follow("Language access")
    director.follow("Begin an assessment")
    today = clock.today()
    ends = str(today + timedelta(days=1095))
    director.fill(First_day_of_the_period_it_is_for=str(today), Last_day_of_that_period=ends, **WORKSHEET)
    for number, line in enumerate(LANGUAGES, start=1):
        director.fill(director.page.get_by_role("group", name=f"Language {number}", exact=True), **line)
    law_walk.looks_well(director, "worksheet-new")
    director.press("Save the assessment")
    director.sees("Translate the vital documents into: Spanish.", "To be watched: Samoan.")
    director.sees("Watch: the margin of error reaches the threshold", "The number that binds", "920")
    law_walk.looks_well(director, "worksheet")


def keeps_the_form(director: Visitor) -> None:
    """Its translation is newer than its source, so all is well."""
    director.follow(re.compile("^The unit’s vital documents"))
    director.follow("Add a document")
    today = clock.today()
    director.fill(
        Title=FORM, Programme_or_service=SERVICE, Why_it_is_vital="Without it no child has a place.",
        Source_last_changed_on=str(today - timedelta(days=200)),
    )  # fmt: skip
    first = director.page.get_by_role("group", name="Translation 1", exact=True)
    director.fill(first, Language="Spanish", Translated_on=str(today - timedelta(days=150)), Reviewed_by="R. Quill")
    law_walk.looks_well(director, "document-new")
    director.press("Save the document")
    director.sees("All translations are current")


def changes_its_source(director: Visitor) -> None:
    """A new version in English makes the Spanish stale: the page says so, and so does the X-ray."""
    director.follow("Change it")
    director.fill(Version_of_the_source="2027", Source_last_changed_on=str(clock.today() - timedelta(days=5)))
    director.press("Save the document")
    director.sees("A translation is stale", "Stale, since the source changed after it was translated: Spanish")
    law_walk.looks_well(director, "document-stale")
    director.go("/x-rays/?q=" + FORM.split()[0])
    director.sees("The source changed after it was translated into: Spanish.")
    law_walk.looks_well(director, "document-x-ray")
    director.follow(re.compile("See which"))
    director.sees_title(FORM)


def translates_it_anew(director: Visitor) -> None:
    director.follow("Change it")
    first = director.page.get_by_role("group", name="Translation 1", exact=True)
    director.fill(first, Translated_on=str(clock.today()))
    law_walk.looks_well(director, "document-edit")
    director.press("Save the document")
    director.sees("All translations are current")
    assert VitalDocument.objects.get().translations.get().translated_on == clock.today()


def writes_encounters_down(director: Visitor) -> None:
    director.go("/law/languages/encounters/")
    director.follow("Write encounters down")
    for number, (language, how) in enumerate((("Spanish", "staff"), ("Samoan", "line")), start=1):
        row = director.page.get_by_role("group", name=f"Encounter {number}", exact=True)
        director.fill(row, Day=str(clock.today()), Language=language, Interpreter=how, Minutes="15")
    law_walk.looks_well(director, "encounters-new")
    director.press("Write them down")
    director.sees("Encounters by language")
    director.fill(Unit="Parks")
    director.press("Show it")
    director.sees("2 encounters in other languages than English in FY")
    director.sees_not("most of them", "$0")
    law_walk.looks_well(director, "encounters")


def reads_the_encounters(reader: Visitor) -> None:
    """Outside of the unit small counts are hidden."""
    reader.go("/law/languages/encounters/")
    reader.sees("hidden")
    law_walk.looks_well(reader, "encounters-elsewhere")
