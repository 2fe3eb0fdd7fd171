"""How an obligation stands: the rule, its twin in SQL, and how long evidence covers."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from compliance.checks.verdicts import Result
from compliance.duties.status import Standing, kept_until, status, without_evidence
from compliance.models import Obligation
from compliance.queries.status import with_status
from raci.history import acting
from raci.history.bulk import bulk_create
from raci.service import service_person
from tests.city import small_city
from tests.compliance.duties.asked import requirement

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
TODAY = date(2026, 11, 29)
DAYS = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))


def test_what_is_not_known_is_neither_late_nor_shown_and_evidence_counts_once_it_was_judged():
    yesterday, tomorrow = DAYS[1], DAYS[3]
    shown = Standing(judged="EVIDENCE_CURRENT", held_until=TODAY, due_on=yesterday, ends_on=tomorrow)
    assert status(shown, TODAY) == Result.EVIDENCE_CURRENT
    assert status(shown, TODAY + timedelta(days=1)) == Result.EVIDENCE_OVERDUE  # what it was judged by expired
    over = Standing(judged="EVIDENCE_CURRENT", held_until=TODAY, due_on=yesterday, ends_on=TODAY)
    assert status(over, TODAY + timedelta(days=400)) == Result.EVIDENCE_CURRENT  # its period ended covered
    assert status(Standing(due_on=TODAY), TODAY) == Result.EVIDENCE_DUE
    assert status(Standing(due_on=yesterday), TODAY) == Result.EVIDENCE_OVERDUE
    assert status(Standing(due_on=None), TODAY) == Result.CANNOT_DETERMINE
    assert status(Standing(applies="unknown", due_on=yesterday), TODAY) == Result.CANNOT_DETERMINE
    assert status(Standing(judged="CANNOT_DETERMINE", due_on=yesterday), TODAY) == Result.CANNOT_DETERMINE
    assert status(Standing(judged="NOT_APPLICABLE", due_on=yesterday), TODAY) == Result.NOT_APPLICABLE
    assert status(Standing(applies="no", due_on=yesterday), TODAY) == Result.NOT_APPLICABLE
    assert without_evidence(TODAY, TODAY) == Result.EVIDENCE_DUE
    assert without_evidence(yesterday, TODAY) == Result.EVIDENCE_OVERDUE


def test_sql_says_the_same_of_every_combination():
    city, asked = small_city(), requirement("ADA-16")
    judgements = (
        "",
        *(one.value for one in Result if one.value in ("EVIDENCE_CURRENT", "CANNOT_DETERMINE", "NOT_APPLICABLE")),
    )
    every = list(product(("yes", "no", "unknown"), (*judgements, "EVIDENCE_DUE"), DAYS, DAYS, DAYS))
    rows = [
        Obligation(
            requirement=asked, unit=city.parks, begins_on=date(2000, 1, 1) + timedelta(days=n), applies=applies,
            judged=judged, judged_on=TODAY if judged else None, held_until=held if judged else None, due_on=due, ends_on=ends,
        )
        for n, (applies, judged, held, due, ends) in enumerate(every)
    ]  # fmt: skip
    with acting(by=service_person("tests", "Tests"), act="generate_obligations"):
        bulk_create(Obligation, rows)
    found = with_status(Obligation.objects.filter(requirement=asked), TODAY)
    assert len(found) == len(every) == 960
    for row in found:
        standing = Standing(row.applies, row.judged, row.held_until, row.due_on, row.ends_on)
        assert row.stands == status(standing, TODAY).value, standing


@pytest.mark.parametrize(
    ("windows", "until"),
    [
        ([], None),
        ([("2026-11-29", None)], "2199-12-31"),
        ([("2026-11-30", None)], None),  # not in force yet
        ([("2026-01-01", "2026-11-28")], None),
        ([("2026-01-01", "2026-11-29")], "2026-11-29"),
        ([("2026-12-01", "2026-12-31"), ("2026-01-01", "2026-11-30")], "2026-12-31"),  # one takes over from the other
        ([("2026-12-02", "2026-12-31"), ("2026-01-01", "2026-11-30")], "2026-11-30"),  # a day without: it ends there
        ([("2026-01-01", "2027-01-31"), ("2026-06-01", "2026-12-31")], "2027-01-31"),
    ],
)
def test_evidence_covers_as_long_as_one_takes_over_from_another(windows, until):
    days = [(date.fromisoformat(begins), date.fromisoformat(ends) if ends else None) for begins, ends in windows]
    assert str(kept_until(days, TODAY)) == str(until)
