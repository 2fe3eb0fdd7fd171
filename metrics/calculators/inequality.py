"""How unequal the groups of a table are, from group, value, population, se, favourable and order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from metrics.calculators.tables import Row, Table, Unreadable, read_table
from metrics.calculators.telling import told
from metrics.statistics import extremes, inequality, ordered
from metrics.statistics.arrays import Floats, Limits, divide, floats, quantile
from metrics.statistics.extremes import Estimate
from metrics.statistics.simulation import simulated

COMPLETE = 0.85  # of the groups and of the population must be known (WHO, Health Equity Assessment Toolkit)
THOUSAND = 1000  # Theil's and the mean log deviation are told in thousandths


@dataclass(frozen=True)
class Groups:
    """The known groups of a table, in the order of their names; NaN where something else of them is not known."""

    names: list[str]
    y: Floats
    se: Floats
    population: Floats
    order: Floats
    favourable: bool
    scale: float  # the highest value there can be: 1, or 100 for per cent
    reference: int | None

    @property
    def share(self) -> Floats:
        """Parts of the population; NaN where one is not known."""
        return divide(self.population, self.population.sum())

    @property
    def equal(self) -> Floats:
        """Each group counted once."""
        return np.full(self.y.shape, 1 / self.y.size)


def inequalities(path: Path, reference: str = "", scale: float | None = None) -> dict[str, Any]:
    """`measures`, each [estimate, se, ci]; `refused` says of each that needs an order why it is not told. Raises Unreadable."""
    table = read_table(path)
    groups, left_out = _read(table, reference, scale)
    if not _complete(table, left_out):
        raise Unreadable(
            f"{table.file}, column value: not known for {', '.join(left_out)}. Less than 85 % of the groups, or of their people, "
            "are left; a measure of those would not be one of all. Fill the values in."
        )
    found, refused = _ordered(groups)
    measures = {**_extremes(groups), **_unordered(groups), **found}
    best = extremes.best(groups.y, favourable=groups.favourable)
    answer = {
        "groups": len(groups.names), "left_out": left_out, "favourable": groups.favourable, "scale": groups.scale,
        "best_group": groups.names[best], "others_mean": extremes.others_mean(groups.y, best),
        "mean": inequality.mean(groups.y, groups.share), "measures": {name: _told(one) for name, one in measures.items()},
        "refused": refused, "reasons": _why(groups),
    }  # fmt: skip
    return told(answer)  # type: ignore[no-any-return]


def _told(one: Estimate) -> dict[str, Any]:
    return {"estimate": one.estimate, "se": one.se, "ci": one.limits}


def _why(groups: Groups) -> dict[str, str]:
    reasons = {}
    if np.isnan(groups.population).any():
        reasons["weighted"] = "The population of a group is not known: nothing is weighted with it."
    if np.isnan(groups.se).any():
        reasons["ci"] = "The standard error of a group is not known: no interval."
    if np.any(groups.y <= 0):
        reasons["mld_x1000"] = "A value is zero or less: the mean log deviation would not be finite."
    if groups.reference is None:
        reasons["reference"] = "No reference is named: nothing is measured from one."
    return reasons


def _extremes(groups: Groups) -> dict[str, Estimate]:
    """Also under the names of Healthy People 2030, where the interval is simulated since the extremes are picked."""
    y, se = groups.y, groups.se
    difference, ratio = extremes.maximal_difference(y, se), extremes.maximal_ratio(y, se)
    srr = extremes.summary_ratio(y, se, favourable=groups.favourable)
    found = {
        "difference_max_min": difference, "ratio_max_min": ratio, "srr": srr,
        "mrd": replace(difference, limits=simulated(y, se, lambda drawn: np.ptp(drawn, axis=-1))),
        "mrr": replace(ratio, limits=simulated(y, se, lambda drawn: divide(drawn.max(axis=-1), drawn.min(axis=-1)))),
    }  # fmt: skip
    if groups.reference is not None:
        at, worst = groups.reference, extremes.best(y, favourable=not groups.favourable)
        high, low = (at, worst) if groups.favourable else (worst, at)
        found["difference_vs_reference"] = extremes.apart(
            float(y[high]), float(se[high]), float(y[low]), float(se[low])
        )
    return found


def _unordered(groups: Groups) -> dict[str, Estimate]:
    share, y, se = groups.share, groups.y, groups.se
    variance = float(inequality.between_group_variance(y, share))
    theil, mld = (THOUSAND * float(one(y, share)) for one in (inequality.theil, inequality.mean_log_deviation))
    return {
        "between_group_variance": _normal(variance, inequality.between_group_variance_se(y, share, se)),
        "theil_x1000": _normal(theil, THOUSAND * inequality.theil_se(y, share, se)),
        "mld_x1000": _normal(mld, THOUSAND * inequality.mean_log_deviation_se(y, share, se)),
        **{name: _simulated(groups, measure) for name, measure in _measures(groups).items()},
    }


def _normal(estimate: float, se: float) -> Estimate:
    reach = quantile(0.95) * se
    return Estimate(estimate, se, (floats(estimate - reach), floats(estimate + reach)))


def _simulated(groups: Groups, measure: Callable[[Floats], Floats]) -> Estimate:
    estimate = float(measure(groups.y))
    unknown = np.isnan(estimate)
    limits: Limits = (floats(np.nan), floats(np.nan)) if unknown else simulated(groups.y, groups.se, measure)
    return Estimate(estimate, float("nan"), limits)


def _measures(groups: Groups) -> dict[str, Callable[[Floats], Floats]]:
    """Those whose interval is simulated, as functions of the groups' values."""
    share, equal, favourable = groups.share, groups.equal, groups.favourable

    def best(y: Floats) -> Floats:
        return np.asarray(y.max(axis=-1) if favourable else y.min(axis=-1))

    def mean(y: Floats) -> Floats:
        return inequality.mean(y, share)

    found: dict[str, Callable[[Floats], Floats]] = {
        "between_group_sd": lambda y: inequality.between_group_sd(y, share),
        "coefficient_of_variation": lambda y: inequality.coefficient_of_variation(y, share),
        "index_of_disparity_unweighted": lambda y: inequality.index_of_disparity(y, share, equal),
        "index_of_disparity_weighted": lambda y: inequality.index_of_disparity(y, share, share),
        "population_attributable_risk": lambda y: inequality.attributable_risk(
            y, share, best(y), favourable=favourable
        ),
        "population_attributable_fraction_pct": lambda y: inequality.attributable_fraction(
            y, share, best(y), favourable=favourable
        ),
    }
    points: dict[str, Callable[[Floats], Floats]] = {"mean": mean, "best": best}
    if groups.reference is not None:
        points["reference"] = lambda y: y[..., groups.reference]
    for name, point in points.items():
        for kind, weights in (("unweighted", equal), ("weighted", share)):
            found[f"mean_diff_from_{name}_{kind}"] = _from_point(point, weights)
    return found


def _from_point(point: Callable[[Floats], Floats], weights: Floats) -> Callable[[Floats], Floats]:
    return lambda y: inequality.mean_difference(y, weights, point(y))


ORDERED = (
    "difference", "ratio", "absolute_concentration_index", "relative_concentration_index", "sii_linear", "rii_linear",
    "sii_logit", "rii_logit",
)  # fmt: skip


def _ordered(groups: Groups) -> tuple[dict[str, Estimate], dict[str, str]]:
    try:
        rungs = ordered.ladder(groups.order, groups.y, groups.se, groups.population)
    except ordered.Unordered as why:
        return {}, dict.fromkeys(ORDERED, str(why))
    if np.isnan(rungs.population).any():
        return {}, dict.fromkeys(ORDERED, "The population of a group is not known.")
    line, favourable = ordered.linear_slope(rungs), groups.favourable
    found = {
        "difference": ordered.difference(rungs, favourable=favourable), "ratio": ordered.ratio(rungs, favourable=favourable),
        "absolute_concentration_index": ordered.concentration(rungs, relative=False),
        "relative_concentration_index": ordered.concentration(rungs, relative=True),
        "sii_linear": line.sii, "rii_linear": line.rii,
    }  # fmt: skip
    try:
        curve = ordered.logit_slope(rungs, groups.scale)
    except ValueError as why:
        return found, dict.fromkeys(("sii_logit", "rii_logit"), str(why))
    return found | {"sii_logit": curve.sii, "rii_logit": curve.rii}, {}


# ---- the table


def _read(table: Table, reference: str, scale: float | None) -> tuple[Groups, list[str]]:
    table.need("group", "value", "favourable")
    rows = sorted(table.rows, key=lambda row: table.name(row, "group"))
    names = [table.name(row, "group") for row in rows]
    for row, before in zip(rows[1:], names, strict=False):
        if table.name(row, "group") == before:
            raise table.wrong(row, "group", f"{before} is there twice. Take one row out.")
    known = [row for row in rows if table.number(row, "value") is not None]
    columns = {name: _column(table, name, known) for name in ("value", "se", "population", "order")}
    if not known:
        raise Unreadable(f"{table.file}, column value: no value is known. Fill the values in.")
    kept = [table.name(row, "group") for row in known]
    groups = Groups(
        names=kept, y=columns["value"], se=columns["se"], population=columns["population"], order=columns["order"],
        favourable=_favourable(table), scale=scale or _scale(columns["value"]), reference=_reference(table, kept, reference),
    )  # fmt: skip
    return groups, [name for name in names if name not in kept]


def _column(table: Table, name: str, rows: Sequence[Row]) -> Floats:
    least = 0 if name in ("se", "population") else None
    numbers = [table.number(row, name, least) for row in rows]
    if name == "population" and any(number == 0 for number in numbers):
        row = rows[numbers.index(0)]
        raise table.wrong(row, name, "a group without people has no value. Take its row out.")
    return np.array([np.nan if number is None else number for number in numbers])


def _favourable(table: Table) -> bool:
    answers = [table.answer(row, "favourable") for row in table.rows]
    for row, answer in zip(table.rows, answers, strict=True):
        if answer != answers[0]:
            raise table.wrong(
                row,
                "favourable",
                "it differs from the row above. More is better for all groups of a measure, or for none.",
            )
    return answers[0]


def _scale(y: Floats) -> float:
    """Rates lie between 0 and 1, per cents up to 100; other units have no highest value that could be told from them."""
    return 1.0 if y.max() <= 1 else 100.0


def _reference(table: Table, names: Sequence[str], reference: str) -> int | None:
    marked = [
        table.name(row, "group")
        for row in table.rows
        if "reference" in table.columns and table.answer(row, "reference")
    ]
    wanted = [reference] if reference else marked
    if not wanted:
        return None
    if len(wanted) > 1 or wanted[0] not in names:
        raise Unreadable(
            f"{table.file}: the reference is one group with a known value, of {', '.join(names)}; not {', '.join(wanted)}."
        )
    return names.index(wanted[0])


def _complete(table: Table, left_out: Sequence[str]) -> bool:
    """Whether enough groups are known and, where everybody is counted, enough people."""
    people = {table.name(row, "group"): table.number(row, "population", 0) for row in table.rows}
    known = [n for name, n in people.items() if name not in left_out]
    if any(n is None for n in people.values()):
        return len(known) >= COMPLETE * len(people)
    total = sum(n or 0 for n in people.values())
    return len(known) >= COMPLETE * len(people) and sum(n or 0 for n in known) >= COMPLETE * total
