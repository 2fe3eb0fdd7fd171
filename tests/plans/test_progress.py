"""Quarterly progress: opened by its day, written row by row, accepted by another, and then the actions stand so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plans.models import Plan, ProgressReport
from plans.progress.acts import Said, begin_report, open_quarter, submit_report, write_report
from plans.progress.expected import expected
from plans.progress.quarters import Calendar
from raci import clock, reviewing
from raci.authority import facts_for
from raci.history import acting
from raci.models import Person, Unit
from raci.queries.waiting import waiting_on
from raci.refusals import NotReady, Refused
from tests.city import SmallCity
from tests.plans.progress import accepted, actions, handed_in, in_force, last_quarter, opened, plan_of_the_year, said

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def plan(city: SmallCity) -> Plan:
    return in_force(city, plan_of_the_year(city))


def waits(person: Person, kind: str = "progress") -> list[str]:
    return [one.title for one in waiting_on(facts_for(person)) if one.kind == kind]


@pytest.mark.parametrize(
    ("day", "label", "begins", "ends"),
    [
        (date(2026, 11, 30), "FY 2027 Q2", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 7, 1), "FY 2027 Q1", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 6, 30), "FY 2026 Q4", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2028, 2, 29), "FY 2028 Q3", date(2028, 1, 1), date(2028, 3, 31)),
    ],
)
def test_quarters_of_a_fiscal_year_that_begins_in_july(day: date, label: str, begins: date, ends: date) -> None:
    found = Calendar(7).quarter_of(day)
    assert (found.label, found.begins_on, found.ends_on) == (label, begins, ends)


def test_quarters_of_a_calendar_year_and_those_before() -> None:
    assert Calendar(1).quarter_of(date(2026, 11, 30)).label == "FY 2026 Q4"
    assert [one.label for one in Calendar(10).before(date(2026, 11, 30), 3)] == [
        "FY 2026 Q4",
        "FY 2026 Q3",
        "FY 2026 Q2",
    ]
    quarter = Calendar(7).quarter_of(date(2026, 9, 1))
    assert Calendar(7, 15, 10).due(quarter, date(2026, 1, 1)) == (date(2026, 10, 15), date(2026, 10, 25))
    assert Calendar(7, 15, 10).due(quarter, date(2026, 11, 20))[0] == date(2026, 12, 5)


def test_a_quarter_is_opened_by_itself_once_and_waits(city: SmallCity, plan: Plan, move_time: Any) -> None:
    assert open_quarter() == 0  # the plan was not in force when the last quarter ended
    assert waits(city.director) == []
    move_time(days=95)
    assert open_quarter() == 1
    assert open_quarter() == 0
    report = ProgressReport.objects.get()
    assert waits(city.director) == [f"Progress, {report.quarter}"]
    assert waits(city.elsewhere) == []
    assert waits(city.deputy) == []
    assert (report.due_on - report.ends_on).days == 15
    assert (report.grace_until - report.due_on).days == 10


def test_a_report_goes_its_way_and_the_actions_stand_as_accepted(city: SmallCity, plan: Plan) -> None:
    report = opened(city)
    first, second = actions(plan)
    rows = [
        Said(first.pk, "done", value="61 of 100", spent_cents=100_00),
        Said(second.pk, "blocked", words="No staff."),
    ]
    handed_in(report, city, rows)
    assert waits(city.director) == []
    assert [one.title for one in waiting_on(facts_for(city.deputy)) if one.kind == "review"] == [str(report)]
    first.refresh_from_db()
    assert first.status == "pending"
    assert not reviewing.may_answer(facts_for(city.director), report)
    reviewing.accept(report, by=city.deputy)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("done", "blocked")


def test_what_a_row_lacks_is_said_and_what_was_typed_is_kept(city: SmallCity, plan: Plan) -> None:
    report = opened(city)
    first, second = actions(plan)
    with pytest.raises(NotReady) as lacking:
        submit_report(report, words="", said=[Said(first.pk, "behind")], by=city.director)
    assert [one.field for one in lacking.value.problems] == [f"a{first.pk}-words", f"a{second.pk}-answer"]
    assert report.lines.get().status == "behind"
    with pytest.raises(NotReady, match="Say why nothing changed"):
        submit_report(report, words="", said=said(report, "", is_unchanged=True), by=city.director)
    submit_report(report, words="", said=said(report, "", is_unchanged=True, words="Snow."), by=city.director)
    assert [line.status for line in report.lines.all()] == ["pending", "pending"]


def test_what_is_over_is_not_asked_again_and_the_last_value_stands_beside(city: SmallCity, plan: Plan) -> None:
    first, second = actions(plan)
    accepted(opened(city, back=2), city, [Said(first.pk, "done"), Said(second.pk, "on_track", value="12 %")])
    [only] = expected(city.parks, last_quarter(), last_quarter())
    assert (only.pk, only.was, only.was_value) == (second.pk, "on_track", "12 %")


def test_who_may_not(city: SmallCity, plan: Plan) -> None:
    with pytest.raises(Refused):
        begin_report(city.parks, last_quarter(), by=city.elsewhere)
    report = opened(city)
    with pytest.raises(NotReady, match="already"):
        opened(city)
    with pytest.raises(Refused):
        write_report(report, words="", said=[], by=city.deputy)
    with pytest.raises(NotReady, match="Somebody else saved it"):
        write_report(report, words="", said=[], by=city.director, opened="another")


def test_late_is_said_and_stays_said(city: SmallCity, plan: Plan, move_time: Any) -> None:
    report = opened(city)
    move_time(days=20)
    handed_in(report, city)
    reviewing.give_back(report, by=city.deputy, why="Say how many children.")
    handed_in(report, city)
    assert report.is_late


def test_by_pages(city: SmallCity, plan: Plan, client: Any) -> None:
    first, second = actions(plan)
    client.force_login(city.director)
    assert "Report on a quarter" in client.get("/plans/progress/").content.decode()
    sent = {"unit": city.parks.pk, "quarter": last_quarter().isoformat()}
    page = client.post("/plans/progress/new/", sent)["Location"]
    report = ProgressReport.objects.get()
    opened_on = client.get(page).context["form"].whole.initial["opened"]
    typed = {
        "opened": opened_on, "words": "Two pools opened.", f"a{first.pk}-answer": "on_track",
        f"a{first.pk}-value": "61 of 100", f"a{first.pk}-spent_cents": "1,200", f"a{second.pk}-answer": "behind",
    }  # fmt: skip
    answer = client.post(page, {**typed, "hand_in": "1"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Second child free: Say why it is behind" in text
    assert "61 of 100" in text
    report.refresh_from_db()
    typed |= {"opened": report.fingerprint, f"a{second.pk}-words": "The council votes in May.", "hand_in": "1"}
    assert client.post(page, typed).status_code == 302
    assert client.get(page).status_code == 403
    detail = f"/plans/progress/{report.pk}/"
    assert "The council votes in May." in client.get(detail).content.decode()
    client.force_login(city.deputy)
    assert "Accept it" in client.get(detail).content.decode()
    client.force_login(city.elsewhere)
    assert client.get(detail).status_code == 404


def test_the_lowest_level_reports_first_until_its_day(city: SmallCity, plan: Plan, move_time: Any) -> None:
    report = opened(city)
    with acting(by=city.director, act="open_quarter"):
        path = f"{city.parks.path}aquatics/"
        unit = Unit.objects.create(code="aquatics", name="Aquatics", kind="office", parent=city.parks, path=path)
        days = {name: getattr(report, name) for name in ("quarter", "begins_on", "ends_on", "due_on", "grace_until")}
        ProgressReport.objects.create(unit=unit, activity_code="4.1", **days)
    with pytest.raises(NotReady, match="Aquatics below reports first"):
        handed_in(report, city)
    move_time(days=(report.due_on - clock.today()).days + 1)
    handed_in(report, city)
    assert report.state == ProgressReport.State.SUBMITTED
