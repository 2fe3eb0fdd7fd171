"""Section 3's way through the city: an award, a project nobody can judge until counsel enters the threshold of 2026, hours by
contractor, missed benchmarks and efforts, what is reported; then its obligation from its day to what somebody else saw.

In real browsers, axe and the width of a phone on each page.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from compliance.models import FundingAward, LaborHours, Obligation, Parameter, Section3Project
from raci import clock
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import obligation
from tests.journeys import law_walk
from tests.journeys.driver import Visitor, give_passwords, office
from tests.journeys.law_walk import looks_well

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "S3-06"
PROJECT = "Library renovation"
HEADINGS = "project,contractor,period,total hours,professional hours,section 3 hours,targeted hours,certification\n"
ROWS = f"{PROJECT},Dee Builders,2026 Q3,9000,600,2100,410,yes\n{PROJECT},Lake Electric,2026 Q3,4000,0,%s,150,yes\n"


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> SmallCity:
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    city = small_city()
    give_passwords(*city.people.values())
    obligation(city, CODE)
    return city


def test_a_project_from_its_award_to_what_is_reported_and_verified(
    city: SmallCity, browser: Any, live_server: Any, tmp_path: Path
) -> None:
    one = Obligation.objects.get()
    with office(browser, live_server.url) as meet:
        director, attorney, administrator = meet(city.director), meet(city.attorney), meet(city.administrator)
        director_registers_the_award(director)
        director_adds_the_project(director)
        attorney_enters_the_threshold(attorney)
        administrator_accepts_it(administrator)
        director_judges_it_anew(director)
        director_brings_the_hours_in(director, tmp_path)
        director_tells_the_efforts(director)
        report = director_takes_the_report(director)
        law_walk.comes_to_it(director, CODE)
        law_walk.shows(director, CODE, "Hours as entered in IDIS", report)
        law_walk.assesses(director, CODE, "The spreadsheet is what IDIS holds.")
        law_walk.accepts(administrator, CODE)
        finding = law_walk.finds(
            meet(city.auditor), one, "Payroll of one contractor is missing", "Lake Electric gave totals alone."
        )
        action = law_walk.mends(director, finding, "Ask for certified payroll", "Director", "Received and compared.")
        law_walk.verifies(administrator, action, "I compared a week with the payroll.")
    law_walk.was_walked(one, action, by=city.director, verified_by=city.administrator)


def director_registers_the_award(director: Visitor) -> None:
    director.go("/law/")
    director.follow("Obligations")
    director.follow("funding")
    director.follow("Enter an award")
    today = clock.today()
    director.fill(
        What_it_is_called="Block grant 2026", Agency="Housing", Programme="Community Development Block Grant",
        Assistance_listing="14.218", Award_number="B-26-MC-41-0003", Amount="850,000",
        First_day=str(today - timedelta(days=100)), To_Section_3="housing", Unit_that_receives_it="Parks",
    )  # fmt: skip
    looks_well(director, "award-new")
    director.press("Enter it")
    director.sees("Block grant 2026", "today it runs", "To Section 3")
    looks_well(director, "award")
    assert FundingAward.objects.get().cents == 850_000_00


def director_adds_the_project(director: Visitor) -> None:
    director.go("/law/")
    director.follow("Section 3")
    looks_well(director, "projects-none")
    director.follow("Add a project")
    director.fill(
        Project=PROJECT, Grant_or_activity_number="B-26-1187", Under_what_it_is_assisted="public construction",
        Day_the_assistance_was_committed="2026-05-04", Contact_for_the_report="Grants office, Parks",
    )  # fmt: skip
    for n, (programme, amount) in enumerate((("CDBG", "500,000"), ("HOME", "350,000")), start=1):
        director.fill(
            director.page.get_by_role("group", name=f"Assistance {n}"), HUD_programme=programme, Amount=amount
        )
    looks_well(director, "project-new")
    director.press("Save the project")
    director.sees_title(PROJECT)
    director.sees("Not known yet", "91 FR 6752", "Who can enter it:", "$850,000")
    looks_well(director, "project-unknown")
    assert Section3Project.objects.get().verdict["result"] == "CANNOT_DETERMINE"


def attorney_enters_the_threshold(attorney: Visitor) -> None:
    """A made-up amount: the notice's own was not at hand."""
    row = Parameter.objects.get(key="s3.threshold.hcd", value=None)
    attorney.go("/law/watch/")
    attorney.follow(str(row.name), attorney.page.locator("main"))
    attorney.sees("Nobody has entered this value.")
    looks_well(attorney, "threshold")
    attorney.follow("Enter the value")
    attorney.fill(Value="350000", Note="Read in the notice.")
    attorney.sees("What this touches")
    looks_well(attorney, "threshold-enter")
    attorney.press("Save as a draft")
    attorney.sees("Saved as a draft.")
    attorney.press("Hand it in")
    attorney.sees("350,000")
    looks_well(attorney, "threshold-handed-in")


def administrator_accepts_it(administrator: Visitor) -> None:
    row = Parameter.objects.get(key="s3.threshold.hcd", value="350000")
    administrator.go("/")
    administrator.follow(re.compile(str(row.name)), administrator.page.locator("main"))
    administrator.press("Accept it")
    administrator.sees("It is accepted.", "350,000")
    looks_well(administrator, "threshold-accepted")


def director_judges_it_anew(director: Visitor) -> None:
    director.go(f"/law/section-3/{Section3Project.objects.get().pk}/")
    director.sees("The rows of law have changed since this project was judged.", "Not known yet")
    looks_well(director, "project-stale")
    director.press("Judge it by the rows of today")
    director.sees("No hours are entered yet.", "350,000")
    director.sees_not("Not known yet", "The rows of law have changed")
    assert Section3Project.objects.get().verdict["figures"]["applies"] is True


def director_brings_the_hours_in(director: Visitor, folder: Path) -> None:
    """A row that says twelve hundred in words stops the file; nothing comes in, and nothing is lost."""
    bad, good = folder / "hours.csv", folder / "hours-mended.csv"
    bad.write_text(HEADINGS + ROWS % "twelve hundred")
    good.write_text(HEADINGS + ROWS % "400")
    director.go("/law/section-3/")
    director.follow("Labor hours")
    director.follow("Bring in a file of hours")
    director.page.locator("input[type=file]").set_input_files(bad)
    director.press("Look at it first")
    director.sees("1 new, 0 changed, 0 as they are, 1 to be mended", "Section 3 hours: “twelve hundred” is no number")
    assert director.page.get_by_role("button", name="Bring it in").count() == 0
    looks_well(director, "hours-refused")
    assert not LaborHours.objects.exists()
    director.page.locator("input[type=file]").set_input_files(good)
    director.press("Look at it first")
    director.sees("2 new, 0 changed, 0 as they are, 0 to be mended")
    looks_well(director, "hours-looked-at")
    director.page.locator("input[type=file]").set_input_files(good)
    director.press("Bring it in")
    director.sees("Dee Builders", "Lake Electric")
    looks_well(director, "hours")
    assert LaborHours.objects.count() == 2


def director_tells_the_efforts(director: Visitor) -> None:
    """2,500 of 12,400 hours are 20.2 %: a benchmark is missed, so HUD asks what was done."""
    director.go(f"/law/section-3/{Section3Project.objects.get().pk}/")
    director.sees("20.2 %", "A benchmark is missed: tell which qualitative efforts were made.")
    looks_well(director, "project-missed")
    director.follow("Tell the efforts")
    fair = director.page.get_by_role("group", name="Job fairs")
    director.fill(fair, Made="yes", People_or_businesses="41", What_shows_it="Sign-in sheets")
    director.fill(fair, When=str(clock.today() - timedelta(days=60)))
    looks_well(director, "efforts")
    director.press("Save the efforts")
    director.sees("41 people or businesses", "Sign-in sheets")
    looks_well(director, "project-efforts")


def director_takes_the_report(director: Visitor) -> Path:
    """By reporting year and contractor, with the rows of law that were used."""
    director.go("/law/section-3/")
    director.follow("What is reported")
    director.sees(PROJECT, "Dee Builders")
    looks_well(director, "report")
    with director.page.expect_download() as waiting:
        director.page.get_by_role("link", name="CSV").first.click()
    path = Path(waiting.value.path()).rename(Path(waiting.value.path()).with_suffix(".csv"))
    lines = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    together = lines[-1]
    assert [one["Section 3 hours"] for one in lines] == ["2100", "400", "2500"]
    assert (together["Grant or activity number"], together["Benchmarks"]) == ("B-26-1187", "Benchmark not met")
    assert "s3.threshold.hcd@2026-03-16" in together["Rows of law used"]
    assert "Job fairs" in together["Qualitative efforts"]
    return path
