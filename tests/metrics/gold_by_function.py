"""The cases that no command tells: each through the function."""

from __future__ import annotations

from collections.abc import Callable
from math import floor
from pathlib import Path
from typing import Any

import numpy as np

from metrics.statistics import distribution, events, multiplicity, normalising, representation, weights
from metrics.statistics.standardising import standardise
from tests.metrics.gold import rows

Bind = Callable[[dict[str, Any], Path], dict[str, Any]]


def represented(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    given = case["inputs"]
    found = representation.represent(given["members"], given["seats"], given["population_share"])
    exact = {"exact_two_sided_p": found.exact.two_sided, "exact_lower_p": found.exact.lower}
    return {**vars(found), **exact}


def represented_all(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    found = representation.represent_all(case["inputs"]["counts"], case["inputs"]["population_shares"])
    return {
        "chisq": found.test.statistic, "df": found.test.degrees, "chisq_p": found.test.p, "shares": list(found.shares),
        "exact_multinomial_p": found.exact_p, "parity_ratios": list(found.parity_ratios),
    }  # fmt: skip


def poisson_rate(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    given = case["inputs"]["count"], case["inputs"]["exposure"]
    return {
        "rate": events.event_rate(*given),
        "exact_ci": events.exact_interval(*given),
        "p": events.rate_p(*given, 1.0),
    }


def poisson_rate_ratio(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    given = tuple(case["inputs"][name] for name in ("count1", "exposure1", "count0", "exposure0"))
    return {
        "ratio": events.rate_ratio(*given), "exact_ci": events.rate_ratio_exact(*given),
        "exact_p": events.rate_ratio_p(*given), "wald_log_ci": events.rate_ratio_log(*given),
    }  # fmt: skip


def multiple_testing(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    p = case["inputs"]["p"]
    found = {
        "bh": multiplicity.benjamini_hochberg(p), "holm": multiplicity.holm(p), "bonferroni": multiplicity.bonferroni(p)
    }  # fmt: skip
    called = {
        "rejected_bh_05": int(np.sum(found["bh"] < 0.05)),
        "rejected_bonf_05": int(np.sum(found["bonferroni"] < 0.05)),
    }
    return {**found, **called}


def distribution_inequality(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    x = case["inputs"]["x"]
    return {
        "gini": distribution.gini(x), "gini_unbiased": distribution.gini(x, unbiased=True),
        "atkinson_0.5": distribution.atkinson(x, 0.5), "theil_T": distribution.theil_t(x),
        "theil_L_mld": distribution.theil_l(x), "cv": distribution.variation(x),
    }  # fmt: skip


def survey_proportion(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    people = rows(case["inputs"]["file"])
    kinds = sorted({row["stype"] for row in people})
    members = {kind: [row for row in people if row["stype"] == kind] for kind in kinds}
    whole = weights.weighted_rate(weighted(*members.values()))
    parts = {kind: weights.weighted_rate(weighted(members[kind])) for kind in kinds}
    return {
        "mean": whole.rate, "se": whole.se, "deff": whole.design_effect, "n": whole.n, "df": whole.degrees,
        "korn_graubard_beta_ci": weights.korn_graubard(whole), "logit_ci": weights.logit_interval(whole),
        "sum_w": sum(float(row["pw"]) for row in people), "kish_neff": whole.effective,
        "by_stype": {kind: {"mean": part.rate, "se": part.se} for kind, part in parts.items()},
    }  # fmt: skip


def weighted(*strata_: list[dict[str, str]]) -> weights.WeightedSums:
    w = [np.array([float(row["pw"]) for row in each]) for each in strata_]
    y = [np.array([float(row["awarded"]) for row in each]) for each in strata_]
    sums = [
        (len(a), a.sum(), (a * b).sum(), (a * a).sum(), (a * a * b).sum()) for a, b in zip(w, y, strict=True)
    ]  # fmt: skip
    return weights.WeightedSums(*np.array(sums, dtype=float).T)


def direct_standardisation(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    found = standardise(case["inputs"]["count"], case["inputs"]["pop"], case["inputs"]["stdpop"])
    return {"crude": found.crude, "adjusted": found.adjusted, "fay_feuer_ci": found.limits}


def composite_index(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    given = case["inputs"]
    values = np.array([[unit[name] for name in given["indicators"]] for unit in given["units"]]) * given["direction"]
    scores, by = normalising.min_max(values, 1, 100), np.array(given["weights"], dtype=float)
    return {
        "minmax_1_100": scores.tolist(), "zscore": normalising.z_score(values).tolist(),
        "percent_rank_0_1": normalising.percent_rank(values).tolist(), "arithmetic": normalising.arithmetic(scores, by),
        "geometric": normalising.geometric(scores, by), "harmonic": normalising.harmonic(scores, by),
    }  # fmt: skip


def percentile_rank(case: dict[str, Any], _folder: Path) -> dict[str, Any]:
    exact = [normalising.percent_rank_of(x, case["inputs"]["values"]) for x in case["inputs"]["x"]]
    return {"exact": exact, "truncated_3": [floor(1000 * one) / 1000 for one in exact]}


BY_FUNCTION: dict[str, Bind] = {
    "representation": represented, "representation_multigroup": represented_all, "poisson_rate": poisson_rate,
    "poisson_rate_ratio": poisson_rate_ratio, "multiple_testing": multiple_testing,
    "distribution_inequality": distribution_inequality, "survey_proportion": survey_proportion,
    "direct_standardisation": direct_standardisation, "composite_index": composite_index, "percentile_rank": percentile_rank,
}  # fmt: skip
