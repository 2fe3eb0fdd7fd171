"""Where a bureau stands with a standard: by what it answered to which version, and by the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from plans.standards.adopting import Answer, Standing, stands

TODAY = date(2026, 3, 10)
PAST, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ADOPTS, ADAPTS = Answer(1, "adopts"), Answer(1, "adapts")


@pytest.mark.parametrize(
    ("accepted", "handed_in", "version", "answer_by", "standing", "due_on"),
    [
        ([], False, 1, SOON, Standing.ASKED, SOON),
        ([], False, 1, TODAY, Standing.ASKED, TODAY),
        ([], False, 1, PAST, Standing.OVERDUE, PAST),
        ([], False, 1, None, Standing.ASKED, None),
        ([], True, 1, PAST, Standing.WAITS, PAST),
        ([ADOPTS], False, 1, PAST, Standing.ADOPTED, None),
        ([ADAPTS], False, 1, PAST, Standing.ADAPTED, None),
        ([ADOPTS, ADAPTS], True, 1, PAST, Standing.ADAPTED, None),
        ([ADOPTS], False, 2, SOON, Standing.OUTDATED, SOON),
        ([ADOPTS], False, 2, PAST, Standing.OVERDUE, PAST),
        ([Answer(1, "time", SOON)], False, 1, PAST, Standing.TIME, SOON),
        ([Answer(1, "time", TODAY)], False, 1, PAST, Standing.TIME, TODAY),
        ([Answer(1, "time", PAST)], False, 1, SOON, Standing.OVERDUE, PAST),
        ([ADOPTS, Answer(2, "time", SOON)], False, 2, PAST, Standing.TIME, SOON),
        ([Answer(1, "time", SOON)], False, 2, PAST, Standing.OVERDUE, PAST),
    ],
)
def test_a_bureau_stands(accepted, handed_in, version, answer_by, standing, due_on):
    found = stands(accepted, handed_in, version, answer_by, TODAY)
    assert (found.standing, found.due_on) == (standing, due_on)


def test_what_was_adopted_last_is_told_beside_what_is_asked_now():
    assert stands([Answer(2, "adapts"), Answer(3, "time", SOON)], False, 3, PAST, TODAY).version == 2
    assert stands([Answer(1, "time", SOON)], False, 1, PAST, TODAY).version == 0
