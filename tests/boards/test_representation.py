"""`manage.py representation`: the gold figures, scipy's answers, what one small body may not say, and people counted once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from scipy import stats

from tests.metrics.gold import FOLDER, cases
from tests.metrics.tables import no_constant, write

DATA = FOLDER.parent / "data"
close = pytest.approx
FIELDS = {  # how the gold calls a figure, and how the command does
    "x": "members", "n": "known", "p0": "benchmark", "expected": "expected", "share": "share", "parity_index": "ratio",
    "exact_two_sided": "p_exact", "exact_lower": "p_lower", "exact_upper": "p_upper", "midp_two_sided": "p_mid",
    "whole_seat_shortfall": "whole_seat_shortfall", "parity_ratio": "ratio", "difference": "difference",
    "exact_two_sided_p": "p_exact", "exact_lower_p": "p_lower", "seats_to_parity": "seats_to_parity", "wilson": "interval",
}  # fmt: skip


def asked(folder: Path, roster: Iterable[Sequence[Any]], population: Iterable[Sequence[Any]], **more: Any) -> Any:
    """What the command prints of two tables."""
    options = ["--roster", str(write(folder / "r.csv", "body,person,group", roster))]
    header = "group,count,body" if more.pop("districts", False) else "group,count"
    options += ["--population", str(write(folder / "p.csv", header, population)), "--by", "group", "--json"]
    if "pool" in more:
        options += ["--pool", str(write(folder / "pool.csv", "group,count", more["pool"]))]
    out = io.StringIO()
    call_command("representation", *options, stdout=out)
    return json.loads(out.getvalue(), parse_constant=no_constant)


def members(counts: dict[str, int], body: str = "Board") -> list[tuple[str, str, str]]:
    return [(body, f"{body} {group} {at}", group) for group, count in counts.items() for at in range(count)]


def one(folder: Path, x: int, n: int, p: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """A body's figure and the city's, of x of n against p."""
    told = asked(folder, members({"focal": x, "other": n - x}), [("focal", p), ("other", round(1 - p, 12))])
    return told["bodies"][0]["groups"][0], told["overall"]["groups"][0]


GOLD = json.loads((FOLDER / "compliance.json").read_text()) if FOLDER.exists() else {}
SINGLE = {name: case for name, case in GOLD.items() if name.startswith(("BC-", "CP-", "HZ-")) and "p0" in case}
BY_R = {name: case for name, case in cases().items() if case["measure"].startswith("representation")}


@pytest.mark.skipif(not GOLD, reason="the figures with known answers are not here")
def test_gold_figures_of_one_group(tmp_path: Path):
    expected = {name: (case["x"], case["n"], case["p0"], case) for name, case in SINGLE.items()}
    for name, case in BY_R.items():
        if case["measure"] == "representation":
            given = case["inputs"]
            expected[name] = given["members"], given["seats"], given["population_share"], case["expected"]
    assert {"castaneda_870", "hazelwood_5_7", "small_board", "BC-1_women_2of9", "CP-1_castaneda"} <= set(expected)
    for name, (x, n, p, figures) in expected.items():
        for found in one(tmp_path, x, n, p):
            for called, field in FIELDS.items():
                if called in figures:
                    assert found[field] == close(figures[called], rel=1e-6, abs=1e-12), (name, called)
            if "gap_pp" in figures:
                assert found["difference"] * 100 == close(figures["gap_pp"])


@pytest.mark.skipif(not GOLD, reason="the figures with known answers are not here")
def test_gold_of_a_pool_of_rare_groups_of_districts_and_of_all_groups_at_once(tmp_path: Path):
    pool = GOLD["BC-6_applicant_pool"]
    told = asked(
        tmp_path, members({"in": pool["x"], "out": 8}), [("in", 3), ("out", 7)], pool=[("in", 12), ("out", 28)]
    )
    found = told["overall"]["groups"][0]
    assert (found["test"], found["benchmark"], found["expected"]) == ("hypergeometric", close(0.3), close(2.7))
    assert (found["p_exact"], found["p_lower"]) == (close(pool["two_sided"]), close(pool["lower"]))

    rare = GOLD["BC-7_poisson_small_group"]
    told = asked(tmp_path, members({"other": 224}), [("few", 0.013), ("other", 0.987)])
    tail = told["overall"]["groups"][0]["rare"]
    assert (tail["mean"], tail["lower"], tail["two_sided"]) == tuple(
        close(rare[name]) for name in ("lam", "lower", "two_sided_minlike")
    )

    districts = GOLD["BC-8_poisson_binomial"]
    sizes = {"A": (9, 0.35, 2), "B": (11, 0.35, 2), "C": (7, 0.52, 1), "D": (5, 0.20, 1)}
    roster = [row for body, (n, _p, x) in sizes.items() for row in members({"in": x, "out": n - x}, body)]
    population = [row for body, (_n, p, _x) in sizes.items() for row in (("in", p, body), ("out", 1 - p, body))]
    found = asked(tmp_path, roster, population, districts=True)["overall"]["groups"][0]
    assert (found["members"], found["expected"], found["test"]) == (6, close(districts["mean"]), "Poisson-binomial")
    assert (found["p_exact"], found["p_lower"]) == (close(districts["two_sided"]), close(districts["lower"]))

    for name in ("gof_rdoc", "gof_board11"):
        case = BY_R[name]
        counts = {f"g{at}": n for at, n in enumerate(case["inputs"]["counts"])}
        shares = [(f"g{at}", p) for at, p in enumerate(case["inputs"]["population_shares"])]
        at_once = asked(tmp_path, members(counts), shares)["overall"]["all_groups"]
        wanted = case["expected"]
        assert at_once["test"] == {
            "statistic": close(wanted["chisq"]),
            "degrees": wanted["df"],
            "p": close(wanted["chisq_p"]),
        }
        multinomial = None if wanted["exact_multinomial_p"] == "NA" else close(wanted["exact_multinomial_p"])
        assert at_once["exact_p"] == multinomial


def test_scipy_says_the_same_of_drawn_bodies_and_holm_holds_their_number(tmp_path: Path):
    rng = np.random.default_rng(7)
    for _draw in range(12):
        shares = rng.dirichlet(np.ones(4)).round(3)
        shares[3] = round(1 - shares[:3].sum(), 3)
        counts = {f"g{at}": int(n) for at, n in enumerate(rng.multinomial(rng.integers(30, 90), [0.4, 0.3, 0.2, 0.1]))}
        told = asked(tmp_path, members(counts), [(f"g{at}", p) for at, p in enumerate(shares)])["overall"]
        n = sum(counts.values())
        raw = [stats.binomtest(counts[f"g{at}"], n, p).pvalue for at, p in enumerate(shares)]
        assert [one["p_exact"] for one in told["groups"]] == close(raw, abs=1e-10)
        order, most = np.argsort(raw), 0.0
        for place, at in enumerate(order):
            most = min(1.0, max(most, raw[at] * (4 - place)))
            assert told["groups"][at]["p_adjusted"] == close(most, abs=1e-9)
            below = counts[f"g{at}"] / n < shares[at]
            assert told["groups"][at]["verdict"] == (("below" if below else "above") if most < 0.05 else "near")


def test_one_small_body_has_figures_and_says_why_it_has_no_verdict(tmp_path: Path):
    body, _city = one(tmp_path, 0, 9, 0.25)
    assert body["p_exact"] == close(stats.binomtest(0, 9, 0.25).pvalue)
    assert body["verdict"] is None
    assert "9 known answers are fewer than 30" in body["why"]
    assert "7.5% of bodies this size" in body["why"]
    assert "it takes 11 members" in body["why"]


def test_unknown_and_vacant_stand_outside_and_bound_the_share(tmp_path: Path):
    """BC-3 of the city example: 224 of 271 members said, 12 of them of the group."""
    roster = members({"focal": 12, "other": 212, "prefer not to say": 20, "": 27}) + [("Board", "", "")] * 41
    told = asked(tmp_path, roster, [("focal", 111), ("other", 889), ("Unknown", 4)])
    city = told["overall"]
    assert (city["members"], city["known"], city["unknown"]) == (271, 224, 47)
    focal = city["groups"][0]
    assert focal["bounds"] == [close(12 / 271), close(59 / 271)]
    assert focal["verdict"] == "below"
    assert "4.4% and 21.8%" in focal["why"]
    assert "41 rows name nobody" in told["notes"][0]


def test_gates_of_publishing(tmp_path: Path):
    def gates(counts: dict[str, int]) -> dict[str, bool]:
        told = asked(tmp_path, members(counts), [("focal", 1), ("other", 1)])
        passed = {gate["code"]: gate["passed"] for gate in told["gates"]}
        assert told["publishable"] == all(ok for code, ok in passed.items() if code != "single_bodies")
        assert passed.pop("single_bodies") is False
        return passed

    fine = {"response": True, "number": True, "small_cells": True}
    assert gates({"focal": 15, "other": 15}) == fine
    assert gates({"focal": 15, "other": 14}) == fine | {"number": False}
    assert gates({"focal": 15, "other": 15, "unknown": 20}) == fine  # exactly 60 %
    assert gates({"focal": 15, "other": 15, "unknown": 21}) == fine | {"response": False}
    assert gates({"focal": 10, "other": 25}) == fine | {"small_cells": False}
    assert gates({"focal": 15, "other": 25, "unknown": 3}) == fine | {"small_cells": False}


def test_a_table_that_would_mislead_is_refused(tmp_path: Path):
    for population, why in (
        ([("focal", 50), ("other", 50), ("All", 100)], "is the total of the others"),
        ([("focal", 50), ("Focal", 50)], "stands twice"),
        ([("focal", 0)], "nobody lives there"),
    ):
        with pytest.raises(CommandError, match=why):
            asked(tmp_path, members({"focal": 2}), population)
    with pytest.raises(CommandError, match='row 3, column group: p is "b" here and "a"'):
        asked(tmp_path, [("Board", "p", "a"), ("Board", "p", "b")], [("a", 1), ("b", 1)])


@pytest.mark.skipif(not FOLDER.exists(), reason="the rosters are not here")
@pytest.mark.parametrize(("state", "name"), [("AK", "Alaska"), ("OR", "Oregon")])
def test_committees_against_their_state_count_each_legislator_once(tmp_path: Path, state: str, name: str):
    with (DATA / "rosters/openstates_ak_or/committee_roster.csv").open() as file:
        sat = [row for row in csv.DictReader(file) if row["state"] == state]
    with (DATA / "population/acs2022_sex_state.csv").open() as file:
        lives = {row["sex"]: float(row["population"]) for row in csv.DictReader(file) if row["state_name"] == name}
    lives.pop("All")
    told = asked(tmp_path, [(row["body_id"], row["person_id"], row["gender"]) for row in sat], list(lives.items()))
    people = {row["person_id"]: row["gender"] for row in sat}
    women = sum(gender == "Female" for gender in people.values())
    assert (told["overall"]["members"], told["overall_seats"]["members"]) == (len(people), len(sat))
    focal = next(one for one in told["overall"]["groups"] if one["group"] == "Female")
    share = lives["Female"] / sum(lives.values())
    assert (focal["members"], focal["p_exact"]) == (women, close(stats.binomtest(women, len(people), share).pvalue))
    assert all(one["p_exact"] is None for one in told["overall_seats"]["groups"])
    assert len(told["bodies"]) == len({row["body_id"] for row in sat})
