"""The disparity of a table: each group's rate, each group against its reference, and what that amounts to.

What cannot be told is NaN or None, and `reasons` says why by field; nothing unknown is a zero. The results are reasons to
look, never a finding of discrimination (29 CFR 1607.4D; questions and answers of 1979, 44 FR 11996).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from metrics.statistics import fourfifths, ratios
from metrics.statistics.arrays import Floats
from metrics.statistics.comparisons import FEW_EXPECTED, FEW_PEOPLE, compare
from metrics.statistics.exact import Exact, fisher
from metrics.statistics.fourfifths import FourFifths
from metrics.statistics.multiplicity import benjamini_hochberg
from metrics.statistics.rates import wilson
from metrics.statistics.references import USUAL, Counted, Reference, Rules, highest, named, rest
from metrics.statistics.reliability import Reliability, proportion_reliability
from metrics.statistics.shrinkage import stabilise

Result = Literal["INDICATOR_RAISED", "WATCH", "NO_INDICATION", "CANNOT_DETERMINE"]
Pair = tuple[float, float]
UNKNOWN = float("nan")

LEAST_SELECTED = 5  # of both groups together: with fewer, or less than one expected, counts only
LEAST_EXPECTED = 1
ENUMERATED = 5_000_000  # tables up to which Fisher's test is worked out


@dataclass(frozen=True)
class GroupRate:
    """A group's row. `stabilised` is its rate drawn towards that of all, beside `rate` and never instead."""

    group: str
    n: int | None
    k: int | None
    rate: float
    rate_ci: Pair
    reliability: Reliability
    stabilised: float
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """A group against its reference. Limits at 95 %; shortfalls in people; `primary` is the probability to read."""

    group: str
    reference: str
    difference: float = UNKNOWN
    difference_ci: Pair = (UNKNOWN, UNKNOWN)
    ratio: float = UNKNOWN
    ratio_ci: Pair = (UNKNOWN, UNKNOWN)
    ratio_method: str = ""
    four_fifths: FourFifths = "undefined"
    z: float = UNKNOWN
    p_z: float = UNKNOWN
    p_fisher: float = UNKNOWN
    p_midp: float = UNKNOWN
    primary: Literal["p_z", "p_midp"] = "p_midp"
    p_adjusted: float = UNKNOWN  # Benjamini-Hochberg over the table's comparisons
    phi: float = UNKNOWN
    h: float = UNKNOWN
    odds_ratio: float = UNKNOWN
    least_expected: float = UNKNOWN
    shortfall: float | None = None
    shortfall_to_parity: float | None = None
    shortfall_to_80: float | None = None
    whole_persons_to_80: int | None = None
    flip: bool | None = None
    ratio_after_flip: float | None = None
    result: Result = "CANNOT_DETERMINE"
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def p(self) -> float:
        """The probability of the test that holds for these numbers."""
        return self.p_z if self.primary == "p_z" else self.p_midp


def group_rates(groups: Sequence[Counted]) -> list[GroupRate]:
    """Each group's rate with Wilson's interval, whether it may be shown, and its stabilised rate."""
    known = [each for each in groups if each.known]
    stable = dict(zip((each.name for each in known), _stable(known), strict=True))
    return [_group_rate(each, stable.get(each.name, UNKNOWN)) for each in groups]


def _stable(known: Sequence[Counted]) -> list[float]:
    rates: list[float] = stabilise([each.k or 0 for each in known], [each.n or 0 for each in known]).rates.tolist()
    return rates


def _group_rate(group: Counted, stable: float) -> GroupRate:
    k, n = group.k, group.n
    if k is None or not n:
        why = "The group has no people." if n == 0 else "How many people, or how many of them, is not known."
        fields = dict.fromkeys(("rate", "rate_ci", "stabilised"), why)
        return GroupRate(group.name, n, k, UNKNOWN, (UNKNOWN, UNKNOWN), Reliability("hide", (why,)), UNKNOWN, fields)
    low, high = wilson(k, n)
    return GroupRate(group.name, n, k, k / n, (float(low), float(high)), proportion_reliability(k, n), stable)


def reference_of(groups: Sequence[Counted], rule: str, rules: Rules = USUAL) -> Callable[[Counted], Reference]:
    """Whom each group is compared with: by "highest", "rest" or a group's name.

    Raises NoSuchGroup where no group has that name.
    """
    if rule == "rest":
        return lambda group: rest(groups, group)
    one = highest(groups, rules.floor, rules.part) if rule == "highest" else named(groups, rule)
    return lambda _group: one


def comparisons(groups: Sequence[Counted], rule: str = "highest", rules: Rules = USUAL) -> list[Comparison]:
    """Each group but the reference, in their order, with probabilities adjusted for their number."""
    reference = reference_of(groups, rule, rules)
    pairs = [(group, to) for group in groups if (to := reference(group)).counted is not group]
    compared = [compare_pair(group, to, rules) for group, to in pairs]
    adjusted = benjamini_hochberg([each.p for each in compared])
    found = [replace(each, p_adjusted=float(p)) for each, p in zip(compared, adjusted, strict=True)]
    return [_corrected(each, *pair, rules) for each, pair in zip(found, pairs, strict=True)] if rules.adjusts else found


def _corrected(one: Comparison, group: Counted, to: Reference, rules: Rules) -> Comparison:
    """Judged again by the adjusted probability, which is known once all are compared."""
    if "comparison" in one.reasons:
        return one
    result, why = judge(one, (group.k or 0) + (to.counted.k or 0 if to.counted else 0), rules, one.p_adjusted)
    return replace(one, result=result, reasons={**one.reasons, "result": why})


def compare_pair(group: Counted, reference: Reference, rules: Rules = USUAL) -> Comparison:
    """One group against its reference."""
    other = reference.counted
    name = other.name if other else reference.rule
    if other is None or other.k is None or not other.n or group.k is None or not group.n:
        why = f"How many of how many people is not known, or there is nobody, in {group.name}."
        why = why if other is not None and other.known else reference.note
        return Comparison(group.name, name, reasons={"comparison": why})
    counts = (group.k, group.n, other.k, other.n)
    return _compared(group.name, name, counts, reference.note, rules)


def _compared(group: str, name: str, counts: tuple[int, int, int, int], note: str, rules: Rules) -> Comparison:
    found = compare(*counts)
    exact = _exact(counts)
    few = float(found.least_expected) < FEW_EXPECTED or counts[1] + counts[3] < FEW_PEOPLE
    one = Comparison(
        group, name, difference=float(found.difference), difference_ci=_pair(found.difference_limits),
        ratio=float(found.ratio), ratio_ci=_pair(found.ratio_limits),
        ratio_method="Katz" if ratios.has_katz(*counts) else "MOVER-R",
        four_fifths=fourfifths.four_fifths(*counts, rules.threshold), z=float(found.z), p_z=float(found.p_z),
        p_fisher=exact.two_sided if exact else UNKNOWN, p_midp=exact.mid_p if exact else UNKNOWN,
        primary="p_midp" if few and exact else "p_z", phi=float(found.phi), h=float(found.h),
        odds_ratio=float(ratios.odds_ratio(*counts)), least_expected=float(found.least_expected),
        shortfall=fourfifths.shortfall(*counts), shortfall_to_parity=fourfifths.shortfall_to_parity(*counts),
        shortfall_to_80=fourfifths.shortfall_to_80(*counts),
        whole_persons_to_80=fourfifths.whole_persons_to_80(*counts, rules.threshold),
        flip=fourfifths.flips(*counts), ratio_after_flip=fourfifths.ratio_after_flip(*counts),
    )  # fmt: skip
    result, why = judge(one, counts[0] + counts[2], rules, one.p)
    return replace(one, result=result, reasons=_reasons(one, note, why))


def _exact(counts: tuple[int, int, int, int]) -> Exact | None:
    k1, n1, k0, _n0 = counts
    return fisher(*counts) if min(n1, k1 + k0) <= ENUMERATED else None


def _pair(limits: tuple[Floats, Floats]) -> Pair:
    return float(limits[0]), float(limits[1])


def judge(one: Comparison, selected: int, rules: Rules, p: float) -> tuple[Result, str]:
    """What it amounts to, by a table of three questions: below four-fifths? significant? reversed by one person?"""
    if one.four_fifths == "undefined":
        return "CANNOT_DETERMINE", "Nobody of the reference was selected: there is no ratio."
    if one.four_fifths == "below" and one.flip:
        return "CANNOT_DETERMINE", "One different selection would reverse the result."
    if selected < LEAST_SELECTED or one.least_expected < LEAST_EXPECTED:
        return "CANNOT_DETERMINE", "Fewer than five selections, or less than one expected: the counts only."
    significant = p < rules.alpha
    if one.four_fifths != "below":
        if significant:
            return "WATCH", "Significant, but not below four-fifths: consider practical significance."
        return "NO_INDICATION", "No indication at this sample size."
    if significant:
        return "INDICATOR_RAISED", "Below four-fifths and significant."
    return "WATCH", "Below four-fifths, not significant: combine periods within strata and keep collecting."


def _reasons(one: Comparison, note: str, why: str) -> dict[str, str]:
    reasons = {"result": why}
    if note:
        reasons["reference"] = note
    if np.isnan(one.ratio):
        reasons["ratio"] = "Not defined: nobody of the reference was selected."
    if np.isinf(one.ratio_ci[1]):
        reasons["ratio_ci"] = "No upper limit: the reference's rate may be zero."
    if np.isnan(one.z):
        reasons |= dict.fromkeys(("z", "p_z", "phi"), "Not defined: nobody or everybody of both groups was selected.")
    if np.isnan(one.p_fisher):
        reasons |= dict.fromkeys(("p_fisher", "p_midp"), "Too many people to work out every table; read p_z.")
    if one.flip is None:
        reasons["flip"] = "There is no selection to move."
    if one.ratio_after_flip is None:
        reasons["ratio_after_flip"] = "No selection can be moved from the reference to the group and leave it one."
    if not np.isfinite(one.odds_ratio):
        reasons["odds_ratio"] = "Not finite: a count of the table is zero."
    return reasons
