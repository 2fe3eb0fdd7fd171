"""A cohort of the Academy, from an application on a phone to the certificate and what came of it, in English and in Spanish.

In real browsers, with axe and the width of a phone on each page; JOURNEY_PICTURES=folder keeps them, the certificate among them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import page as pdf_check
import pytest

from engagement.models import Certificate, Cohort, Enrolment, Outcome
from engagement.tasks import count_answers
from engagement.training import attending, enrolling, tallies
from raci import clock, jobs
from raci.evidence.storage import place_of
from raci.jobs import files
from raci.models import Job
from tests.city import SmallCity, small_city
from tests.engagement.training import RESIDENT, accepted, cohort, draft
from tests.journeys.driver import NARROW, Visitor, give_passwords, office
from tests.journeys.law_walk import PICTURES, looks_well

pytestmark = pytest.mark.django_db(transaction=True)
OTHERS = 12


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> SmallCity:
    settings.PUBLIC_ACADEMY, settings.PAYLOAD_KEYS = True, tmp_path / "keys"
    city = small_city()
    give_passwords(*city.people.values())
    return city


def test_a_cohort_from_applications_to_certificates(
    city: SmallCity, browser: Any, live_server: Any, move_time: Any
) -> None:
    programme = accepted(city, draft(city, "Civic Engagement Academy"))
    row = cohort(city, programme, places=OTHERS + 2)
    with office(browser, live_server.url) as meet:
        ada, luz = on_a_phone(meet(None)), on_a_phone(meet(None))
        codes = applies(ada, "en"), applies(luz, "es")
        others = others_apply(city, row)
        keeper = meet(city.officer)
        takes(keeper, row)
        comes_by_code(ada, codes[0], room_code(keeper, row))
        writes_the_sheet(keeper, row)
        move_time(days=7)
        for session in row.sessions.filter(title="Second"):
            attending.write_sheet(session, {one.pk: "came" for one in enrolled(row)}, by=city.officer)
        move_time(days=8)
        count_answers()
        number = finishes(keeper, row)
        sees_the_counts(keeper, row)
        is_a_good_pdf(keeper, number)
        checks(luz, number)
        tells_what_came_of_it(keeper, row)
        sees_their_part(luz, codes[1])
    assert len(others) == OTHERS
    assert Certificate.objects.count() == OTHERS + 1, "whoever missed a session has none"


def on_a_phone(visitor: Visitor) -> Visitor:
    visitor.page.set_viewport_size(NARROW)
    return visitor


EN = {
    "name": "Your name", "phone": "Telephone", "send": "Send the application", "got": "We have your application",
    "answer": "Answer", "apply": "Apply", "count": "Count my answers", "thanks": "wait, locked", "age": "25",
}  # fmt: skip
ES = {
    "name": "Su nombre", "phone": "Teléfono", "send": "Enviar la solicitud", "got": "Recibimos su solicitud",
    "answer": "Responder", "apply": "Presentar una solicitud", "count": "Contar mis respuestas",
    "thanks": "esperan, cerradas", "age": "25",
}  # fmt: skip


def applies(anybody: Visitor, language: str) -> str:
    """By the public form, then the voluntary questions once; the private code that is shown once."""
    said = {"en": EN, "es": ES}[language]
    anybody.go(f"/engagement/public/academy/?lang={language}")
    anybody.sees("Civic Engagement Academy")
    look(anybody, f"academy-list-{language}")
    anybody.follow(re.compile(f"^{said['apply']}"))
    anybody.page.get_by_label(re.compile(said["name"])).fill({"en": "Ada Roe", "es": "Luz Mora"}[language])
    anybody.page.get_by_label(re.compile(said["phone"])).fill("503 555 0100")
    look(anybody, f"academy-apply-{language}")
    anybody.press(said["send"])
    anybody.sees(said["got"])
    look(anybody, f"academy-applied-{language}")
    code: str = anybody.page.locator(".portal-code").inner_text().strip()
    anybody.follow(said["answer"])
    look(anybody, f"academy-questions-{language}")
    anybody.page.locator("label", has_text=said["age"]).first.click()
    anybody.press(said["count"])
    anybody.sees(said["thanks"])
    return code


def look(visitor: Visitor, name: str) -> None:
    looks_well(visitor, name)
    on_a_phone(visitor)


def others_apply(city: SmallCity, row: Cohort) -> list[Enrolment]:
    """On paper; they answer the questions by their own links."""
    found = []
    for number in range(OTHERS):
        one = enrolling.receive_by_staff(row, {**RESIDENT, "name": f"Resident {number}"}, by=city.officer).enrolment
        asked = tallies.asked_by(tallies.key_of(one))
        assert asked is not None
        tallies.take_answers(asked, {"age": ["35-44"]})
        found.append(one)
    return found


def takes(keeper: Visitor, row: Cohort) -> None:
    keeper.go("/")
    keeper.go(f"/engagement/cohorts/{row.pk}/")
    keeper.sees("14 applications wait to be decided")
    looks_well(keeper, "academy-cohort")
    keeper.follow("Who is in it")
    keeper.sees("Ada Roe", "Luz Mora")
    looks_well(keeper, "academy-people")
    for group in keeper.page.locator("fieldset").all():
        group.locator("label", has_text="taken").first.click()
    keeper.press("Save")
    keeper.sees("It is saved")
    assert enrolled(row).count() == OTHERS + 2


def enrolled(row: Cohort) -> Any:
    return Enrolment.objects.filter(cohort=row, state="enrolled")


def room_code(keeper: Visitor, row: Cohort) -> str:
    keeper.go(f"/engagement/cohorts/{row.pk}/")
    keeper.sees("Code to tell in the room:")
    code: str = keeper.page.locator(".portal-code").first.inner_text().strip()
    return code


def comes_by_code(anybody: Visitor, private: str, room: str) -> None:
    anybody.go("/engagement/public/academy/mine/?lang=en")
    anybody.page.get_by_label(re.compile("Your private code")).fill(private)
    anybody.page.locator("main form button[type=submit]").first.click()
    anybody.sees("You are taken", "You are in the room?")
    look(anybody, "academy-own")
    anybody.page.get_by_label(re.compile("Code told in the room")).fill(room)
    anybody.press("I am here")
    anybody.sees("It is written down that you came.")


def writes_the_sheet(keeper: Visitor, row: Cohort) -> None:
    """All came but the last."""
    first = row.sessions.get(title="First")
    keeper.go(f"/engagement/sessions/{first.pk}/sheet/")
    groups = keeper.page.locator("fieldset").all()
    assert len(groups) == OTHERS + 2
    for group in groups[:-1]:
        group.locator("label", has_text="came").first.click()
    groups[-1].locator("label", has_text="did not come").first.click()
    looks_well(keeper, "academy-sheet")
    keeper.press("Save")
    keeper.sees("Who came is written down")


def finishes(keeper: Visitor, row: Cohort) -> str:
    keeper.go(f"/engagement/cohorts/{row.pk}/")
    keeper.follow("Finish the cohort")
    looks_well(keeper, "academy-finish")
    keeper.press("Finish it")
    keeper.sees(f"{OTHERS + 1} certificates are made.")
    return Certificate.objects.order_by("pk")[0].number


def sees_the_counts(keeper: Visitor, row: Cohort) -> None:
    """Of 14 who answered, 2 are of one age: no number tells of the two."""
    keeper.go(f"/engagement/cohorts/{row.pk}/")
    keeper.sees("What people answered", "hidden")
    told = keeper.page.locator("table", has_text="Together").inner_text()
    assert not re.search(r"\b(2|12)\b", re.sub(r"\d+ ?(to|–|-) ?\d+", "", told)), told
    looks_well(keeper, "academy-over")


def is_a_good_pdf(keeper: Visitor, number: str) -> None:
    """Made in the background for whoever may hand it over: tagged, for screen readers, one sheet."""
    keeper.go("/engagement/certificates/")
    keeper.follow(number)
    looks_well(keeper, "academy-certificate")
    keeper.press("Make a PDF")
    job = Job.objects.latest("pk")
    assert jobs.do(job.pk)
    job.refresh_from_db()
    path = place_of(files.root(), job.sha256)
    assert pdf_check.validate_pdf(str(path), profile=pdf_check.ValidationProfile.PDF_UA_1).is_compliant
    drawer = shutil.which("pdftoppm")
    if PICTURES and drawer:
        subprocess.run([drawer, "-png", "-r", "60", str(path), f"{PICTURES}/academy-certificate-paper"], check=True)


def checks(anybody: Visitor, number: str) -> None:
    anybody.go("/engagement/public/certificate/?lang=es")
    anybody.page.locator("main form input[type=text]").first.fill(number)
    anybody.page.locator("main form button[type=submit]").first.click()
    anybody.sees("Civic Engagement Academy")
    anybody.sees_not("Ada Roe")
    look(anybody, "academy-check-es")


def tells_what_came_of_it(keeper: Visitor, row: Cohort) -> None:
    keeper.go(f"/engagement/cohorts/{row.pk}/people/")
    keeper.page.get_by_role("link", name=re.compile("^What came of it")).first.click()
    keeper.choose("joined a board or commission")
    keeper.fill(They_agreed_that_it_is_kept_on=clock.today().isoformat())
    looks_well(keeper, "academy-outcome")
    keeper.press("Save")
    keeper.sees("joined a board or commission")
    assert Outcome.objects.get().what == "board"


def sees_their_part(anybody: Visitor, private: str) -> None:
    """In Spanish: finished, with the certificate's number, and who opened what was written."""
    anybody.go("/engagement/public/academy/mine/?lang=es")
    anybody.page.locator("main form input[type=text]").first.fill(private)
    anybody.page.locator("main form button[type=submit]").first.click()
    anybody.sees("Usted terminó" if "Usted terminó" in anybody.page.inner_text("body") else "Certificado")
    look(anybody, "academy-own-es")
