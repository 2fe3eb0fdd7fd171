"""What a comparison of selection rates amounts to: the decision table, and the rows of law that it reads.

The order of the table is deliberate: where one other selection would turn the groups round, no test is worth its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from compliance.checks.consulting import Consultation
from compliance.checks.verdicts import Result, Said, say
from compliance.checks.verdicts import worded as _


@dataclass(frozen=True)
class Rules:
    """The rows in force on the day of the decision."""

    four_fifths: Fraction
    least_share: Fraction  # of a labor force or workforce, below which a group need not be tested
    sd: Fraction
    alpha: Fraction
    few_expected: Fraction  # below which, or with fewer people, the exact test is the one to read
    few_people: Fraction
    few_selections: Fraction  # below which, or with less expected, only counts are shown
    no_test_expected: Fraction
    incomplete_share: Fraction  # of the pool, above which the run is made with and without those left out

    def reads(self, n: int, m: int, least_expected: Fraction) -> str:
        """Which test decides: "counts", "mid_p" or "z"."""
        if m < self.few_selections or least_expected < self.no_test_expected:
            return "counts"
        return "mid_p" if n < self.few_people or least_expected < self.few_expected else "z"


KEYS = {
    "four_fifths": "ai.four_fifths", "least_share": "ai.group_min_share", "sd": "ai.sd", "alpha": "ai.alpha",
    "few_expected": "ai.fisher_min_expected", "few_people": "ai.fisher_n", "few_selections": "ai.few_selections",
    "no_test_expected": "ai.no_test_expected", "incomplete_share": "ai.incomplete_share",
}  # fmt: skip


def rules_on(seen: Consultation, day: date) -> Rules | None:
    """None, with the gaps noted, where one of them is not known."""
    values = {name: seen.number(key, day) for name, key in KEYS.items()}
    known = {name: value for name, value in values.items() if value is not None}
    return Rules(**known) if len(known) == len(values) else None


@dataclass(frozen=True)
class Decided:
    """The result of one focal group and the sentence that goes with it."""

    result: Result
    said: Said


FEW = _("Fewer selections, or fewer expected, than a test can read: counts only. Use a longer time.")
REVERSED = _("One different selection would reverse the result.")
RAISED = _(
    "Rate difference meets the 4/5 screen and is statistically significant. Refer to the City Attorney; review components"
    " and validity."
)
NOT_YET = _("4/5 screen met, not significant. Combine periods (Mantel-Haenszel) and keep collecting.")
SIGNIFICANT = _("Significant but ratio at or above the 4/5 screen; consider practical significance.")
NOTHING = _("No indication at this sample size.")


def decide(below: bool, significant: bool, turns: bool | None, reads: str) -> Decided:
    """The decision table: below 4/5, significant, and whether one other selection turns it round."""
    if reads == "counts":
        return Decided(Result.CANNOT_DETERMINE, say(FEW))
    if below and turns:
        return Decided(Result.CANNOT_DETERMINE, say(REVERSED))
    if below:
        return Decided(Result.INDICATOR_RAISED, say(RAISED)) if significant else Decided(Result.WATCH, say(NOT_YET))
    return Decided(Result.WATCH, say(SIGNIFICANT)) if significant else Decided(Result.NO_INDICATION, say(NOTHING))
