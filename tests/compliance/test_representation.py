"""Representation, through the command: the golden vectors of section 12.6 and the workforce cases of 9.4."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.compliance.asking import ask
from tests.metrics.gold import FOLDER, differences

GOLD = json.loads((FOLDER / "compliance.json").read_text()) if FOLDER.exists() else {}
ONE = {  # members, seats, benchmark, about, result
    "HZ-1_15.4_both": (15, 405, 0.154, "workforce", "INDICATOR_RAISED"),
    "HZ-2_5.7_both": (15, 405, 0.057, "workforce", "NO_INDICATION"),
    "HZ-3_15.4_7273": (10, 282, 0.154, "workforce", "INDICATOR_RAISED"),
    "HZ-4_15.4_7374": (5, 123, 0.154, "workforce", "INDICATOR_RAISED"),
    "CP-1_castaneda": (339, 870, 0.791, "body", "WATCH"),
    "BC-1_women_2of9": (2, 9, 0.505, "body", "NO_INDICATION"),
    "BC-2_zero_of_9_p10": (0, 9, 0.10, "body", "NO_INDICATION"),
    "BC-3_citywide_latino": (12, 224, 0.111, "body", "WATCH"),
    "BC-4_women_94of224": (94, 224, 0.505, "body", "WATCH"),
    "BC-5_over": (5, 7, 0.25, "body", "WATCH"),
}
OTHERS = ("BC-6_applicant_pool", "BC-7_poisson_small_group", "BC-8_poisson_binomial")
CASES = (*ONE, *OTHERS)


def facts(members: int, *parts: tuple[int, float], about: str = "body", **more: Any) -> dict[str, Any]:
    told = [{"seats": seats, "benchmark": benchmark} for seats, benchmark in parts]
    return {"about": about, "as_of": "2026-06-30", "group": "women", "members": members, "parts": told, **more}


@pytest.mark.parametrize("name", ONE)
def test_a_body_or_workforce_against_its_benchmark(name: str):
    members, seats, benchmark, about, result = ONE[name]
    answer = ask("representation", facts(members, (seats, benchmark), about=about))
    assert answer["result"] == result
    if GOLD:
        expected = dict(GOLD[name])
        tails = {key: expected.pop(key) for key in list(expected) if key.startswith(("exact", "midp"))}
        assert differences(answer["figures"], expected, 1e-9) == []
        assert all(answer["figures"][key] == pytest.approx(value, rel=1e-7, abs=1e-12) for key, value in tails.items())


def test_the_applicant_pool_is_the_better_benchmark():
    told = {
        "about": "body",
        "as_of": "2026-06-30",
        "group": "g",
        "members": 1,
        "pool": 40,
        "pool_group": 12,
        "chosen": 9,
    }
    answer = ask("representation", told)
    assert answer["result"] == "NO_INDICATION"
    if GOLD:
        assert differences(answer["figures"], GOLD["BC-6_applicant_pool"], 1e-9) == []


def test_a_rare_group_by_the_tail():
    answer = ask("representation", facts(0, (224, 0.013)))
    if GOLD:
        assert differences(answer["figures"]["poisson"], GOLD["BC-7_poisson_small_group"], 1e-9) == []


def test_bodies_with_benchmarks_of_their_own():
    answer = ask("representation", facts(6, (9, 0.35), (11, 0.35), (7, 0.52), (5, 0.20)))
    assert answer["result"] == "WATCH"
    if GOLD:
        assert differences(answer["figures"], GOLD["BC-8_poisson_binomial"], 1e-9) == []


@pytest.mark.parametrize(
    "wrong", [facts(10, (9, 0.5)), facts(0, (0, 0.5)), facts(0), {**facts(1, (9, 0.5)), "members": None}]
)
def test_what_contradicts_itself_is_not_known(wrong):
    assert ask("representation", wrong)["result"] == "CANNOT_DETERMINE"
