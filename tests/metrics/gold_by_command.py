"""The cases that a command tells: each as a table, and what the command makes of it under the names of the case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from math import nan
from pathlib import Path
from typing import Any

import numpy as np

from metrics.statistics import strata
from metrics.statistics.exact import fisher
from metrics.statistics.odds import conditional_odds_ratio
from metrics.statistics.rates import clopper_pearson
from metrics.statistics.ratios import katz, mover_r, odds_ratio
from metrics.statistics.score import score_difference, score_ratio
from metrics.statistics.significance import p_yates
from tests.metrics.gold import differences, rows
from tests.metrics.tables import told

Bind = Callable[[dict[str, Any], Path], dict[str, Any]]
TABLE = "table.csv"
ROOTS_OF_R = 1e-2  # fisher.test stops looking for its estimate and limits there; ours are exact (test_published)


def disparity(folder: Path, header: str, lines: list[tuple[Any, ...]], *options: str) -> Any:
    return told("disparity", folder / TABLE, header, lines, *options)


# ---- through `manage.py disparity`


def proportion_ci(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    x, n = case["inputs"]["x"], case["inputs"]["n"]
    group = disparity(folder, "group,n,k", [("all", n, x)])["groups"][0]
    return {"p": group["rate"], "wilson": group["rate_ci"], "clopper_pearson": clopper_pearson(x, n)}


def two_proportions(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    x1, n1, x0, n0 = counts = tuple(case["inputs"][name] for name in ("x1", "n1", "x0", "n0"))
    answer = disparity(folder, "group,n,k", [("focal", n1, x1), ("other", n0, x0)], "--reference", "other")
    (focal, other), (one,) = answer["groups"], answer["comparisons"]
    by_log = one["ratio_ci"] if one["ratio_method"] == "Katz" else [*katz(*counts)]
    by_log = None if np.isnan(by_log).any() else by_log
    recovered = [float(limit) for limit in mover_r(*counts)]
    if (
        case["expected"]["mover_r_wilson_ratio"][1] == "NaN"
    ):  # the other program's; without an upper limit it is infinite
        assert recovered[1] == float("inf")
        recovered[1] = nan
    likeliest, exact = conditional_odds_ratio(*counts)
    about = case["expected"]["odds_ratio_cond_mle"], case["expected"]["odds_ratio_exact_ci"]
    if x1 + x0 == 0:  # no table can be told from another: R prints 0
        assert np.isnan(likeliest)
        likeliest = 0.0
    assert differences([likeliest, exact], list(about), ROOTS_OF_R) == []
    return {
        "p1": focal["rate"], "p0": other["rate"], "difference": one["difference"], "newcombe_wilson": one["difference_ci"],
        "moverci_wilson": one["difference_ci"], "ratio": one["ratio"], "katz_log": by_log,
        "epitools_wald": by_log and [one["ratio"], *by_log], "mover_r_wilson_ratio": recovered, "z_pooled": one["z"],
        "z_p": one["p_z"], "fisher_p": one["p_fisher"], "chisq_yates_p": p_yates(*counts),
        "odds_ratio_sample": odds_ratio(*counts), "odds_ratio_cond_mle": about[0], "odds_ratio_exact_ci": about[1],
        "miettinen_nurminen_diff": score_difference(*counts), "miettinen_nurminen_ratio": score_ratio(*counts),
        "koopman_score_ratio": score_ratio(*counts, corrected=False),
    }  # fmt: skip


def four_fifths_small_numbers(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    groups = [(group["name"], group["applicants"], group["selected"]) for group in case["inputs"]["groups"]]
    answer = disparity(folder, "group,n,k", groups)
    (one,) = answer["comparisons"]
    rates = {f"rate_{group['group']}": group["rate"] for group in answer["groups"]}
    return {
        **rates, "impact_ratio": one["ratio"], "four_fifths_flag": one["four_fifths"] == "below",
        "one_person_flip": one["flip"], "fisher_p": one["p_fisher"],
    }  # fmt: skip


def impact_ratio(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    rates = case["inputs"]["rates"]
    found = disparity(folder, "group,n,k", [(name, 100, round(100 * rate)) for name, rate in rates.items()])[
        "comparisons"
    ]
    ratios = {one["group"]: one["ratio"] for one in found} | {found[0]["reference"]: 1.0}
    flags = {one["group"]: one["four_fifths"] == "below" for one in found} | {found[0]["reference"]: False}
    assert {one["group"]: one["four_fifths"] for one in found}["hispanic"] == "at"
    return {"ratios": ratios, "flags": flags}


def impact_ratio_intersectional(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    cells = [(cell["name"], cell["n"], cell["selected"]) for cell in case["inputs"]["cells"]]
    answer = disparity(folder, "group,n,k", cells)
    found = answer["comparisons"]
    assert {one["reference"] for one in found} == {case["inputs"]["reference"]["name"]}
    return {
        "rate": {group["group"]: group["rate"] for group in answer["groups"]},
        "impact_ratio": {one["group"]: one["ratio"] for one in found} | {found[0]["reference"]: 1.0},
    }


def stratified_mantel_haenszel(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    lines = [
        (stratum["name"], sex, stratum[f"{sex}_admitted"] + stratum[f"{sex}_rejected"], stratum[f"{sex}_admitted"])
        for stratum in case["inputs"]["strata"] for sex in ("male", "female")
    ]  # fmt: skip
    answer = disparity(folder, "department,group,n,k", lines, "--stratum", "department", "--reference", "female")
    (one,) = answer["stratified"]
    (back,) = disparity(folder, "department,group,n,k", lines, "--stratum", "department", "--reference", "male")[
        "stratified"
    ]
    columns = np.array([line[2:] for line in lines]).reshape(-1, 2, 2)
    usable = strata.comparable(columns[:, 0, 1], columns[:, 0, 0], columns[:, 1, 1], columns[:, 1, 0])
    test, woolf = strata.mantel_haenszel(usable), strata.woolf(usable)
    assert woolf is not None
    return {
        "common_or": one["mh_odds_ratio"], "common_or_ci": one["mh_odds_ratio_ci"], "M2": one["mh_z"] ** 2, "p": one["p"],
        "M2_corrected": (abs(test.observed - test.expected) - 0.5) ** 2 / test.variance, "p_corrected": one["p_corrected"],
        "woolf_chisq": woolf.statistic, "woolf_p": one["woolf_p"], "mh_risk_ratio_female_vs_male": back["mh_ratio"],
        "aggregate_or": answer["comparisons"][0]["odds_ratio"],
    }  # fmt: skip


def k_group_chisq(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    lines = [(f"g{at}", n, x) for at, (x, n) in enumerate(zip(case["inputs"]["x"], case["inputs"]["n"], strict=True))]
    overall = disparity(folder, "group,n,k", lines)["overall"]
    return {"chisq": overall["statistic"], "df": overall["degrees"], "p": overall["p"]}


def fisher_2x2(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    (k1, r1), (k0, r0) = case["inputs"]["table"]
    counts = (k1, k1 + r1, k0, k0 + r0)
    lines = [("first", k1 + r1, k1), ("second", k0 + r0, k0)]
    (one,) = disparity(folder, "group,n,k", lines, "--reference", "second")["comparisons"]
    about = {name: case["expected"][name] for name in ("or_cond_mle", "ci_less")}
    found = {
        "or_cond_mle": conditional_odds_ratio(*counts)[0],
        "ci_less": conditional_odds_ratio(*counts, side="less")[1],
    }
    assert differences(found, about, ROOTS_OF_R) == []
    return {"p_two_sided": one["p_fisher"], "p_less": fisher(*counts).lower, **about}


def compas(
    by: tuple[str, ...], of: Callable[[dict[str, str]], bool], k: Callable[[dict[str, str]], bool]
) -> list[tuple[Any, ...]]:
    """Defendants for whom `of` holds, and those of them for whom `k` does, by group."""
    n, hit = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for row in rows("compas_two_year_cells.csv"):
        key = tuple(row[name] for name in by)
        n[key] += int(row["n"]) if of(row) else 0
        hit[key] += int(row["n"]) if of(row) and k(row) else 0
    return [(*key, n[key], hit[key]) for key in n]


def high(row: dict[str, str]) -> bool:
    return row["high"] == "1"


def again(row: dict[str, str]) -> bool:
    return row["two_year_recid"] == "1"


RATES = {
    "pprev": (lambda _row: True, high), "fpr": (lambda row: not again(row), high),
    "fnr": (again, lambda row: not high(row)), "precision": (high, again),
}  # fmt: skip


def error_rates_by_group(_case: dict[str, Any], folder: Path) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, (of, k) in RATES.items():
        for group in disparity(folder, "race,n,k", compas(("race",), of, k), "--by", "race")["groups"]:
            found[group["group"]] |= (
                {"n": group["n"], "sr": group["rate"]} if name == "pprev" else {name: group["rate"]}
            )
    return found


def disparity_vs_reference(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    reference = case["inputs"]["reference"]
    for name, (of, k) in RATES.items():
        answer = disparity(folder, "race,n,k", compas(("race",), of, k), "--by", "race", "--reference", reference)
        for one in [*answer["comparisons"], {"group": reference, "ratio": 1.0}]:
            found[one["group"]][f"{name}_disparity"] = one["ratio"]
        if name == "pprev":
            for group in answer["groups"]:
                found[group["group"]] |= {"pprev": group["rate"], "group_size": group["n"]}
    return found


def intersectional_selection_rates(_case: dict[str, Any], folder: Path) -> dict[str, Any]:
    lines = compas(("race", "sex"), lambda _row: True, high)
    answer = disparity(folder, "race,sex,n,k", lines, "--by", "race,sex")
    rates = [group["rate"] for group in answer["groups"]]
    return {
        "cells": {group["group"]: {"n": group["n"], "rate": group["rate"]} for group in answer["groups"]},
        "min_over_max_ratio_n30": answer["spread"]["ratio"], "max_minus_min_n30": answer["spread"]["difference"],
        # what a library that has no floor makes of the same rates
        "fairlearn_ratio_all_cells": min(rates) / max(rates), "fairlearn_difference_all_cells": max(rates) - min(rates),
    }  # fmt: skip


def differential_fairness_epsilon(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    lines = [(*name.split("|"), cell["n"], cell["selected"]) for name, cell in case["inputs"]["cells"].items()]
    groupings = {"intersection": "race,gender", "race": "race", "gender": "gender"}
    return {
        name: disparity(folder, "race,gender,n,k", lines, "--by", by)["spread"]["differential_fairness"]
        for name, by in groupings.items()
    }


# ---- through `manage.py inequality` and `manage.py index`


def hp2030(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    favourable = "no" if case["inputs"]["adverse"] else "yes"
    lines = [(name, value, favourable) for name, value in case["inputs"]["rates"].items()]
    answer = told("inequality", folder / TABLE, "group,value,favourable", lines)
    measures = {name: answer["measures"][name]["estimate"] for name in ("mrd", "mrr", "srr")}
    return {**measures, "best_group": answer["best_group"], "others_mean": answer["others_mean"]}


def inequality(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    groups = case["inputs"]["groups"]
    lines = [
        (one["name"], one["estimate"], one["se"], one["population"], case["inputs"]["favourable"], one.get("order", ""),
         one.get("reference", False))
        for one in groups
    ]  # fmt: skip
    answer = told("inequality", folder / TABLE, "group,value,se,population,favourable,order,reference", lines)
    found = dict(answer["measures"])
    for name, one in case["expected"].items():
        if not isinstance(one, dict):  # told without an interval
            found[name] = answer["measures"][name.replace("kunst_mackenbach", "rii")]["estimate"]
        elif "se_corrected" in one:
            found[name] |= {"se_corrected": found[name]["se"], "ci_corrected": found[name]["ci"]}
    return found


def human_development(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    given, posts = case["inputs"], case["inputs"]["goalposts"]
    lines = [
        ("health", "life", given["life_expectancy"], *posts["life_expectancy"], ""),
        ("education", "expected", given["expected_schooling"], *posts["expected_schooling"], ""),
        ("education", "mean", given["mean_schooling"], *posts["mean_schooling"], ""),
        ("income", "gni", given["gni_pc"], *posts["gni_pc_log"], "log"),
    ]
    answer = told("index", folder / TABLE, "domain,indicator,value,floor,goal,scale", lines)
    return {"index": answer["index"]["score"] / 100}


BY_COMMAND: dict[str, Bind] = {
    "proportion_ci": proportion_ci, "two_proportions": two_proportions, "four_fifths_small_numbers": four_fifths_small_numbers,
    "impact_ratio": impact_ratio, "impact_ratio_intersectional": impact_ratio_intersectional, "k_group_chisq": k_group_chisq,
    "stratified_mantel_haenszel": stratified_mantel_haenszel, "fisher_2x2": fisher_2x2,
    "error_rates_by_group": error_rates_by_group, "disparity_vs_reference": disparity_vs_reference,
    "intersectional_selection_rates": intersectional_selection_rates,
    "differential_fairness_epsilon": differential_fairness_epsilon, "hp2030": hp2030, "inequality_nonordered": inequality,
    "inequality_ordered": inequality, "composite_index_goalposts_geometric": human_development,
}  # fmt: skip
