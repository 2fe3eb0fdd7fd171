"""Two groups and a selection: what is judged is judged in whole numbers and fractions, before anything is rounded or divided.

29 CFR 1607.4D; the tests are those of `metrics.statistics`, which are imported when one is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Pair:
    """A focal group, of which s of a were selected, and its reference. Both groups have people and the reference selections."""

    s: int
    a: int
    s_ref: int
    a_ref: int

    @property
    def n(self) -> int:
        """People of both."""
        return self.a + self.a_ref

    @property
    def m(self) -> int:
        """Selections of both."""
        return self.s + self.s_ref

    @property
    def rate(self) -> Fraction:
        """Of the focal group."""
        return Fraction(self.s, self.a)

    @property
    def rate_ref(self) -> Fraction:
        """Of the reference."""
        return Fraction(self.s_ref, self.a_ref)

    @property
    def ratio(self) -> Fraction:
        """The impact ratio."""
        return self.rate / self.rate_ref

    @property
    def least_expected(self) -> Fraction:
        """The smallest of the four expected counts."""
        return Fraction(min(self.a, self.a_ref) * min(self.m, self.n - self.m), self.n)

    @property
    def z_squared(self) -> Fraction | None:
        """The square of the pooled z, exactly; None where nobody or everybody was selected."""
        below = self.a * self.a_ref * self.m * (self.n - self.m)
        return Fraction(self.n * (self.s * self.a_ref - self.s_ref * self.a) ** 2, below) if below else None

    def lacks(self, threshold: Fraction) -> Fraction:
        """Selections short of so much of the reference's rate, in people; negative beyond it."""
        return threshold * self.a * self.rate_ref - self.s

    def after_flip(self) -> Pair | None:
        """With one selection moved from the reference to the focal group; None where there is none to move."""
        return Pair(self.s + 1, self.a, self.s_ref - 1, self.a_ref) if self.s_ref >= 1 and self.s < self.a else None

    def least_detectable(self, sd: Fraction) -> int | None:
        """How many selections fewer, with everything else as it is, it takes for |z| above `sd`; None where none suffice.

        |z| grows as the focal rate falls below the reference's, so the smallest drop is found by halving.
        """
        if not self._is_told(self.s, sd):
            return None
        low, high = 0, self.s
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._is_told(middle, sd) else (middle + 1, high)
        return low

    def _is_told(self, drop: int, sd: Fraction) -> bool:
        fewer = Pair(self.s - drop, self.a, self.s_ref, self.a_ref)
        squared = fewer.z_squared
        return fewer.rate < fewer.rate_ref and squared is not None and squared > sd**2


def figures(pair: Pair, threshold: Fraction) -> dict[str, Any]:
    """Everything that is told of a pair, full precision; what is not defined is None."""
    lacks = pair.lacks(threshold)
    return {
        "sr_focal": pair.rate, "sr_ref": pair.rate_ref, "impact_ratio": pair.ratio,
        "flag_four_fifths": pair.ratio < threshold, "at_threshold": pair.ratio == threshold,
        "n": pair.n, "m": pair.m, "expected_focal": Fraction(pair.a * pair.m, pair.n), "min_expected_cell": pair.least_expected,
        "diff_pp": (pair.rate - pair.rate_ref) * 100, **_tests(pair),
        "shortfall_pooled": Fraction(pair.a * pair.m, pair.n) - pair.s, "shortfall_to_parity": pair.lacks(Fraction(1)),
        "shortfall_to_80": lacks, "whole_persons_to_80": max(0, -(-lacks.numerator // lacks.denominator)),
        "odds_ratio": _odds(pair, Fraction(0)), "odds_ratio_haldane": _odds(pair, Fraction(1, 2)), "flip": _flip(pair),
        "ratio_of_others": (1 - pair.rate) / (1 - pair.rate_ref) if pair.rate_ref < 1 else None,
    }  # fmt: skip


def _tests(pair: Pair) -> dict[str, Any]:
    from metrics.statistics.exact import fisher
    from metrics.statistics.significance import cohen_h, p_of_z, phi, z_pooled

    counts = (pair.s, pair.a, pair.s_ref, pair.a_ref)
    z, exact = float(z_pooled(*counts)), fisher(*counts)
    one_tail = min(exact.lower, exact.upper) - exact.observed / 2
    return {
        "z_pooled": z, "p_z_two_sided": float(p_of_z(z)), "z_hypergeometric": z * ((pair.n - 1) / pair.n) ** 0.5,
        "fisher_two_sided": exact.two_sided, "p_observed_table": exact.observed, "fisher_lower_tail": exact.lower,
        "midp_two_sided": exact.mid_p, "midp_lower": exact.lower - exact.observed / 2,
        "midp_two_sided_doubling": min(1.0, 2 * one_tail), "phi": float(phi(*counts)), "h": float(cohen_h(*counts)),
    }  # fmt: skip


def _odds(pair: Pair, added: Fraction) -> Fraction | None:
    below = (pair.a - pair.s + added) * (pair.s_ref + added)
    return (pair.s + added) * (pair.a_ref - pair.s_ref + added) / below if below else None


def _flip(pair: Pair) -> dict[str, Any] | None:
    after = pair.after_flip()
    if after is None:
        return None
    return {
        "sr_focal": after.rate, "sr_ref": after.rate_ref, "reversed": after.rate > after.rate_ref,
        "impact_ratio_after": after.ratio if after.s_ref else None,
    }  # fmt: skip
