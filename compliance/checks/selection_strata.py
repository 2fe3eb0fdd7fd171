"""Selection rates within strata: Mantel and Haenszel's summary, never of strata added together before they are tested.

Mantel and Haenszel (1959); Breslow and Day (1980) with Tarone's correction (1985). What stands for the impact ratio is Mantel and
Haenszel's common ratio of rates, exactly, since the ratio of added counts can point the other way (Simpson).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from compliance.checks.consulting import Consultation
from compliance.checks.selection_rules import Decided, Rules, decide
from compliance.checks.selections import Pair
from compliance.checks.showing import ratio
from compliance.checks.verdicts import Result, Said, Verdict, gravest, say
from compliance.checks.verdicts import worded as _

if TYPE_CHECKING:
    from compliance.checks.four_fifths import Facts, Group, Stratum

UNLIKE = _("The strata differ (Breslow-Day, Tarone): no common estimate describes them. The gravest of them stands.")


@dataclass(frozen=True)
class Strata:
    """A focal group against its reference in each stratum that can be compared, and how many cannot."""

    pairs: tuple[Pair, ...]
    dropped: int

    @property
    def common_ratio(self) -> Fraction | None:
        """Mantel and Haenszel's ratio of rates; None where nobody of the reference was selected."""
        above = sum((Fraction(one.s * one.a_ref, one.n) for one in self.pairs), Fraction(0))
        below = sum((Fraction(one.s_ref * one.a, one.n) for one in self.pairs), Fraction(0))
        return above / below if below else None

    @property
    def expected(self) -> Fraction:
        """Selections of the focal group, were its odds the reference's in every stratum."""
        return sum((Fraction(one.a * one.m, one.n) for one in self.pairs), Fraction(0))

    @property
    def variance(self) -> Fraction:
        """Of its selections, with all margins fixed."""
        return sum(
            (Fraction(one.a * one.a_ref * one.m * (one.n - one.m), one.n**2 * (one.n - 1)) for one in self.pairs),
            Fraction(0),
        )

    @property
    def observed(self) -> int:
        """Selections of the focal group."""
        return sum(one.s for one in self.pairs)

    def turns(self) -> bool:
        """Whether one selection moved within one stratum would put the focal group above the reference."""
        for at, one in enumerate(self.pairs):
            after = one.after_flip()
            moved = Strata((*self.pairs[:at], after, *self.pairs[at + 1 :]), 0).common_ratio if after else None
            if moved is not None and moved > 1:
                return True
        return False


def judge_strata(facts: Facts, seen: Consultation, rules: Rules) -> Verdict:
    """Each tested group against the one with the highest rate of all, within the strata."""
    from compliance.checks.four_fifths import ADVERSE, RETAINED, holm, is_tested, reference_of, shown

    totals = _totals(facts)
    reference = reference_of([group for group in totals if is_tested(group, rules)])
    focal = [group for group in totals if group is not reference and group.applicants and is_tested(group, rules)]
    told: dict[str, Any] = {"dimension": facts.dimension, "groups": shown(totals, rules)}
    if reference is None or not reference.selected or not focal:
        return seen.undetermined(told, say(_("There is no group with selections to compare the others with.")))
    found = [_within(group.title, reference.title, facts, rules) for group in focal]
    holm(rows := [row for _result, _said, row in found])
    told |= {"reference": reference.title, "tests_run": len(rows), "comparisons": rows}
    why = [said for _result, said, _row in found] + ([say(RETAINED)] if facts.decision in ADVERSE else [])
    return seen.verdict(gravest(result for result, _said, _row in found), why, told)


def _within(name: str, reference: str, facts: Facts, rules: Rules) -> tuple[Result, Said, dict[str, Any]]:
    strata = _strata(name, reference, facts)
    head = {"group": name, "reference": reference, "p": None}
    if not strata.pairs:
        said = say(_("%(group)s: in no stratum are both groups there and some, but not all, selected."), group=name)
        return Result.CANNOT_DETERMINE, said, {**head, "result": Result.CANNOT_DETERMINE.value, "strata_used": 0}
    told = _figures(strata)
    alike = told["homogeneity_p"] is None or told["homogeneity_p"] >= float(rules.alpha)
    common = strata.common_ratio
    decided = _decide(strata, rules) if alike else _decide_apart(strata, rules)
    if not alike:
        told |= {"odds_ratio_mh": None, "common_ratio": None}
    told_of = {"group": name, "reference": reference, "count": len(strata.pairs), "said": decided.said}
    if alike and common is not None:
        text = _("%(group)s against %(reference)s within %(count)s strata: common ratio %(ratio)s. %(said)s")
        said = say(text, ratio=ratio(common, rules.four_fifths), **told_of)
    else:
        said = say(_("%(group)s against %(reference)s within %(count)s strata. %(said)s"), **told_of)
    return decided.result, said, {**head, **told, "p": told["p_z"], "result": decided.result.value}


def _decide(strata: Strata, rules: Rules) -> Decided:
    common, short = strata.common_ratio, strata.expected - strata.observed
    significant = short > 0 and short**2 > rules.sd**2 * strata.variance
    few = sum(one.m for one in strata.pairs) < rules.few_selections or strata.expected < rules.no_test_expected
    below = common is not None and common < rules.four_fifths
    return decide(below, significant, strata.turns() if below else False, "counts" if few else "z")


def _decide_apart(strata: Strata, rules: Rules) -> Decided:
    """Each stratum by itself, as a pool of its own; the gravest stands."""
    results = []
    for one in strata.pairs:
        reads = rules.reads(one.n, one.m, one.least_expected)
        after, squared = one.after_flip(), one.z_squared
        significant = squared is not None and squared > rules.sd**2 and one.rate < one.rate_ref
        below = one.s_ref > 0 and one.ratio < rules.four_fifths
        results.append(decide(below, significant, after is not None and after.rate > after.rate_ref, reads).result)
    return Decided(gravest(results), say(UNLIKE))


def _figures(strata: Strata) -> dict[str, Any]:
    from metrics.statistics.strata import breslow_day, common_odds_ratio, comparable, mantel_haenszel

    columns = zip(*((one.s, one.a, one.s_ref, one.a_ref) for one in strata.pairs), strict=True)
    arrays = comparable(*(list(map(float, column)) for column in columns))
    test, tarone = mantel_haenszel(arrays), breslow_day(arrays)
    plain = breslow_day(arrays, tarone=False)
    pooled = Pair(*(sum(getattr(one, name) for one in strata.pairs) for name in ("s", "a", "s_ref", "a_ref")))
    distance = max(Fraction(0), abs(strata.observed - strata.expected) - Fraction(1, 2))
    return {
        "observed": strata.observed, "expected": strata.expected, "variance": strata.variance,
        "shortfall": strata.expected - strata.observed, "z_mh": test.z, "p_z": test.p,
        "chi2_mh": (strata.observed - strata.expected) ** 2 / strata.variance, "chi2_mh_cc": distance**2 / strata.variance,
        "odds_ratio_mh": common_odds_ratio(arrays)[0], "common_ratio": strata.common_ratio,
        "breslow_day": plain.statistic if plain else None, "breslow_day_tarone": tarone.statistic if tarone else None,
        "df": tarone.degrees if tarone else None, "homogeneity_p": tarone.p if tarone else None,
        "strata_used": len(strata.pairs), "strata_dropped": strata.dropped,
        "pooled_impact_ratio": pooled.ratio if pooled.s_ref else None,
        "strata_ir": [one.ratio if one.s_ref else None for one in strata.pairs],
    }  # fmt: skip


def _strata(name: str, reference: str, facts: Facts) -> Strata:
    found = [_pair(name, reference, stratum, facts) for stratum in facts.strata]
    usable = [one for one in found if one is not None and one.a and one.a_ref and 0 < one.m < one.n]
    return Strata(tuple(usable), len(found) - len(usable))


def _pair(name: str, reference: str, stratum: Stratum, facts: Facts) -> Pair | None:
    from compliance.checks.four_fifths import wanted

    there = {group.title: wanted(group, facts.decision) for group in stratum.groups}
    one, other = there.get(name), there.get(reference)
    if one is None or other is None:
        return None
    return Pair(one.selected or 0, one.applicants or 0, other.selected or 0, other.applicants or 0)


def _totals(facts: Facts) -> Sequence[Group]:
    """The groups of all strata with their counts added, for showing and for choosing the reference, never for a test."""
    from compliance.checks.four_fifths import Group, wanted

    about = {group.title: group for group in facts.groups}
    found: dict[str, Group] = {}
    for group in (wanted(one, facts.decision) for stratum in facts.strata for one in stratum.groups):
        before = found.get(group.title)
        told = about.get(group.title, group)
        found[group.title] = Group(
            name=group.title,
            applicants=(group.applicants or 0) + ((before.applicants or 0) if before else 0),
            selected=(group.selected or 0) + ((before.selected or 0) if before else 0),
            labor_area_share=told.labor_area_share,
            workforce_share=told.workforce_share,
            unanswered=told.unanswered,
        )
    return list(found.values())
