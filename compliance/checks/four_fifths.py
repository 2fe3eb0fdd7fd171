"""Adverse impact of a selection procedure: a screen, not a finding.

42 USC 2000e-2(k); 29 CFR 1607.4A-D, 1607.15A(2)(a), 1607.16R; questions and answers 12 and 21, 44 FR 11996 (1979); Castaneda v.
Partida, 430 US 482 (1977); Hazelwood School District v. United States, 433 US 299 (1977). The guidelines' rescission is planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import Law
from compliance.checks.selection_rules import Decided, Rules, decide, rules_on
from compliance.checks.selections import Pair, figures
from compliance.checks.showing import percent, ratio
from compliance.checks.verdicts import Result, Said, Verdict, gravest, say
from compliance.checks.verdicts import worded as _

TITLE = "Selection rates: four-fifths screen and tests"
REQUIREMENT = "T7-04"
ADVERSE = ("discipline", "termination", "layoff")
DECISIONS = ("hire", "promotion", "exam", "training", *ADVERSE)
RETAINED = _("The rates are those of the people it spared; ratio_of_others compares those to whom it happened.")
MOST = 10_000_000  # people whose exact test is still a matter of seconds
CROSSED = "race_by_sex"  # groups so small and many that nothing follows from one of them
DIMENSIONS = ("race_ethnicity", "sex", CROSSED)


@dataclass(frozen=True)
class Group:
    """A group of one dimension in the pool."""

    name: str | None = fact("The group, in the words of the dimension")
    applicants: int | None = fact(
        "People in the pool, each once; without withdrawals, duplicates and those left out", least=0, most=MOST
    )
    selected: int | None = fact(
        "Of them, those to whom the decision happened (hired, passed; dismissed)", least=0, most=MOST
    )
    left_out: int | None = fact(
        "People left out since they did not meet an objective basic qualification", least=0, most=MOST
    )
    labor_area_share: Fraction | None = fact("Part of the labor force of the relevant labor area", least=0, most=1)
    workforce_share: Fraction | None = fact("Part of the applicable workforce", least=0, most=1)
    unanswered: bool | None = fact("True where race or sex is not known: shown, never tested, never the reference")

    @property
    def title(self) -> str:
        """Its name, or that it has none."""
        return self.name or "?"


@dataclass(frozen=True)
class Stratum:
    """One requisition, examination or year: never added to another before it is tested."""

    name: str | None = fact("The requisition, examination or year")
    groups: tuple[Group, ...] = several("The groups' counts in it")


@dataclass(frozen=True)
class Facts:
    """One decision about people, by the groups of one dimension. Race and sex are run apart."""

    decision: str | None = fact("What was decided", choices=DECISIONS)
    decided_on: date | None = fact("Day of the decision, or the last day of the period: the law of that day is used")
    job: str | None = fact("Job or job group")
    dimension: str | None = fact("By what people are grouped; race_by_sex is exploratory", choices=DIMENSIONS)
    left_out_rule: str | None = fact("By which rule people were left out")
    groups: tuple[Group, ...] = several("The groups; with strata only their shares of labor force and workforce")
    strata: tuple[Stratum, ...] = several("Where the pool is of several requisitions, examinations or years")


EXAMPLE: dict[str, Any] = {
    "decision": "hire",
    "decided_on": "2026-06-30",
    "job": "Police officer",
    "dimension": "race_ethnicity",
    "groups": [
        {"name": "Black", "applicants": 80, "selected": 48, "labor_area_share": 0.06, "workforce_share": 0.05},
        {"name": "White", "applicants": 40, "selected": 12, "labor_area_share": 0.7, "workforce_share": 0.8},
        {"name": "Native Hawaiian or Pacific Islander", "applicants": 9, "selected": 1, "labor_area_share": 0.01,
         "workforce_share": 0.005},
        {"name": "Unknown", "applicants": 7, "selected": 2, "unanswered": True},
    ],
}  # fmt: skip


def judge(facts: Facts, law: Law) -> Verdict:
    """Each included group against the one with the highest rate; with strata, within them."""
    seen = Consultation(law, REQUIREMENT)
    day = seen.need(
        facts.decided_on, "decided_on", _("Without the day of the decision it is not known which law applies.")
    )
    seen.need(facts.decision, "decision", _("Whether the decision is one that people want or fear is not known."))
    rules = rules_on(seen, day) if day else None
    if not facts.groups and not facts.strata:
        seen.need(None, "groups", _("No group is given."))
    for path, group in _everybody(facts):
        _sound(seen, path, group)
    if rules is None or seen.lacking:
        return seen.undetermined()
    if facts.strata:
        from compliance.checks.selection_strata import judge_strata

        return judge_strata(facts, seen, rules)
    return _judge_pool(facts, seen, rules)


def _judge_pool(facts: Facts, seen: Consultation, rules: Rules) -> Verdict:
    groups = [wanted(group, facts.decision) for group in facts.groups]
    run = _run(groups, rules)
    if isinstance(run, Said):
        return seen.undetermined({"groups": shown(groups, rules)}, run)
    told = {
        "dimension": facts.dimension,
        "exploratory": facts.dimension == CROSSED,
        **run.figures,
        "groups": shown(groups, rules),
    }
    why = [*run.why, *([say(RETAINED)] if facts.decision in ADVERSE else [])]
    left_out, pool = sum(group.left_out or 0 for group in groups), sum(group.applicants or 0 for group in groups)
    if left_out > rules.incomplete_share * (pool + left_out):
        why += _both_ways(groups, rules, facts, told, run.result)
    return seen.verdict(run.result, why, told)


@dataclass(frozen=True)
class Run:
    """One run over a pool."""

    result: Result
    why: tuple[Said, ...]
    figures: dict[str, Any]


def _run(groups: Sequence[Group], rules: Rules) -> Run | Said:
    tested = [group for group in groups if is_tested(group, rules) and group.applicants]
    reference = reference_of(tested)
    if reference is None or len(tested) < 2:
        return say(
            _("Fewer than two groups have people in the pool and have to be tested: there is nothing to compare.")
        )
    if not reference.selected:
        return say(_("Nobody of any tested group was selected: no ratio is defined."))
    compared = [compare(group, reference, rules) for group in tested if group is not reference]
    result = gravest(one for one, _said, _told in compared)
    holm(rows := [told for _one, _said, told in compared])
    figures_ = {"reference": reference.title, "tests_run": len(compared), "comparisons": rows}
    return Run(result, tuple(said for _one, said, _told in compared), figures_)


def compare(group: Group, reference: Group, rules: Rules) -> tuple[Result, Said, dict[str, Any]]:
    """One focal group: its result, the sentence, and every figure behind it."""
    pair = Pair(group.selected or 0, group.applicants or 0, reference.selected or 0, reference.applicants or 0)
    told = figures(pair, rules.four_fifths)
    reads = rules.reads(pair.n, pair.m, pair.least_expected)
    squared = pair.z_squared
    significant = (
        Fraction(told["midp_two_sided"]) < rules.alpha
        if reads == "mid_p"
        else reads == "z" and squared is not None and squared > rules.sd**2
    )
    decided = decide(told["flag_four_fifths"], significant, told["flip"] and told["flip"]["reversed"], reads)
    told |= {"reads": reads, "significant": significant if reads != "counts" else None}
    told["p"] = {"mid_p": told["midp_two_sided"], "z": told["p_z_two_sided"]}.get(reads)
    if decided.result == Result.NO_INDICATION:
        told |= _detectable(pair, rules)
    head = {"group": group.title, "reference": reference.title, "result": decided.result.value}
    return decided.result, _sentence(group, reference, pair, decided, rules), {**head, **told}


def _sentence(group: Group, reference: Group, pair: Pair, decided: Decided, rules: Rules) -> Said:
    text = _("%(group)s: %(rate)s selected, %(reference)s: %(other)s; ratio %(ratio)s%(note)s. %(said)s")
    note = _(" (exactly at the threshold: not flagged)") if pair.ratio == rules.four_fifths else ""
    return say(
        text, group=group.title, rate=percent(pair.rate), reference=reference.title, other=percent(pair.rate_ref),
        ratio=ratio(pair.ratio, rules.four_fifths), note=note, said=decided.said,
    )  # fmt: skip


def _detectable(pair: Pair, rules: Rules) -> dict[str, Any]:
    drop = pair.least_detectable(rules.sd)
    share = None if drop is None else (pair.rate_ref - Fraction(pair.s - drop, pair.a)) * 100
    return {"min_detectable_drop": drop, "min_detectable_difference_pp": share}


def _both_ways(groups: Sequence[Group], rules: Rules, facts: Facts, told: dict[str, Any], result: Result) -> list[Said]:
    """Those who were left out counted in: for a decision people want they were not selected, for one they fear neither."""
    adverse = facts.decision in ADVERSE
    widened = [
        replace(
            group,
            applicants=(group.applicants or 0) + (group.left_out or 0),
            selected=(group.selected or 0) + ((group.left_out or 0) if adverse else 0),
        )
        for group in groups
    ]
    other = _run(widened, rules)
    if isinstance(other, Said):
        return [other]
    told["with_left_out"] = {"result": other.result.value, **other.figures}
    rule = facts.left_out_rule or _("no rule is recorded")
    text = _(
        "Many people were left out (%(rule)s), so both ways were run: with them the result is %(other)s, without %(one)s."
    )
    return [say(text, rule=rule, other=other.result, one=result)]


def is_tested(group: Group, rules: Rules) -> bool:
    """Not where nobody answered, and not where the group is below 2 % of both bases. An unknown base leaves it in."""
    bases = (group.labor_area_share, group.workforce_share)
    return not group.unanswered and not all(base is not None and base < rules.least_share for base in bases)


def reference_of(groups: Sequence[Group]) -> Group | None:
    """The highest rate, whoever that is; of equal rates the larger pool."""
    there = [group for group in groups if group.applicants]
    rank = [(Fraction(one.selected or 0, one.applicants or 1), one.applicants or 0, one.title) for one in there]
    return there[rank.index(max(rank))] if there else None


def shown(groups: Sequence[Group], rules: Rules) -> list[dict[str, Any]]:
    """Every group with its counts, tested or not, and why not."""
    return [
        {
            "group": group.title, "applicants": group.applicants, "selected": group.selected,
            "rate": Fraction(group.selected or 0, group.applicants) if group.applicants else None,
            "tested": is_tested(group, rules), "left_out": group.left_out,
            "bases_known": group.labor_area_share is not None and group.workforce_share is not None,
        }
        for group in groups
    ]  # fmt: skip


def holm(rows: list[dict[str, Any]]) -> None:
    """Adds to each comparison its probability adjusted for their number; None where no test was read."""
    from metrics.statistics.multiplicity import holm as adjusted

    ps = adjusted([float("nan") if row["p"] is None else row["p"] for row in rows])
    for row, p in zip(rows, ps, strict=True):
        row["p_holm"] = float(p)


def wanted(group: Group, decision: str | None) -> Group:
    """Of a decision that people fear, those whom it spared: the rate compared is that of retention."""
    if decision not in ADVERSE or group.applicants is None or group.selected is None:
        return group
    return replace(group, selected=group.applicants - group.selected)


def _everybody(facts: Facts) -> list[tuple[str, Group]]:
    if not facts.strata:
        return [(f"groups[{at}]", group) for at, group in enumerate(facts.groups, start=1)]
    return [
        (f"strata[{number}].groups[{at}]", group)
        for number, stratum in enumerate(facts.strata, start=1)
        for at, group in enumerate(stratum.groups, start=1)
    ]


def _sound(seen: Consultation, path: str, group: Group) -> None:
    """A tested group has its counts: one that is unknown could be the reference of all others."""
    if group.unanswered:
        return
    text = _("A count of %(group)s is not known: it could have the highest rate, with which all are compared.")
    people = seen.need(group.applicants, f"{path}.applicants", text, group=group.title)
    chosen = seen.need(group.selected, f"{path}.selected", text, group=group.title)
    if people is not None and chosen is not None and chosen > people:
        more = _("%(chosen)s of %(people)s people of %(group)s were selected: more than there are.")
        seen.reject(f"{path}.selected", more, chosen=chosen, people=people, group=group.title)
