"""Every figure with a known answer, through the command that tells it, or through the function where no command does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.metrics.gold import FOLDER, cases, differences
from tests.metrics.gold_by_command import BY_COMMAND
from tests.metrics.gold_by_function import BY_FUNCTION

CASES = cases()
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the figures are not in this checkout")


def test_every_case_is_bound_and_most_by_a_command():
    measures = Counter(case["measure"] for case in CASES.values())
    assert set(measures) == BY_COMMAND.keys() | BY_FUNCTION.keys()
    commanded = sum(count for measure, count in measures.items() if measure in BY_COMMAND)
    assert len(CASES) == 43
    assert commanded == 30


@pytest.mark.parametrize("name", CASES)
def test_the_case_comes_out_within_its_tolerance(name: str, tmp_path: Path):
    case = CASES[name]
    bind = (BY_COMMAND | BY_FUNCTION)[case["measure"]]
    assert differences(bind(case, tmp_path), case["expected"], case["tolerance"]) == []
