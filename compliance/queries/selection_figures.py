"""Figures of a run as its tables and its chart show them: rounded for reading, never so that a threshold seems crossed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.checks.showing import probability
from compliance.checks.verdicts import Result
from metrics.charts.card import Card
from metrics.charts.spec import NOT_COLLECTED, SHARE, Bars, Figure, Row

NONE = "–"
READS = {
    "z": gettext_lazy("z"),
    "mid_p": gettext_lazy("mid-p: the groups are small"),
    "counts": gettext_lazy("counts only: too few for a test"),
}
OUTCOMES = {
    Result.INDICATOR_RAISED.value: gettext_lazy("Indicator raised"),
    Result.WATCH.value: gettext_lazy("To be watched"),
    Result.NO_INDICATION.value: gettext_lazy("No indication"),
    Result.CANNOT_DETERMINE.value: gettext_lazy("Cannot be determined"),
}


@dataclass(frozen=True)
class Group:
    """A group of the pool."""

    name: str
    applicants: int | None
    selected: int | None
    rate: float | None
    is_tested: bool
    left_out: int | None
    bases_known: bool

    @property
    def rate_words(self) -> str:
        """With one decimal."""
        return NONE if self.rate is None else f"{self.rate * 100:.1f}\u00a0%"


def group_of(told: Mapping[str, Any]) -> Group:
    """As the check shows it."""
    return Group(
        told["group"], told["applicants"], told["selected"], told["rate"], told["tested"], told.get("left_out"),
        told.get("bases_known", False),
    )  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """A tested group against the reference: label and value of every figure, empty ones left out."""

    group: str
    reference: str
    result: str
    figures: list[tuple[str, str]]


def comparison_of(told: Mapping[str, Any]) -> Comparison:
    """In words and rounded figures; of strata Mantel and Haenszel's."""
    rows = _within(told) if "strata_used" in told else _pair(told)
    return Comparison(
        told["group"], told["reference"], str(OUTCOMES[told["result"]]), [(str(name), one) for name, one in rows if one]
    )


def _pair(told: Mapping[str, Any]) -> list[tuple[Any, str]]:
    flip = told.get("flip")
    return [
        (_("Impact ratio"), _ratio(told["impact_ratio"])),
        (_("Below four fifths"), _yes(told["flag_four_fifths"])),
        (_("Difference, points"), _number(told["diff_pp"], 1)),
        (_("People, selections, smallest expected count"),
         f"{told['n']}, {told['m']}, {_number(told['min_expected_cell'], 1)}"),
        (_("Which test is read"), str(READS[told["reads"]])),
        (_("Significant"), NONE if told["significant"] is None else _yes(told["significant"])),
        (_("z, pooled"), _number(told["z_pooled"], 4)),
        (_("p of z"), _p(told["p_z_two_sided"])),
        (_("Fisher, two-sided"), _p(told["fisher_two_sided"])),
        (_("mid-p, two-sided"), _p(told["midp_two_sided"])),
        (_("p adjusted for the number of tests (Holm)"), _p(told.get("p_holm"))),
        (_("phi, h"), f"{_number(told['phi'], 3)}, {_number(told['h'], 3)}"),
        (_("Odds ratio"), _number(told["odds_ratio"] or told["odds_ratio_haldane"], 3)),
        (_("Shortfall to what is expected"), _number(told["shortfall_pooled"], 1)),
        (_("Shortfall to parity"), _number(told["shortfall_to_parity"], 1)),
        (_("Persons short of four fifths"), str(told["whole_persons_to_80"])),
        (_("One selection moved reverses it"), _flip(flip)),
        (_("Least difference that could be told"), _detectable(told)),
    ]  # fmt: skip


def _within(told: Mapping[str, Any]) -> list[tuple[Any, str]]:
    if not told["strata_used"]:
        return []
    return [
        (_("Common ratio of rates"), _ratio(told["common_ratio"])),
        (_("Selected, expected"), f"{told['observed']}, {_number(told['expected'], 1)}"),
        (_("z, Mantel-Haenszel"), _number(told["z_mh"], 4)),
        (_("p of z"), _p(told["p_z"])),
        (_("p adjusted for the number of tests (Holm)"), _p(told.get("p_holm"))),
        (_("Common odds ratio"), _number(told["odds_ratio_mh"], 3)),
        (_("Shortfall within the strata"), _number(told["shortfall"], 1)),
        (_("Alike in all strata (Breslow-Day, Tarone), p"), _p(told["homogeneity_p"])),
        (_("Strata used, left aside"), f"{told['strata_used']}, {told['strata_dropped']}"),
    ]


def _flip(flip: Mapping[str, Any] | None) -> str:
    if flip is None:
        return _("there is no selection to move")
    after = flip["impact_ratio_after"]
    words = _yes(flip["reversed"])
    return (
        words
        if after is None
        else _("%(answer)s; the ratio is then %(ratio)s") % {"answer": words, "ratio": _ratio(after)}
    )


def _detectable(told: Mapping[str, Any]) -> str:
    if "min_detectable_drop" not in told:
        return ""
    if told["min_detectable_drop"] is None:
        return _("none: no difference could be told in so small a group")
    words = _("%(points)s points, %(n)s selections fewer")
    return words % {"points": _number(told["min_detectable_difference_pp"], 1), "n": told["min_detectable_drop"]}


def _yes(answer: bool) -> str:
    return _("yes") if answer else _("no")


def _number(value: float | None, digits: int) -> str:
    return NONE if value is None else f"{value:,.{digits}f}"


def _ratio(value: float | None) -> str:
    """Three decimals, more where three would seem to reach four fifths."""
    if value is None:
        return NONE
    digits = next((n for n in range(3, 9) if (round(value, n) < 0.8) == (value < 0.8)), 9)
    return f"{value:.{digits}f}"


def _p(value: float | None) -> str:
    return NONE if value is None else probability(value, Fraction(1, 20))


def card_of(groups: Sequence[Group], title: str, key: str, said: Mapping[str, Any], *, adverse: bool) -> Card | None:
    """Each group's rate, as given; the table beside it has the counts. None where no rate is defined."""
    if not any(group.rate is not None for group in groups):
        return None
    what = _("Retention rates") if adverse else _("Selection rates")
    named = _("%(what)s by %(by)s: %(run)s") % {"what": what, "by": title.lower(), "run": said["title"]}
    rows = tuple(
        Row(one.name, NOT_COLLECTED if one.rate is None else Figure(one.rate, n=one.applicants)) for one in groups
    )
    known = [one for one in groups if one.rate is not None and one.is_tested]
    best = max(known, key=lambda one: one.rate or 0.0) if len(known) > 1 else None
    finding = _("Highest rate: %(group)s, %(rate)s") % {"group": best.name, "rate": best.rate_words} if best else what
    people = sum(one.applicants or 0 for one in groups)
    return Card(
        key=f"rates-{key}",
        finding=finding,
        chart=Bars(title=named, unit=SHARE, rows=rows, group=title),
        sentence=_("Rates alone tell nothing of chance or of reasons: the comparisons below do the first."),
        about=f"{said['job']} · {said['decided_on']}",
        n=people,
        source=said["source"],
        level=3,
    )
