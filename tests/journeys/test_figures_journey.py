"""Figures on their way to the public: a file brought in and handed in, accepted, released, decided on, and read by anybody.

In real browsers, axe and the width of a phone on each page; JOURNEY_PICTURES=folder keeps the public
page by day, by night and narrow.
"""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path
from typing import Any

import pytest

from metrics.models import Batch, DataRelease, ReleasedTable
from raci import jobs
from raci.models import Case, Job
from tests.city import SmallCity, small_city
from tests.journeys.driver import NARROW, WIDE, Visitor, give_passwords, office
from tests.journeys.test_keyboard import Hands
from tests.journeys.test_team_quarter import accessible
from tests.metrics.figures import make_indicator
from tests.releases import COUNTS

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Finished swim lessons, by race and gender"
HIDDEN = "hidden"


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    make_indicator(city, "swim-lessons")
    return city


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """As a bureau keeps it: one line for each group, counts as counts."""
    path = tmp_path / "swim lessons.csv"
    lines = ["Quarter,Race,Gender,People,Finished"]
    lines += [f"2026 Q3,{race},{gender},{n},{k}" for (race, gender), (n, k) in COUNTS.items()]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_from_a_bureaus_file_to_the_public_page(
    city: SmallCity, file: Path, browser: Any, live_server: Any, settings: Any
) -> None:
    settings.PUBLIC_RELEASES = True
    with office(browser, live_server.url) as meet:
        batch = manager_brings_in(meet(city.manager), file)
        officer = meet(city.officer)
        officer_accepts(officer, batch)
        clerk = meet(city.office)
        release = clerk_makes_the_release(clerk)
        clerk_opens_consultation(clerk, release)
        attorney_answers(meet(city.attorney), release)
        clerk_submits(clerk, release)
        officer_decides(officer)
        anybody = meet(None)
        page, table = anybody_reads(anybody, release)
    small = {str(n) for n, _k in COUNTS.values() if n < 11}
    assert page == table
    assert any(HIDDEN in line for line in page)
    assert not [line for line in page if small & set(line[2:3])]


def looks_well(visitor: Visitor) -> None:
    """axe finds nothing, and a phone scrolls one way only."""
    accessible(visitor)
    visitor.page.set_viewport_size(NARROW)
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    visitor.page.set_viewport_size(WIDE)
    assert wide <= 0, visitor.page.url


def manager_brings_in(manager: Visitor, file: Path) -> Batch:
    manager.follow("Figures")
    looks_well(manager)
    manager.follow("Batches")
    manager.follow("Bring in a file")
    looks_well(manager)
    manager.page.locator("input[type=file]").set_input_files(file)
    manager.fill(Source_of_the_figures="Registration at the pools, third quarter.")
    manager.press("Look at its columns")
    manager.sees_title("What its columns hold")
    looks_well(manager)
    manager.fill(Indicator_of_all_rows="swim-lessons")
    manager.fill(**{"What “People” holds": "people (n)", "What “Finished” holds": "of these, with the outcome"})
    manager.press("Judge every row")
    manager.sees_title("Every row")
    looks_well(manager)
    manager.choose("Add the groups that are not known")
    manager.press("Bring all of it in")
    manager.sees("10 values are in.")
    looks_well(manager)
    manager.press("Hand it in")
    manager.sees("It is handed in.")
    return Batch.objects.latest("pk")


def officer_accepts(officer: Visitor, batch: Batch) -> None:
    officer.go("/")
    officer.follow(re.compile(re.escape(batch.title)), officer.page.locator("main"))
    Hands(officer).enter("Accept it")
    officer.sees("It is accepted.")


def clerk_makes_the_release(clerk: Visitor) -> DataRelease:
    clerk.follow("Figures")
    clerk.follow("Releases")
    looks_well(clerk)
    clerk.follow("Begin a release")
    looks_well(clerk)
    clerk.fill(
        Whose_figures="Swim lessons", Title=TITLE, **{"For whom, and why": "For everybody who asks who learns to swim."}
    )
    clerk.press(re.compile("^Begin"))
    looks_well(clerk)
    clerk.choose(re.compile("Race.*Gender|Gender.*Race"))
    clerk.press("Save")
    clerk.sees("Saved.")
    clerk.press("Make its tables")
    work()
    release = DataRelease.objects.get()
    clerk.go(f"/figures/releases/{release.record_id}/")
    clerk.sees("The gate let it through", "hidden to protect people")
    looks_well(clerk)
    return release


def work() -> None:
    """A worker does what was asked for."""
    job = Job.objects.latest("pk")
    assert jobs.do(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error


def clerk_opens_consultation(clerk: Visitor, release: DataRelease) -> None:
    clerk.follow("Open consultation")
    clerk.sees("City Attorney")
    clerk.press("Open consultation")
    clerk.sees("Consultation is open")


def attorney_answers(attorney: Visitor, release: DataRelease) -> None:
    attorney.go(f"/figures/releases/{release.record_id}/")
    attorney.sees("hidden to protect people")
    looks_well(attorney)
    attorney.follow("Answer")
    attorney.choose("No objection")
    attorney.press("Answer")
    attorney.sees("Your answer is on record")


def clerk_submits(clerk: Visitor, release: DataRelease) -> None:
    clerk.go(f"/figures/releases/{release.record_id}/")
    clerk.follow("Submit")
    clerk.press("Submit")
    clerk.sees("submitted")


def officer_decides(officer: Visitor) -> None:
    officer.go("/")
    officer.follow("Queue")
    officer.follow(re.compile(re.escape(TITLE)))
    looks_well(officer)
    officer.choose("Approve")
    officer.press("Decide")
    officer.sees("Your decision stands, and this is its receipt.")
    assert Case.objects.get(record__kind="release").state == "approved"


def anybody_reads(anybody: Visitor, release: DataRelease) -> tuple[list[list[str]], list[list[str]]]:
    """The counts on the page, and those in its file."""
    anybody.go("/figures/public/")
    looks_well(anybody)
    anybody.follow(TITLE)
    anybody.sees("stands to protect people: for fewer than 11")
    looks_well(anybody)
    take_pictures(anybody)
    table = anybody.page.locator("details table").first
    if not table.is_visible():
        anybody.page.locator("details > summary").first.click()
    shown = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    with anybody.page.expect_download() as download:
        anybody.page.get_by_role("link", name=re.compile("CSV")).first.click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = [
        row for row in csv.reader(io.StringIO(text, newline="")) if len(row) > 1
    ]  # those of one field say what it is
    assert ReleasedTable.objects.filter(release=release).exists()
    return shown, [row[1:] for row in rows[1 : 1 + len(shown)]]


def take_pictures(visitor: Visitor) -> None:
    folder = os.environ.get("JOURNEY_PICTURES")
    if not folder:
        return
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        for name, size in (("wide", WIDE), ("narrow", NARROW)):
            visitor.page.set_viewport_size(size)
            visitor.page.screenshot(path=Path(folder) / f"public-release-{scheme}-{name}.png", full_page=True)
    visitor.page.emulate_media(color_scheme="light")
    visitor.page.set_viewport_size(WIDE)
