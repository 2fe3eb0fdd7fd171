"""Both shares of a verdict of Section 3, in words that no rounding makes reach a benchmark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from compliance.checks.showing import percent, rounded
from metrics.charts.spec import Unit


@dataclass(frozen=True)
class Shares:
    """Section 3 and Targeted hours of the hours without professional services."""

    section3: Fraction
    targeted: Fraction
    least_section3: Fraction
    least_targeted: Fraction
    base: Fraction
    section3_hours: Fraction
    targeted_hours: Fraction
    met_section3: bool
    met_targeted: bool

    @property
    def section3_words(self) -> str:
        """The share of Section 3 hours."""
        return percent(self.section3, self.least_section3)

    @property
    def targeted_words(self) -> str:
        """The share of Targeted hours."""
        return percent(self.targeted, self.least_targeted)

    @property
    def finding(self) -> str:
        """What both come to. Each has to be met: one does not make up for the other."""
        if self.met_section3 and self.met_targeted:
            return _("Both benchmarks are met")
        if not (self.met_section3 or self.met_targeted):
            return _("Neither benchmark is met")
        if self.met_section3:
            return _("The benchmark of Targeted workers is not met; both are asked")
        return _("The benchmark of Section 3 workers is not met; both are asked")

    @property
    def sentence(self) -> str:
        """The numbers behind it."""
        words = _(
            "Section 3 workers: %(one)s of %(base)s hours (%(hours)s hours), benchmark %(least)s. Targeted workers: %(other)s"
            " (%(fewer)s hours), benchmark %(fewest)s."
        )
        return words % {
            "one": self.section3_words, "base": hours_words(self.base), "hours": hours_words(self.section3_hours),
            "least": percent(self.least_section3), "other": self.targeted_words, "fewer": hours_words(self.targeted_hours),
            "fewest": percent(self.least_targeted),
        }  # fmt: skip


EXACT = {
    "section3": "section3_share",
    "targeted": "targeted_share",
    "least_section3": "benchmark_all",
    "least_targeted": "benchmark_targeted",
    "base": "denominator",
    "section3_hours": "section3_hours",
    "targeted_hours": "targeted_hours",
}


def shares_of(figures: Mapping[str, Any]) -> Shares | None:
    """Of a verdict, kept or fresh; None where no share is known."""
    if figures.get("denominator") is None or figures.get("section3_share") is None:
        return None
    exact = {name: Fraction(figures[key]) for name, key in EXACT.items()}
    return Shares(**exact, met_section3=bool(figures["met_all"]), met_targeted=bool(figures["met_targeted"]))


def share_unit(shares: Shares) -> Unit:
    """A share in percent, with as many digits as it takes not to reach a benchmark by rounding."""
    words = (shares.section3_words, shares.targeted_words)
    digits = max(len(one.removesuffix(" %").partition(".")[2]) for one in words)
    return Unit(100, after="\u00a0%", digits=digits)


def hours_words(number: Fraction) -> str:
    """Hours as people write them."""
    if number.denominator == 1:
        return f"{int(number):,}"
    return rounded(number, 2)


def as_text(number: Fraction | None) -> str | None:
    """For a spreadsheet: a number without commas, exact to the sixth digit."""
    if number is None:
        return None
    return str(number) if number.denominator == 1 else f"{float(number):.6f}".rstrip("0")
