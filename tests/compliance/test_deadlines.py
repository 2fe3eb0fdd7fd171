"""Complaints' clocks, through the command: compliance.md 11.1 and 11.2, without rolling weekends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compliance.checks.clocks import BUSINESS_DAYS, YEARS, business_days_later, deadline, years_later
from tests.compliance.asking import ask, lacks, row, rows

CHRISTMAS = "2026-12-25"


def event(*bases: str, as_of: str | None = "2026-03-10", **more: Any) -> dict[str, Any]:
    return {"event_on": "2026-03-02", "bases": list(bases), "as_of": as_of, "holidays": [CHRISTMAS], **more}


def clock(answer: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in answer["figures"]["clocks"] if one["clock"] == name)


@pytest.mark.parametrize(
    ("basis", "fepa", "day", "weekday", "file_by"),
    [
        ("ada_grievance", None, "2026-05-01", "Friday", "2026-05-01"),
        ("title_vi", None, "2026-08-29", "Saturday", "2026-08-28"),
        ("ada", None, "2026-08-29", "Saturday", "2026-08-28"),
        ("title_vii", True, "2026-12-27", "Sunday", "2026-12-24"),
        ("title_vii", False, "2026-08-29", "Saturday", "2026-08-28"),
        ("fair_housing", None, "2027-03-02", "Tuesday", "2027-03-02"),
    ],
)
def test_the_worked_example(basis, fepa, day, weekday, file_by):
    told = clock(ask("complaint_deadlines", event(basis, fepa=fepa)), basis)
    assert (told["deadline"], told["weekday"], told["file_by"], told["state"]) == (day, weekday, file_by, "open")


def test_day_n_itself_is_timely_and_the_next_is_not():
    for today, state, result in (("2026-08-29", "open", "EVIDENCE_DUE"), ("2026-08-30", "passed", "EVIDENCE_OVERDUE")):
        answer = ask("complaint_deadlines", event("title_vi", as_of=today))
        assert (clock(answer, "title_vi")["state"], answer["result"]) == (state, result)
    for filed, state in (("2026-08-29", "met"), ("2026-08-30", "filed_late")):
        answer = ask("complaint_deadlines", event("title_vi", as_of="2026-10-01", filed_on=filed))
        assert clock(answer, "title_vi")["state"] == state
    assert "logged all the same" in answer["why"][-1]


def test_conduct_that_went_on_runs_from_its_last_day():
    answer = ask("complaint_deadlines", event("title_vi", last_event_on="2026-04-02"))
    assert clock(answer, "title_vi")["deadline"] == "2026-09-29"


def test_whether_an_agency_has_jurisdiction_is_not_guessed():
    answer = ask("complaint_deadlines", event("title_vii"))
    told = clock(answer, "title_vii")
    assert (told["deadline"], told["deadline_with_agency"], answer["result"]) == (
        "2026-08-29",
        "2026-12-27",
        "CANNOT_DETERMINE",
    )
    assert lacks(answer) == ["fepa"]


def test_section_3_has_no_limit_and_the_local_one_is_the_citys_to_enter():
    assert clock(ask("complaint_deadlines", event("section3")), "section3")["state"] == "no_limit"
    local = ask("complaint_deadlines", event("local"))
    assert (local["result"], lacks(local)) == ("CANNOT_DETERMINE", ["cmp.local"])
    own = rows(row("cmp.local", "365", unit="days"))
    assert clock(ask("complaint_deadlines", event("local"), rows=own), "local")["deadline"] == "2027-03-02"


def test_the_citys_own_clocks_wait_for_its_policy():
    answer = ask("complaint_deadlines", event("title_vi", received_on="2026-03-06"))
    assert (answer["result"], lacks(answer)) == ("CANNOT_DETERMINE", ["cmp.ack", "cmp.close"])
    assert answer["lacking"][0]["who_can_enter_it"]["role"] == "OEHR"
    own = rows(
        row("cmp.ack", "10", unit="business days"), row("cmp.close", "90", unit="days"),
    )  # fmt: skip
    answer = ask("complaint_deadlines", event("title_vi", received_on="2026-03-06"), rows=own)
    assert clock(answer, "acknowledge")["deadline"] == "2026-03-20"
    assert clock(answer, "close")["deadline"] == "2026-06-04"


def test_the_right_to_sue_runs_from_the_notice():
    answer = ask(
        "complaint_deadlines", event("title_vii", fepa=False, filed_on="2026-05-01", notice_received_on="2026-09-01")
    )
    assert clock(answer, "right_to_sue")["deadline"] == "2026-11-30"


def test_without_a_day_there_is_no_clock():
    assert ask("complaint_deadlines", {**event("title_vi"), "event_on": None})["result"] == "CANNOT_DETERMINE"
    assert ask("complaint_deadlines", event("title_vi", as_of=None))["result"] == "CANNOT_DETERMINE"
    assert ask("complaint_deadlines", event())["result"] == "CANNOT_DETERMINE"


def test_days_of_business_and_years():
    assert business_days_later(date(2026, 12, 23), 2, {date(2026, 12, 25)}) == date(2026, 12, 28)
    assert deadline(date(2026, 12, 23), 2, BUSINESS_DAYS, {date(2026, 12, 25)}).day == date(2026, 12, 28)
    assert years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert deadline(date(2024, 3, 1), 1, YEARS).day == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("wrong", "lack"),
    [
        ({"last_event_on": "2026-03-01"}, "last_event_on"),
        ({"received_on": "2026-03-01"}, "received_on"),
        ({"filed_on": "2026-03-01"}, "filed_on"),
        ({"received_on": "2026-03-05", "acknowledged_on": "2026-03-04"}, "acknowledged_on"),
        ({"received_on": "2026-03-05", "closed_on": "2026-03-04"}, "closed_on"),
    ],
)
def test_days_that_cannot_follow_each_other_are_no_answer(wrong: dict[str, str], lack: str):
    answer = ask("complaint_deadlines", event("title_vi", **wrong))
    assert (answer["result"], lack in lacks(answer)) == ("CANNOT_DETERMINE", True)
