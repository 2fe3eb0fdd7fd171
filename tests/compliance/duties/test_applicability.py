"""Which conditions a city meets: yes, no, or not known with who can enter what is missing; never a guess."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compliance.duties.applicability import Award, City, Fact, answers, joined
from compliance.packs import shipped
from compliance.packs.facts import Condition

TODAY = date(2026, 11, 29)


def known(*awards: Award, **facts: Any) -> dict[Condition, Any]:
    said = {name: Fact(value, date(2026, 1, 1), "Test") for name, value in facts.items()}
    return answers(City(said, awards), shipped().law, TODAY)


def award(agency: str, begins: str = "2025-07-01", dollars: int = 250_000, section3: str = "", ends: str = "") -> Award:
    last = date.fromisoformat(ends) if ends else None
    return Award(1, f"{agency} award", agency, dollars * 100, date.fromisoformat(begins), last, section3)


def test_of_a_city_of_which_nothing_is_known_only_that_it_is_one():
    found = known()
    verdicts = {condition.value: one.verdict for condition, one in found.items()}
    assert verdicts.pop("public_entity") == "yes"
    assert set(verdicts.values()) == {"unknown"}
    for condition, one in found.items():
        if one.verdict == "unknown":
            assert one.lacking, condition
            assert one.why, condition
            assert all(lack.who.role for lack in one.lacking), condition


@pytest.mark.parametrize(
    ("employees", "fifty", "fifteen", "hundred", "any_"),
    [(0, "no", "no", "no", "no"), (14, "no", "no", "no", "yes"), (15, "no", "yes", "no", "yes"), (49, "no", "yes", "no", "yes"),
     (50, "yes", "yes", "no", "yes"), (99, "yes", "yes", "no", "yes"), (100, "yes", "yes", "yes", "yes")],
)  # fmt: skip
def test_the_number_of_employees_is_held_against_the_rows_of_the_law(employees, fifty, fifteen, hundred, any_):
    found = known(employees=employees)
    asked = (Condition.EMPLOYEES_50, Condition.EMPLOYER_15, Condition.EMPLOYER_100, Condition.EMPLOYER)
    assert tuple(found[one].verdict for one in asked) == (fifty, fifteen, hundred, any_)
    assert [row.key for row in found[Condition.EMPLOYEES_50].parameters] == ["ada.employee_min"]
    assert found[Condition.EMPLOYEES_50].facts == ("employees",)


def test_an_empty_register_is_no_city_without_awards_until_somebody_says_that_it_is_complete():
    assert known()[Condition.FEDERAL_FUNDS].verdict == "unknown"
    assert known(all_awards=False)[Condition.FEDERAL_FUNDS].verdict == "unknown"
    assert known(all_awards=True)[Condition.FEDERAL_FUNDS].verdict == "no"
    assert known(award("NONE"), all_awards=True)[Condition.FEDERAL_FUNDS].verdict == "no"
    assert known(award("DOJ"))[Condition.FEDERAL_FUNDS].verdict == "yes"
    assert known(award("DOJ", ends="2026-11-28"), all_awards=True)[Condition.FEDERAL_FUNDS].verdict == "no"
    assert known(award("DOJ", ends="2026-11-29"))[Condition.FEDERAL_FUNDS].verdict == "yes"


@pytest.mark.parametrize(
    ("uza", "vehicles", "verdict"),
    [(200_000, 50, "yes"), (199_999, 50, "no"), (200_000, 49, "no"), (None, 50, "unknown"), (200_000, None, "unknown")],
)
def test_a_large_transit_provider_is_one_by_both_numbers(uza, vehicles, verdict):
    facts = {name: value for name, value in (("uza_population", uza), ("peak_vehicles", vehicles)) if value is not None}
    found = known(award("FTA"), fixed_route=True, **facts)[Condition.FTA_LARGE_PROVIDER]
    assert found.verdict == verdict
    assert (found.awards == (1,)) == (verdict == "yes")
    # who keeps the city's facts, not who leads the requirement
    assert {lack.who.role for lack in found.lacking} <= {"ATTY"}
    assert known(award("FTA"), fixed_route=True)[Condition.FTA_FIXED_ROUTE].verdict == "yes"
    assert known(award("FTA"))[Condition.FTA_FIXED_ROUTE].verdict == "unknown"
    assert known(fixed_route=True, all_awards=True)[Condition.FTA_LARGE_PROVIDER].verdict == "no"


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (award("HUD", "2026-03-15", 200_000, "hcd"), "no"),  # exactly the threshold is not above it
        (award("HUD", "2026-03-15", 200_001, "hcd"), "yes"),
        (award("HUD", "2026-03-16", 900_000, "hcd"), "unknown"),  # the new threshold is not entered
        (award("HUD", "2026-03-15", 100_001, "lead"), "yes"),
        (award("HUD", "2026-05-01", 1, "public_housing"), "yes"),  # it has none
        (award("HUD", "2026-05-01", 900_000, ""), "unknown"),
        (award("HUD", "2026-05-01", 900_000, "none"), "no"),
        (award("DOJ", "2026-05-01", 900_000), "no"),
    ],
)
def test_section_3_goes_by_the_threshold_of_the_day_the_assistance_began_on(one, verdict):
    found = known(one, all_awards=True)[Condition.SECTION3_ASSISTANCE]
    assert found.verdict == verdict
    if verdict == "unknown":
        assert found.lacking


def test_of_several_conditions_any_is_enough_and_what_is_not_known_is_no_no():
    found = known(local_ordinance=True)
    assert joined(["federal_funds", "local_ordinance"], found) == "yes"
    assert joined(["federal_funds", "local_ordinance"], known(local_ordinance=False)) == "unknown"
    assert joined(["federal_funds", "local_ordinance"], known(local_ordinance=False, all_awards=True)) == "no"
