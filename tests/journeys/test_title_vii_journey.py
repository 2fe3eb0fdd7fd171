"""Title VII's way through the city: nothing is there until counsel acknowledges; then runs and EEO-4 tables that counsel reads
alone, or with whom counsel admits; beside them an obligation about records, from its day to what somebody else saw.

In real browsers, axe and the width of a phone on each page.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from compliance.models import AdverseImpactRun, Eeo4Report, Obligation
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import facts, obligation
from tests.journeys import law_walk
from tests.journeys.driver import Visitor, give_passwords, office
from tests.journeys.law_walk import looks_well

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "T7-09"
NAME = "Police officer, examination 2026-04"
RUNS = "/law/selections/"
NEVER = ("discrimination", "violation", "compliant")
STRATA = (
    "group,stratum,applicants,selected,labor_area_share\n"
    "Women,2025,25,10,0.49\nMen,2025,60,30,0.51\nWomen,2026,15,2,0.49\nMen,2026,20,18,0.51\n"
)
COUNTS = "status,category,salary,sex,race,count\nfull_time,2,70000,F,white,70\nfull_time,4,58000,M,black,50\n"


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> SmallCity:
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    city = small_city()
    give_passwords(*city.people.values())
    facts(city, employees=7000)
    obligation(city, CODE)
    return city


def test_runs_behind_counsels_gate_and_records_before_it(
    city: SmallCity, browser: Any, live_server: Any, tmp_path: Path
) -> None:
    one = Obligation.objects.get()
    with office(browser, live_server.url) as meet:
        attorney, director, officer = meet(city.attorney), meet(city.director), meet(city.officer)
        office_of_equity, administrator = meet(city.office), meet(city.administrator)
        outside = (director, officer, administrator)
        for anybody in (*outside, office_of_equity):
            nothing_is_there(anybody)
        attorney_acknowledges(attorney)
        run = attorney_enters_a_run(attorney)
        attorney_enters_a_component(attorney, run, tmp_path)
        attorney_withdraws_a_mistake(attorney, run)
        attorney_admits(attorney, run, "Equity Policy Analyst")
        admitted_reads_that_run_alone(office_of_equity, run)
        attorney_makes_the_tables(attorney, tmp_path)
        for anybody in outside:
            nothing_is_there(anybody)
        schedule = tmp_path / "schedule.txt"
        schedule.write_text("Personnel records: two years from making or action; held while a charge is open.\n")
        law_walk.comes_to_it(director, CODE)
        law_walk.shows(director, CODE, "Records schedule of Parks", schedule)
        law_walk.assesses(director, CODE, "I drew ten files; each was there.")
        law_walk.accepts(administrator, CODE)
        finding = law_walk.finds(meet(city.auditor), one, "Interview notes were thrown away", "Two of ten files.")
        action = law_walk.mends(director, finding, "Keep notes with the file", "Director", "Written into the guide.")
        law_walk.verifies(administrator, action, "I drew five files; all had notes.")
        attorney_takes_it_back(attorney)
        nothing_is_there(office_of_equity)
    law_walk.was_walked(one, action, by=city.director, verified_by=city.administrator)


def status(visitor: Visitor, address: str) -> int:
    """What an address answers, asked beside the page, where a refusal is no complaint of the browser."""
    found: int = visitor.page.request.get(address, max_redirects=0).status
    return found


def nothing_is_there(visitor: Visitor) -> None:
    """No tab, no word, no address, also for whoever guesses one."""
    pk = (AdverseImpactRun.objects.order_by("pk").first() or AdverseImpactRun(pk=1)).pk
    for address in (RUNS, f"{RUNS}gate/", f"{RUNS}new/", f"{RUNS}{pk}/", f"{RUNS}eeo4/"):
        assert status(visitor, address) == 404, (visitor.person, address)
    visitor.go("/law/")
    visitor.sees_title("What the law asks")
    visitor.sees_not("Selections", NAME)


def attorney_acknowledges(attorney: Visitor) -> None:
    attorney.go("/law/")
    attorney.follow("Selections")
    attorney.sees("Off. Nobody but counsel sees that this page is here.", "The rows of law it would use today")
    looks_well(attorney, "gate-off")
    attorney.fill(**{"What you acknowledge,": "The statute stands; I direct these analyses and read them first."})
    attorney.press("Acknowledge and turn the module on")
    attorney.sees("No run is entered that you read.")
    looks_well(attorney, "runs-none")


def head(attorney: Visitor, **more: str) -> None:
    """The decision and its pool."""
    attorney.go(RUNS)
    attorney.follow("Enter a run")
    attorney.fill(
        **{
            "Name_of_the_run": NAME, "Decision": "Examination", "Job_or_job_group": "Police officer",
            "Day_of_the_decision,": "2026-04-30", "Who_stands_in_the_pool": "All who sat the examination, each once.",
            "Where_the_counts_are_from": "Register of the examination", **more,
        }
    )  # fmt: skip


def attorney_enters_a_run(attorney: Visitor) -> AdverseImpactRun:
    """Race and sex apart, each with its own pool; an indicator is the gravest of the answers that there are."""
    head(attorney)
    for group, pool, selected, share in (
        ("White", "60", "34", "70"), ("Black", "40", "14", "20"), ("Women", "40", "12", "49"), ("Men", "80", "48", "51"),
    ):  # fmt: skip
        row = attorney.page.get_by_role("group", name=re.compile(f": {group}$"))
        attorney.fill(row, **{"In_the_pool": pool, "Selected": selected, "% of the labor area": share})
    looks_well(attorney, "run-new")
    attorney.press("Enter and seal the run")
    attorney.sees_title(NAME)
    attorney.sees("Indicator raised", "A screen, not a finding", "Sex: Indicator raised", "Race and ethnicity")
    attorney.sees("no component of it is entered")
    says_nothing_of_guilt(attorney)
    looks_well(attorney, "run")
    return AdverseImpactRun.objects.latest("pk")


def attorney_enters_a_component(attorney: Visitor, run: AdverseImpactRun, folder: Path) -> None:
    """By a file, two years that are not added together before the test."""
    file = folder / "strata.csv"
    file.write_text(STRATA)
    head(attorney, Name_of_the_run="Written part", Component_of_the_total_process=f"Run {run.pk}")
    attorney.page.locator("input[type=file]").set_input_files(file)
    attorney.fill(**{"By_what_the_file_groups_people,": "Sex"})
    attorney.press("Enter and seal the run")
    attorney.sees_title("Written part")
    attorney.sees("their strata added up for showing alone", f"component of run {run.pk}")
    says_nothing_of_guilt(attorney)
    looks_well(attorney, "component")


def attorney_withdraws_a_mistake(attorney: Visitor, run: AdverseImpactRun) -> None:
    """The one component is withdrawn with its reason, so the total lacks it again."""
    attorney.follow("It was entered by mistake")
    attorney.fill(Why="The file was that of the fire service.")
    looks_well(attorney, "run-withdraw")
    attorney.press("Mark it")
    attorney.sees("Entered by mistake, as was said on", "The file was that of the fire service.")
    looks_well(attorney, "run-withdrawn")
    attorney.go(f"{RUNS}{run.pk}/")
    attorney.sees("entered by mistake: does not count", "no component of it is entered")


def attorney_admits(attorney: Visitor, run: AdverseImpactRun, post: str) -> None:
    attorney.go(f"{RUNS}{run.pk}/")
    attorney.follow("Admit a post to this run")
    attorney.fill(Post=post)
    looks_well(attorney, "run-admit")
    attorney.press("Admit it")
    attorney.sees_title(NAME)
    attorney.sees(post)


def admitted_reads_that_run_alone(reader: Visitor, run: AdverseImpactRun) -> None:
    reader.go("/law/")
    reader.follow("Selections")
    reader.follow(f"Run {run.pk}")
    reader.sees_title(NAME)
    reader.sees_not("Who opened it")
    looks_well(reader, "run-admitted")
    other = AdverseImpactRun.objects.exclude(pk=run.pk).latest("pk")
    for address in (f"{RUNS}{other.pk}/", f"{RUNS}eeo4/", f"{RUNS}new/", f"{RUNS}{run.pk}/withdraw/"):
        assert status(reader, address) == 404, address


def attorney_makes_the_tables(attorney: Visitor, folder: Path) -> None:
    file = folder / "counts.csv"
    file.write_text(COUNTS)
    attorney.go(RUNS)
    attorney.follow("EEO-4 tables")
    looks_well(attorney, "tables-none")
    attorney.follow("Make tables")
    attorney.fill(
        Survey_year="2023", Salary_bands_of="Eight", All_employees="120", Headcount_of_others="0", Permanent="0",
        **{"Headcount of full-time": "120"},
    )  # fmt: skip
    attorney.page.locator("input[type=file]").set_input_files(file)
    looks_well(attorney, "tables-new")
    attorney.press("Make and seal the tables")
    attorney.sees("The tables add up")
    looks_well(attorney, "tables")
    with attorney.page.expect_download() as waiting:
        attorney.page.get_by_role("link", name="Take them as CSV").click()
    rows = list(csv.reader(Path(waiting.value.path()).read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["row", "16", "31", "65", "74", "83"]
    assert Eeo4Report.objects.count() == 1


def attorney_takes_it_back(attorney: Visitor) -> None:
    attorney.go(f"{RUNS}gate/")
    looks_well(attorney, "gate-on")
    attorney.fill(Why="The council asked to wait.")
    attorney.press("Take the acknowledgement back")
    attorney.sees("The module is off. What was entered stays sealed.")
    looks_well(attorney, "gate-off-again")


def says_nothing_of_guilt(visitor: Visitor) -> None:
    """An answer is of the fixed vocabulary."""
    text = visitor.page.locator("main").inner_text().lower()
    assert [word for word in NEVER if word in text] == []
