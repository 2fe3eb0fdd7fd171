"""The web rule's dates, the transition plan and the grievance clock, through the command: compliance.md 5.2 to 5.4."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compliance.asking import ask, lacks, row, rows

# ---- web rule


def page(as_of: str, population: int | None, **more: Any) -> dict[str, Any]:
    return {"as_of": as_of, "population": population, "census_year": 2020, "special_district": False, **more}


@pytest.mark.parametrize(
    ("as_of", "population", "district", "due"),
    [
        ("2026-04-20", 50000, False, "2027-04-26"),
        ("2026-04-20", 49999, False, "2028-04-26"),
        ("2026-04-20", 900000, True, "2028-04-26"),
        ("2026-04-19", 50000, False, "2026-04-24"),
        ("2026-04-19", 49999, False, "2027-04-26"),
        ("2026-04-19", 900000, True, "2027-04-26"),
    ],
)
def test_the_date_as_it_stood_on_the_day_asked(as_of, population, district, due):
    answer = ask("ada_web_dates", page(as_of, population, special_district=district))
    assert answer["figures"]["due"] == due
    assert answer["result"] == "EVIDENCE_DUE"
    row_ = next(one for one in answer["parameters"] if one["key"].startswith("ada.web.date"))
    assert ("91 FR 20902" if as_of == "2026-04-20" else "89 FR 31320") in row_["citation"]
    assert row_["status"] == ("in_force" if as_of == "2026-04-20" else "superseded")


def test_days_to_the_date_and_past_it_and_the_evidence():
    assert ask("ada_web_dates", page("2027-04-26", 50000))["figures"]["days_left"] == 0
    assert ask("ada_web_dates", page("2027-04-26", 50000))["result"] == "EVIDENCE_DUE"
    assert ask("ada_web_dates", page("2027-04-27", 50000))["result"] == "EVIDENCE_OVERDUE"
    clean = {"last_audit_on": "2027-03-01", "open_failures": 0}
    assert ask("ada_web_dates", page("2027-04-27", 50000, **clean))["result"] == "EVIDENCE_CURRENT"
    assert (
        ask("ada_web_dates", page("2027-04-27", 50000, **{**clean, "open_failures": None}))["result"]
        == "EVIDENCE_OVERDUE"
    )
    assert (
        ask("ada_web_dates", page("2027-02-27", 50000, **clean))["result"] == "EVIDENCE_DUE"
    )  # an audit to come is none


def test_which_class_is_not_known_without_what_decides_it():
    assert lacks(ask("ada_web_dates", page("2026-06-30", None))) == ["population"]
    assert lacks(ask("ada_web_dates", page("2026-06-30", 50000, special_district=None))) == ["special_district"]
    small = ask("ada_web_dates", page("2026-06-30", 49999, special_district=None))  # the later date either way
    assert small["figures"]["due"] == "2028-04-26"
    assert ask("ada_web_dates", page("2026-06-30", None, special_district=True))["figures"]["due"] == "2028-04-26"
    assert ask("ada_web_dates", page("2024-06-23", 50000))["result"] == "CANNOT_DETERMINE"  # before the rule


@pytest.mark.parametrize(("used", "stands"), [(True, False), (False, True)])
def test_an_old_document_in_use_is_no_exception(used, stands):
    claim = page("2026-06-30", 50000, exception_claimed="preexisting_document", used_to_apply_or_participate=used)
    assert ask("ada_web_dates", claim)["figures"]["exception_stands"] is stands


# ---- transition plan

WHOLE = {
    "status": "open", "structural": True, "obstacle": "Step at the entrance", "method": "Ramp", "scheduled_finish": "2026-12-31",
    "official": "Director of Facilities",
}  # fmt: skip


def plan(*barriers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"as_of": "2026-06-30", "employees": 50, "barriers": list(barriers), **more}


def test_twenty_five_thousand_barriers_of_which_a_quarter_is_gone():
    barriers = [{"id": str(at), "status": "removed", "structural": True} for at in range(6120)]
    barriers += [{"id": str(at), **WHOLE} for at in range(6120, 25000)]
    answer = ask("transition_plan", plan(*barriers))
    figures = answer["figures"]
    assert (figures["identified"], figures["removed"], figures["open"]) == (25000, 6120, 18880)
    assert figures["progress"] == pytest.approx(0.2448)
    assert "24.5 %" in answer["why"][0]
    assert (answer["result"], figures["completeness"]) == ("EVIDENCE_CURRENT", 1)
    counted = ask("transition_plan", plan(identified=25000, removed=6120))
    assert counted["figures"] == {
        "identified": 25000,
        "removed": 6120,
        "open": 18880,
        "progress": pytest.approx(0.2448),
    }
    assert (counted["result"], lacks(counted)) == ("CANNOT_DETERMINE", ["barriers"])


@pytest.mark.parametrize(
    ("content", "field"),
    [("obstacle", "obstacle"), ("method", "method"), ("schedule", "scheduled_finish"), ("official", "official")],
)
def test_each_of_the_four_mandatory_contents_is_missed(content, field):
    answer = ask("transition_plan", plan(WHOLE, {**WHOLE, field: None}))
    assert answer["result"] == "EVIDENCE_DUE"
    assert answer["figures"]["missing"] == {
        name: int(name == content) for name in ("obstacle", "method", "schedule", "official")
    }
    assert answer["figures"]["completeness"] == 0.5
    assert (
        ask("transition_plan", plan(WHOLE, {**WHOLE, field: None, "structural": False}))["result"] == "EVIDENCE_CURRENT"
    )


@pytest.mark.parametrize(
    ("start", "finish", "steps", "complete"),
    [
        ("2026-01-01", "2027-01-01", [], True),
        ("2026-01-01", "2027-01-02", [], False),
        ("2026-01-01", "2028-12-31", ["2027-01-01", "2028-01-01"], True),
        ("2026-01-01", "2028-12-31", ["2027-06-01"], False),
    ],
)
def test_a_schedule_longer_than_a_year_has_a_step_in_each(start, finish, steps, complete):
    barrier = {**WHOLE, "scheduled_start": start, "scheduled_finish": finish, "steps": steps}
    assert ask("transition_plan", plan(barrier))["figures"]["complete"] == int(complete)


def test_late_is_an_open_barrier_past_its_day_and_nothing_else():
    late = {**WHOLE, "id": "B-1", "scheduled_finish": "2026-06-29"}
    answer = ask(
        "transition_plan", plan(late, {**late, "status": "removed"}, {**late, "scheduled_finish": "2026-06-30"})
    )
    assert (answer["result"], answer["figures"]["overdue_barriers"]) == ("EVIDENCE_OVERDUE", ["B-1"])
    assert ask("transition_plan", plan({**late, "status": "removed"}))["result"] == "EVIDENCE_CURRENT"
    assert ask("transition_plan", plan({**late, "status": None}))["result"] == "CANNOT_DETERMINE"


def test_who_owes_a_plan():
    assert ask("transition_plan", plan(WHOLE, employees=49))["result"] == "NOT_APPLICABLE"
    assert ask("transition_plan", plan(WHOLE, employees=None))["result"] == "CANNOT_DETERMINE"


def test_costs_stay_in_the_dollars_of_their_year_and_priorities_follow_the_citys_weights():
    first = {**WHOLE, "id": "near", "severity": 1, "location": 5, "cost_low": 100, "cost_high": 300, "cost_year": 2024}
    second = {**WHOLE, "id": "bad", "severity": 5, "location": 0, "cost_low": 50, "cost_year": 2026}
    figures = ask("transition_plan", plan(first, second, WHOLE))["figures"]
    assert figures["cost_remaining"] == {"2024": {"low": 100, "high": 300}, "2026": {"low": 50, "high": 50}}
    assert figures["cost_not_known"] == 1
    assert [one["id"] for one in figures["first_priorities"]] == ["near", "bad"]
    own = rows(row("ada.priority.severity", "3"))
    assert [
        one["id"] for one in ask("transition_plan", plan(first, second), rows=own)["figures"]["first_priorities"]
    ] == [
        "bad",
        "near",
    ]


# ---- grievance


def grievance(as_of: str, **days: str) -> dict[str, Any]:
    return {"event_on": "2026-03-02", "as_of": as_of, **days}


def test_the_worked_example_of_the_grievance():
    answer = ask("grievance_clock", grievance("2026-03-10"))
    figures = answer["figures"]
    assert (figures["steps"][0]["deadline"], figures["steps"][0]["weekday"]) == ("2026-05-01", "Friday")
    assert (figures["doj_deadline"], figures["doj_weekday"], figures["doj_file_by"]) == (
        "2026-08-29",
        "Saturday",
        "2026-08-28",
    )
    assert len(figures["steps"]) == 1
    assert answer["result"] == "EVIDENCE_CURRENT"  # nothing is the city's to do yet


FILED = {"filed_on": "2026-04-10"}
MET = {**FILED, "met_on": "2026-04-22"}
ANSWERED = {**MET, "responded_on": "2026-05-07"}
APPEALED = {**ANSWERED, "appealed_on": "2026-05-20"}


@pytest.mark.parametrize(
    ("as_of", "days", "result"),
    [
        ("2026-04-25", FILED, "EVIDENCE_DUE"),  # a Saturday: shown, not rolled
        ("2026-04-26", FILED, "EVIDENCE_OVERDUE"),
        ("2026-05-07", MET, "EVIDENCE_DUE"),
        ("2026-05-08", MET, "EVIDENCE_OVERDUE"),
        ("2026-09-01", ANSWERED, "EVIDENCE_CURRENT"),
        ("2026-06-04", APPEALED, "EVIDENCE_DUE"),
        ("2026-06-05", APPEALED, "EVIDENCE_OVERDUE"),
    ],
)
def test_each_step_runs_from_the_one_before(as_of, days, result):
    assert ask("grievance_clock", grievance(as_of, **days))["result"] == result


def test_late_filing_is_logged_and_records_are_kept():
    days = {"filed_on": "2026-05-02", "met_on": "2026-05-04", "responded_on": "2026-05-10"}
    answer = ask("grievance_clock", grievance("2026-06-30", **days))
    assert answer["figures"]["steps"][0]["state"] == "done_late"
    assert "logged all the same" in answer["why"][-1]
    assert answer["figures"]["keep_until"] == "2029-05-10"


@pytest.mark.parametrize("days", [{"met_on": "2026-04-22"}, {"filed_on": "2026-03-01"}, {"event_on": None}])
def test_days_out_of_order_are_not_counted(days):
    assert ask("grievance_clock", {**grievance("2026-06-30"), **days})["result"] == "CANNOT_DETERMINE"
