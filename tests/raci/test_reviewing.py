"""A reviewed record: R hands it in, A accepts or gives back, never who handed it in, nor who acts for them."""

from __future__ import annotations

import pytest

from raci.models import Holding
from raci.records import Kind, Life
from raci.reviewing import Review


def test_a_reviewed_kind_stands_on_the_columns_of_its_way():
    kept = Kind(code="kept_test", model=Holding, activity="4.4", life=Life.KEPT, label="Kept")
    other = Kind(code="reviewed_test", model=Holding, activity="4.4", life=Life.REVIEWED, label="No Reviewed")
    for kind in (kept, other):
        with pytest.raises(ValueError, match=kind.code):
            Review(kind, unit=lambda row: row.post.unit, url=lambda row: "")
