"""Section 3 through stored rows: who is covered, both benchmarks, what is not known, hours from a file, and its doors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from compliance.actions.labor_hours import keep_hours
from compliance.actions.section3_projects import change_project, keep_efforts, keep_workers
from compliance.models import LaborHours, Section3Project
from compliance.queries.section3 import project_page
from compliance.queries.section3_report import report_lines
from raci.authority import facts_for
from raci.history import acting
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.compliance.doors.section3 import HEAD, MONEY, QUARTER, line, project, with_hours

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def test_the_worked_example_meets_both_benchmarks_and_keeps_the_rows_it_read(city: SmallCity):
    made = with_hours(city)
    page = project_page(made.pk, facts_for(city.elsewhere))
    assert (page.covered, made.result) == (True, "BENCHMARK_MET")
    assert page.shares is not None
    assert (page.shares.base, page.shares.section3_words, page.shares.targeted_words) == (17200, "25.9 %", "5.3 %")
    assert {"s3.threshold.hcd@2020-11-30", "s3.bench.all@2020-11-30", "s3.bench.targeted@2020-11-30"} <= {
        one["row"] for one in made.verdict["parameters"]
    }
    assert made.verdict["figures"]["safe_harbour"] is True
    assert not page.is_stale


@pytest.mark.parametrize(
    ("hours", "result"),
    [
        ({"total": 10_000, "professional": 0, "section3": 2500, "targeted": 500}, "BENCHMARK_MET"),
        ({"total": 10_000, "professional": 0, "section3": 2499, "targeted": 500}, "BENCHMARK_NOT_MET"),
        ({"total": 10_000, "professional": 0, "section3": 9000, "targeted": 499}, "BENCHMARK_NOT_MET"),  # and, not or
        ({"total": 10_000, "professional": None, "section3": 9000, "targeted": 900}, "CANNOT_DETERMINE"),
        ({"total": 1200, "professional": 1200, "section3": 0, "targeted": 0}, "CANNOT_DETERMINE"),
    ],
)
def test_both_benchmarks_are_asked_exactly_and_what_is_not_known_stays_so(
    city: SmallCity, hours: dict[str, Any], result: str
):
    assert with_hours(city, **hours).result == result


def test_a_missed_benchmark_asks_for_efforts(city: SmallCity):
    made = with_hours(city, targeted=100)
    assert project_page(made.pk, facts_for(city.director)).asks_efforts
    fairs = {"effort": "job_fairs", "done": True, "on": date(2025, 11, 3), "count": 40, "evidence": "Flyer"}
    keep_efforts(made, [fairs, {**fairs, "effort": "other", "done": None}], by=city.director, edits=made.edits)
    made.refresh_from_db()
    assert made.verdict["figures"]["efforts"] == ["job_fairs"]


@pytest.mark.parametrize(
    ("committed", "cents", "covered"),
    [
        (date(2026, 3, 15), 200_000_00, False),  # exceeds, strictly
        (date(2026, 3, 15), 200_000_01, True),
        (date(2026, 3, 16), 850_000_00, None),  # the new row has no value yet
        (None, 850_000_00, None),
    ],
)
def test_the_threshold_is_that_of_the_day_of_commitment(
    city: SmallCity, committed: date | None, cents: int, covered: bool | None
):
    made = project(city, money=[{"programme": "CDBG", "cents": cents, "part": "first"}], committed_on=committed)
    page = project_page(made.pk, facts_for(city.director))
    assert page.covered is covered
    if covered is None:
        assert made.result == "CANNOT_DETERMINE"
        assert "Who can enter it" in " ".join(page.why_covered)


def test_later_phases_count_and_a_change_order_does_not(city: SmallCity):
    lines = [
        {"programme": "CDBG", "cents": 150_000_00, "part": "first"},
        {"programme": "CDBG", "cents": 100_000_00, "part": "order"},
    ]
    made = project(city, money=lines)
    assert made.verdict["figures"]["applies"] is False
    change_project(made, {"title": made.title, **HEAD}, [lines[0], {**lines[1], "part": "phase"}], by=city.director,
                   edits=made.edits)  # fmt: skip
    made.refresh_from_db()
    assert made.verdict["figures"]["applies"] is True


def test_hours_that_contradict_each_other_are_refused_by_the_act_and_by_the_database(city: SmallCity):
    made = project(city)
    for wrong in ({"targeted": 5000}, {"section3": 18000}, {"professional": 20_000}, {"total": -1}):
        with pytest.raises(NotReady):
            keep_hours(made, *QUARTER, [line(**wrong)], by=city.director, edits=made.edits)
    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=city.director, act="keep_labor_hours"):
        LaborHours.objects.create(project=made, contractor="A", begins_on=QUARTER[0], ends_on=QUARTER[1],
                                  section3=Decimal(1), targeted=Decimal(2))  # fmt: skip
    assert not made.hours.exists()


def test_hours_of_a_day_are_told_once(city: SmallCity):
    made = with_hours(city)
    with pytest.raises(NotReady, match="share days"):
        keep_hours(made, date(2025, 12, 1), date(2025, 12, 31), [line()], by=city.director, edits=made.edits)


def test_a_certification_older_than_five_years_leaves_the_shares_unknown(city: SmallCity):
    made = with_hours(city)
    status = {
        "worker": "W-1",
        "is_targeted": False,
        "certified_on": date(2020, 12, 1),
        "proof": "self",
        "worked_until": None,
    }
    keep_workers(made, [status], by=city.director, edits=made.edits)
    made.refresh_from_db()
    assert made.result == "CANNOT_DETERMINE"
    keep_workers(made, [{**status, "worked_until": date(2025, 11, 30)}], by=city.director, edits=made.edits)
    made.refresh_from_db()
    assert made.result == "BENCHMARK_MET"


def test_only_those_who_are_responsible_in_the_unit_keep_it_and_nobody_overwrites_another(city: SmallCity):
    made = project(city)
    with pytest.raises(Refused):
        keep_hours(made, *QUARTER, [line()], by=city.elsewhere, edits=made.edits)
    keep_hours(made, *QUARTER, [line()], by=city.officer, edits=made.edits)
    with pytest.raises(Conflict):
        change_project(made, {"title": "Other", **HEAD}, MONEY, by=city.director, edits=made.edits)


def test_a_file_of_hours_is_judged_row_by_row_and_comes_in_whole_or_not_at_all(city: SmallCity, tmp_path: Path):
    made = project(city)
    good = "Project,Contractor,Quarter,Total labor hours,Professional services hours,Section 3 hours,Targeted hours,Certified\n"
    good += (
        'Library renovation,Dee Builders,2025 Q4,"18,000",1200,4400,900,yes\nB-24,Ann Electric,2025 Q4,400,0,60,5,yes\n'
    )
    bad = (
        good
        + "Bridge,Dee Builders,2025 Q4,1,0,0,0,yes\nB-24,Cy Paint,2025 Q4,10,0,4,5,\nB-24,Dee Builders,2025 Q4,1,0,0,0,\n"
    )
    assert "3 refused" in _import(tmp_path, bad, city, dry_run=True)
    with pytest.raises(Exception, match="Line 4: There is no project “Bridge”"):
        _import(tmp_path, bad, city)
    assert not made.hours.exists()
    assert "2 new" in _import(tmp_path, good, city, dry_run=True)
    assert not made.hours.exists()
    assert "2 rows of hours are in." in _import(tmp_path, good, city)
    assert "2 same" in _import(tmp_path, good, city)
    made.refresh_from_db()
    assert (made.result, made.verdict["figures"]["denominator"]) == ("BENCHMARK_MET", 17200)
    with pytest.raises(Exception, match="There is no project"):
        _import(tmp_path, good, city, by=city.elsewhere)


def _import(folder: Path, text: str, city: SmallCity, *, by: Any = None, dry_run: bool = False) -> str:
    path = folder / "hours.csv"
    path.write_text(text, encoding="utf-8")
    out = StringIO()
    call_command("import_hours", path, by=(by or city.director).email, dry_run=dry_run, stdout=out)
    return out.getvalue()


def test_the_report_has_each_contractor_and_the_sum_with_the_rows_used(city: SmallCity):
    made = with_hours(city)
    ann = line("Ann Electric", total=100, professional=0, section3=0, targeted=0)
    keep_hours(made, date(2025, 7, 1), date(2025, 9, 30), [ann],
               by=city.director, edits=made.edits)  # fmt: skip
    lines = report_lines(facts_for(city.director))
    assert [(one.period, one.contractor, one.total("total")) for one in lines] == [
        ("FY 2026", "Ann Electric", 100),
        ("FY 2026", "Dee Builders", 18400),
        ("FY 2026", "", 18500),
    ]
    total = lines[-1]
    assert "CDBG: 500,000.00; HOME: 350,000.00" in total.assistance
    assert "s3.bench.targeted@2020-11-30" in total.rows_used
    assert Section3Project.objects.get().result == "BENCHMARK_MET"
