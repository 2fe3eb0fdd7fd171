"""What the demonstration tells of engagement comes in by everybody's acts, and its pages are full."""

from __future__ import annotations

import json

import pytest

from engagement.models import Comment, FeedbackRound, Partner
from engagement.rounds.queries import published_round
from equity_portal.demo import _answer_all, _person
from equity_portal.demo_partners import bring_partners
from equity_portal.demo_rounds import bring_rounds
from tests.city import PORTLAND

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def test_partners_rounds_and_comments_come_in(city):
    bring_partners(PORTLAND, _person)
    bring_rounds(PORTLAND, _person, lambda case: _answer_all(case, {}))
    assert Partner.objects.count() == 8
    _row, said = published_round(FeedbackRound.objects.get().record_id)
    assert [one["answered"] for one in said["heard"]["groups"]] == [285, 42, 20, 29]
    assert said["heard"]["answered"] == 376
    assert (said["coding"]["answers"], said["coding"]["same"], said["coding"]["kappa"]) == (70, 83, "0.74")
    assert "consent" not in json.dumps(said)
    assert set(Comment.objects.values_list("state", flat=True)) == {"shown", "hidden", "waits"}
