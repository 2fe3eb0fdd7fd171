"""Groups against their reference within strata (departments, years): what is left once unlike strata are not added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from metrics.statistics.arrays import Limits
from metrics.statistics.disparity import reference_of
from metrics.statistics.references import USUAL, Counted, Rules
from metrics.statistics.significance import ChiSquare
from metrics.statistics.strata import (
    Strata,
    breslow_day,
    common_odds_ratio,
    common_ratio,
    comparable,
    mantel_haenszel,
    woolf,
)

UNKNOWN = float("nan")


@dataclass(frozen=True)
class Stratified:
    """A group against its reference within strata: never of strata added together."""

    group: str
    reference: str
    strata: int = 0
    dropped: int = 0
    mh_z: float = UNKNOWN
    p: float = UNKNOWN
    p_corrected: float = UNKNOWN
    mh_odds_ratio: float = UNKNOWN
    mh_odds_ratio_ci: tuple[float, float] = (UNKNOWN, UNKNOWN)
    mh_ratio: float = UNKNOWN
    mh_ratio_ci: tuple[float, float] = (UNKNOWN, UNKNOWN)
    shortfall: float = UNKNOWN
    homogeneity_p: float = UNKNOWN  # Breslow and Day, Tarone's correction
    woolf_p: float = UNKNOWN
    reasons: dict[str, str] = field(default_factory=dict)


def stratified(
    groups: Sequence[Counted],
    by_stratum: Mapping[str, Sequence[Counted]],
    rule: str = "highest",
    rules: Rules = USUAL,
) -> list[Stratified]:
    """Each group but the reference, which is chosen on the whole table; `by_stratum` has the table's groups where they occur."""
    reference = reference_of(groups, rule, rules)
    found = []
    for group in groups:
        to = reference(group).counted
        if to is not None and to is not group:
            found.append(
                _within(group.name, to.name, [pair_of(each, group.name, to.name) for each in by_stratum.values()])
            )
    return found


def pair_of(stratum: Sequence[Counted], group: str, reference: str) -> tuple[Counted, Counted]:
    """A group and its reference in one stratum; nobody where it does not occur there."""
    focal = next((each for each in stratum if each.name == group), Counted(group, 0, 0))
    if reference != "rest":
        return focal, next((each for each in stratum if each.name == reference), Counted(reference, 0, 0))
    others = [each for each in stratum if each.name != group]
    if any(each.k is None or each.n is None for each in others):
        return focal, Counted("rest", None, None)
    return focal, Counted("rest", sum(each.k or 0 for each in others), sum(each.n or 0 for each in others))


def _within(group: str, reference: str, pairs: Sequence[tuple[Counted, Counted]]) -> Stratified:
    if any(one.k is None or one.n is None for pair in pairs for one in pair):
        return Stratified(group, reference, reasons={"stratified": "A count of one stratum is not known."})
    columns = zip(*((one.k or 0, one.n or 0, other.k or 0, other.n or 0) for one, other in pairs), strict=True)
    usable = comparable(*(np.array(column, dtype=float) for column in columns))
    if not usable.n.size:
        why = "In no stratum are both groups there and some, but not all, selected."
        return Stratified(group, reference, 0, usable.dropped, reasons={"stratified": why})
    return _summed(group, reference, usable)


def _summed(group: str, reference: str, usable: Strata) -> Stratified:
    test, (odds, odds_limits), (rates, rate_limits) = (
        mantel_haenszel(usable), common_odds_ratio(usable), common_ratio(usable)
    )  # fmt: skip
    tarone, by_woolf = breslow_day(usable), woolf(usable)
    return Stratified(
        group, reference, strata=usable.n.size, dropped=usable.dropped, mh_z=test.z, p=test.p, p_corrected=test.p_corrected,
        mh_odds_ratio=odds, mh_odds_ratio_ci=_limits(odds_limits), mh_ratio=rates, mh_ratio_ci=_limits(rate_limits),
        shortfall=test.shortfall, homogeneity_p=tarone.p if tarone else UNKNOWN,
        woolf_p=by_woolf.p if by_woolf else UNKNOWN, reasons=_reasons(tarone, odds),
    )  # fmt: skip


def _limits(limits: Limits) -> tuple[float, float]:
    return float(limits[0]), float(limits[1])


def _reasons(tarone: ChiSquare | None, odds: float) -> dict[str, str]:
    reasons = {}
    if tarone is None:
        reasons["homogeneity_p"] = "Fewer than two strata compare, or the common odds ratio is zero or not finite."
    elif tarone.p < 0.05:
        reasons["mh_odds_ratio"] = "The strata differ: one common ratio does not describe them. Read each by itself."
    if np.isnan(odds):
        reasons["mh_odds_ratio"] = "Not defined: nobody of the reference is on one side of every stratum."
    return reasons
