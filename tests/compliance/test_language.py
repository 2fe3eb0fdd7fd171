"""The safe harbour for written translation, through the command: compliance.md 6.2 and its boundaries."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from compliance.packs import EXAMPLES, FOLDER
from tests.compliance.asking import ask, lacks, row, rows

NONE, NOTICE, TRANSLATE = "NO_TRANSLATION_UNDER_SAFE_HARBOUR", "NOTICE_ONLY", "TRANSLATE_VITAL_DOCUMENTS"


def facts(population: int | None, *speakers: int | None, policy: str | None = "dot", **more: Any) -> dict[str, Any]:
    languages = [{"name": f"L{at}", "speakers": one, "source": "programme"} for at, one in enumerate(speakers)]
    return {"as_of": "2026-06-30", "policy": policy, "population": population, "languages": languages, **more}


def outcomes(answer: dict[str, Any]) -> list[str | None]:
    return [one["outcome"] for one in answer["figures"]["languages"]]


@pytest.mark.parametrize(
    ("population", "speakers", "dot", "hud"),
    [
        (1000, 50, TRANSLATE, NONE),  # exactly 5 %
        (900, 50, TRANSLATE, NOTICE),  # 5.56 %, exactly 50
        (600, 55, TRANSLATE, TRANSLATE),
        (600, 42, NOTICE, NOTICE),
        (600, 30, NOTICE, NONE),  # exactly 5 %
        (600, 29, NONE, NONE),
        (290000, 1000, TRANSLATE, TRANSLATE),
        (290000, 999, NONE, NONE),
    ],
)
def test_the_edges_as_each_policy_words_them(population, speakers, dot, hud):
    assert outcomes(ask("lep_safe_harbour", facts(population, speakers))) == [dot]
    assert outcomes(ask("lep_safe_harbour", facts(population, speakers, policy="hud"))) == [hud]
    assert outcomes(ask("lep_safe_harbour", facts(population, speakers, edge_mode="hud"))) == [hud]


def test_a_city_with_the_count_as_the_number_that_binds():
    answer = ask("lep_safe_harbour", facts(290000, 6480, 3210, 2105, 1730, 940, 610))
    assert outcomes(answer) == [TRANSLATE] * 4 + [NONE] * 2
    assert [one["watch"] for one in answer["figures"]["languages"]][4:] == [["near_threshold"], []]
    assert answer["figures"]["threshold"] == 1000
    assert answer["result"] == "INDICATOR_RAISED"
    assert ask("lep_safe_harbour", facts(290000, 940))["result"] == "WATCH"
    assert ask("lep_safe_harbour", facts(290000, 610))["result"] == "NO_INDICATION"


@pytest.mark.parametrize(
    ("speakers", "margin", "watch"),
    [
        (799, 201, ["could_exceed"]),
        (799, 200, []),
        (610, 391, ["could_exceed"]),
        (1000, 300, []),
        (700, None, ["margin_not_known"]),
    ],
)
def test_a_survey_whose_margin_reaches_the_threshold_is_watched(speakers, margin, watch):
    language = {"name": "Samoan", "speakers": speakers, "margin_of_error": margin, "source": "acs"}
    answer = ask("lep_safe_harbour", {**facts(290000), "languages": [language]})
    assert answer["figures"]["languages"][0]["watch"] == watch
    assert (answer["result"] == "WATCH") is bool(watch)


def test_a_notice_that_the_margin_could_make_a_translation():
    language = {"name": "Lao", "speakers": 42, "margin_of_error": 8, "source": "acs"}
    told = ask("lep_safe_harbour", {**facts(600), "languages": [language]})["figures"]["languages"][0]
    assert (told["outcome"], told["watch"]) == (NOTICE, ["could_exceed"])


def test_the_department_of_justice_guidance_is_there_until_the_day_it_was_rescinded():
    before = ask("lep_safe_harbour", {**facts(1000, 50, policy="doj"), "as_of": "2025-04-15"})
    assert outcomes(before) == [TRANSLATE]
    assert {one["status"] for one in before["parameters"] if one["key"] == "lep.count"} == {"rescinded"}
    after = ask("lep_safe_harbour", {**facts(1000, 50, policy="doj"), "as_of": "2025-04-16"})
    assert after["result"] == "CANNOT_DETERMINE"
    assert {"lep.count", "lep.share", "lep.small", "lep.edge"} == set(lacks(after))


def test_a_city_without_an_ordinance_of_its_own_is_told_who_can_enter_it():
    answer = ask("lep_safe_harbour", facts(1000, 50, policy="local"))
    assert answer["result"] == "CANNOT_DETERMINE"
    assert "City Attorney (activity 1.3)" in answer["why"][0]
    local = ask("lep_safe_harbour", facts(1000, 30, policy="local"), pack=FOLDER / f"{EXAMPLES[0]}.yaml")
    assert outcomes(local) == [NOTICE]  # 3 % and fewer than 50
    assert {one["status"] for one in local["parameters"] if one["key"].startswith("lep.s")} == {"local_policy"}


def test_what_is_not_known_of_one_language_does_not_hide_another():
    answer = ask("lep_safe_harbour", facts(290000, 6480, None, 610))
    assert outcomes(answer) == [TRANSLATE, None, NONE]
    assert lacks(answer) == ["languages[2].speakers"]
    assert answer["result"] == "INDICATOR_RAISED"
    assert ask("lep_safe_harbour", facts(290000, None, 610))["result"] == "CANNOT_DETERMINE"


def test_a_thousand_speakers_need_no_population():
    answer = ask("lep_safe_harbour", facts(None, 1000, 999))
    assert outcomes(answer) == [TRANSLATE, None]


def test_a_states_rule_is_entered_by_rows_of_its_own():
    state = rows(
        *(
            row(f"lep.{name}", value, variant="state")
            for name, value in (("count", "100"), ("share", "0.02"), ("small", "10"), ("edge", "dot_doj"))
        )
    )
    assert outcomes(ask("lep_safe_harbour", facts(290000, 100), rows=state)) == [NONE]  # nobody chose it
    assert outcomes(ask("lep_safe_harbour", facts(290000, 100, policy="state"), rows=state)) == [TRANSLATE]


# ---- a region's tracts, with margins larger than the estimates

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "population"
TRACTS = SHARED / "portland_region_lep_by_tract_2019.csv"
SPEAKERS, RESIDENTS = "ttl_speakers_base", "total"
LANGUAGES = (
    "Spanish", "French Haitian", "Germanic", "Slavic", "Other Indo-European languages", "Korean", "Chinese", "Vietnamese",
    "Tagalog", "Other Asian languages", "Arabic", "Other languages",
)  # fmt: skip


@pytest.mark.skipif(not TRACTS.exists(), reason="the tracts are not in this checkout")
def test_every_row_of_a_regions_tracts_is_a_base_a_language_or_a_birthplace():
    with TRACTS.open(newline="") as file:
        lines = list(csv.DictReader(file))
    tracts: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for line in lines:
        tracts[line["GEOID"]][line["variable"]] = (int(float(line["estimate"])), int(float(line["moe"])))
    assert (len(lines), len(tracts)) == (13720, 490)
    assert all(len(one) == 28 and {SPEAKERS, RESIDENTS, *LANGUAGES} <= one.keys() for one in tracts.values())
    told = {geoid: _tract(one) for geoid, one in tracts.items()}
    assert sum(len(one["figures"].get("languages", LANGUAGES)) for one in told.values()) == 490 * len(LANGUAGES)
    for geoid, answer in told.items():
        people = tracts[geoid][SPEAKERS][0]
        for line in answer["figures"].get("languages", []):
            assert line["outcome"] == _plainly(line["speakers"], people), (geoid, line)
            further = _plainly(min(line["speakers"] + line["margin_of_error"], people), people)
            assert ("could_exceed" in line["watch"]) is (further != line["outcome"]), (geoid, line)
    empty = [geoid for geoid, one in tracts.items() if not one[SPEAKERS][0]]
    assert {told[geoid]["result"] for geoid in empty} <= {"CANNOT_DETERMINE"}
    assert sum(answer["result"] == "INDICATOR_RAISED" for answer in told.values()) > 50


def _tract(variables: dict[str, tuple[int, int]]) -> dict[str, Any]:
    languages = [
        {"name": name, "speakers": variables[name][0], "margin_of_error": variables[name][1], "source": "acs"}
        for name in LANGUAGES
    ]
    return ask("lep_safe_harbour", {**facts(variables[SPEAKERS][0] or None), "languages": languages})


def _plainly(speakers: int, people: int) -> str:
    """The safe harbour in whole numbers, written another way."""
    if speakers >= 1000:
        return TRANSLATE
    if 20 * speakers < people:
        return NONE
    return NOTICE if speakers < 50 else TRANSLATE
