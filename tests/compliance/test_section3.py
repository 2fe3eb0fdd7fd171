"""Section 3, through the command: compliance.md 7.3, and the threshold that nobody here knows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compliance.asking import ask, lacks, row, rows

LIBRARY = {
    "kind": "housing_community_development", "committed_on": "2024-05-01", "assistance": 850000, "period_end": "2025-12-31",
    "total_hours": 18400, "professional_hours": 1200, "section3_hours": 4460, "targeted_hours": 905, "certified_priorities": True,
}  # fmt: skip


def project(**more: Any) -> dict[str, Any]:
    return {**LIBRARY, **more}


def test_the_worked_example_without_professional_hours_in_the_denominator():
    figures = ask("section3_benchmark", LIBRARY)["figures"]
    assert figures["denominator"] == 17200
    assert figures["section3_share"] == pytest.approx(0.2593, abs=5e-5)
    assert figures["targeted_share"] == pytest.approx(0.0526, abs=5e-5)
    assert ask("section3_benchmark", LIBRARY)["result"] == "BENCHMARK_MET"
    counted = ask("section3_benchmark", project(professional_section3_hours=60, count_professional=True))["figures"]
    assert counted["section3_share"] == pytest.approx(0.2628, abs=5e-5)
    wrong = ask("section3_benchmark", project(professional_hours=0))  # the wrong denominator would miss both
    assert wrong["result"] == "BENCHMARK_NOT_MET"
    assert (wrong["figures"]["met_all"], wrong["figures"]["met_targeted"]) == (False, False)


@pytest.mark.parametrize(
    ("total", "section3", "targeted", "met"),
    [
        (10000, 2500, 500, (True, True)),
        (10000, 2499, 500, (False, True)),
        (10000, 2500, 499, (True, False)),
        (18360, 16320, 918, (True, True)),
        (3, 1, 1, (True, True)),
    ],
)
def test_both_benchmarks_exactly(total, section3, targeted, met):
    answer = ask(
        "section3_benchmark",
        project(total_hours=total, professional_hours=0, section3_hours=section3, targeted_hours=targeted),
    )
    assert (answer["figures"]["met_all"], answer["figures"]["met_targeted"]) == met
    assert answer["result"] == ("BENCHMARK_MET" if all(met) else "BENCHMARK_NOT_MET")
    assert (": 4.99 %" in " ".join(answer["why"])) is (targeted == 499)
    assert (": 24.99 %" in " ".join(answer["why"])) is (section3 == 2499)


def test_the_same_project_before_and_after_the_thresholds_were_replaced():
    before = ask("section3_benchmark", project(committed_on="2026-03-15"))
    assert before["result"] == "BENCHMARK_MET"
    used = {one["row"]: one for one in before["parameters"]}
    assert used["s3.threshold.hcd@2020-11-30"]["value"] == "200000"
    assert used["s3.threshold.hcd@2020-11-30"]["status"] == "superseded"
    after = ask("section3_benchmark", project(committed_on="2026-03-16"))
    assert after["result"] == "CANNOT_DETERMINE"
    (lack,) = after["lacking"]
    assert (lack["what"], lack["kind"], lack["who_can_enter_it"]["role"]) == ("s3.threshold.hcd", "parameter", "ATTY")
    assert "91 FR 6752" in lack["why"]
    assert after["figures"]["met_all"] is True  # what can be told is told
    entered = rows(row("s3.threshold.hcd", "900000", "2026-03-16", operator='">"'))
    assert ask("section3_benchmark", project(committed_on="2026-03-16"), rows=entered)["result"] == "NOT_APPLICABLE"
    assert ask("section3_benchmark", project(committed_on="2026-03-15"), rows=entered)["result"] == "BENCHMARK_MET"


@pytest.mark.parametrize(
    ("kind", "assistance", "applies"),
    [
        ("housing_community_development", 200000, False),
        ("housing_community_development", 200000.01, True),
        ("lead_hazard", 100000, False),
        ("lead_hazard", 150000, True),
        ("public_housing", 1, True),
    ],
)
def test_what_exceeds_the_threshold_and_what_only_reaches_it(kind, assistance, applies):
    answer = ask("section3_benchmark", project(kind=kind, assistance=assistance))
    assert (answer["result"] != "NOT_APPLICABLE") is applies


def test_before_the_rule_and_material_alone():
    assert ask("section3_benchmark", project(committed_on="2020-11-29"))["result"] == "CANNOT_DETERMINE"
    assert ask("section3_benchmark", project(material_supply_only=True))["result"] == "NOT_APPLICABLE"


@pytest.mark.parametrize(
    "wrong",
    [
        {"targeted_hours": 4461}, {"section3_hours": 18401}, {"total_hours": 1200}, {"total_hours": 0, "professional_hours": 0},
        {"section3_hours": None}, {"professional_hours": None}, {"assistance": None}, {"kind": None}, {"period_end": None},
        {"count_professional": True},
        {"certifications": [{"worker": "17", "certified_on": "2019-01-31", "worked_until": "2024-02-01"}]},
    ],
)  # fmt: skip
def test_what_contradicts_itself_or_is_missing_is_neither_met_nor_missed(wrong):
    answer = ask("section3_benchmark", project(**wrong))
    assert answer["result"] == "CANNOT_DETERMINE"
    assert lacks(answer)
    assert {one["who_can_enter_it"]["role"] for one in answer["lacking"]} == {"DIR"}


def test_a_certification_carries_five_years_to_the_day():
    worker = {"worker": "17", "certified_on": "2019-02-01", "worked_until": "2024-02-01"}
    assert ask("section3_benchmark", project(certifications=[worker]))["result"] == "BENCHMARK_MET"


def test_the_safe_harbour_is_both_benchmarks_and_the_certification():
    assert ask("section3_benchmark", LIBRARY)["figures"]["safe_harbour"] is True
    assert ask("section3_benchmark", project(certified_priorities=False))["figures"]["safe_harbour"] is False
    assert ask("section3_benchmark", project(certified_priorities=None))["figures"]["safe_harbour"] is None
    missed = project(
        targeted_hours=100, efforts=[{"kind": "job_fairs", "done": True}, {"kind": "other", "done": False}]
    )
    answer = ask("section3_benchmark", missed)
    assert (answer["result"], answer["figures"]["safe_harbour"], answer["figures"]["efforts"]) == (
        "BENCHMARK_NOT_MET",
        False,
        ["job_fairs"],
    )
