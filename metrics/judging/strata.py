"""Two readings of one table: of all strata added together, and within each stratum; and which of them answers what.

Where groups apply to departments of unlike rates, the sum can turn a difference round (Bickel, Hammel and O'Connell 1975,
Science 187:398). Mantel and Haenszel's test and ratio, Breslow and Day's homogeneity, rates standardised directly to all people
of the strata that have both groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Literal

from metrics.judging.tables import Judged, Line
from metrics.methods.in_force import Method

if TYPE_CHECKING:
    from metrics.statistics.stratified import Stratified

Reading = Literal["reversed", "vanishes", "shrinks", "holds", "appears", "neither", "unknown"]


@dataclass(frozen=True)
class Within:
    """A group against its reference within strata. Standardised rates are shares of people, None where not known."""

    line: Line
    found: Stratified
    standardised: float | None
    standardised_reference: float | None
    reading: Reading
    differs: bool  # the strata are unlike in this, so that one common figure does not describe them

    @property
    def standardised_difference(self) -> float | None:
        """Group less reference, as a share."""
        if self.standardised is None or self.standardised_reference is None:
            return None
        return self.standardised - self.standardised_reference


@dataclass(frozen=True)
class Stratum:
    """One stratum with the lines of its groups, in the order of the table; None where it has none of the group."""

    label: str
    lines: tuple[Line | None, ...]


@dataclass(frozen=True)
class TwoReadings:
    """What is left of each difference once unlike strata are not added up. `level`: of the tests."""

    strata: tuple[Stratum, ...]
    within: tuple[Within, ...]
    level: float


def two_readings(pooled: Judged, strata: Mapping[str, Sequence[Line]], method: Method) -> TwoReadings:
    """The pooled table again, stratum by stratum; the reference stays the one chosen on the whole table."""
    from metrics.statistics.stratified import stratified

    groups = [line for line in pooled.lines if line.is_group]
    by_stratum = {name: [line.counted for line in lines if line.is_group] for name, lines in strata.items()}
    by_name = {line.label: line for line in pooled.compared}
    level = float(method.alpha)
    within = []
    for one in stratified([line.counted for line in groups], by_stratum, pooled.rule, method.rules):
        line = by_name[one.group]
        focal, other = _standardised(one.group, one.reference, by_stratum)
        read = _reading(line, one, focal, other, level)
        within.append(Within(line, one, focal, other, read, one.homogeneity_p < level))
    rows = tuple(
        Stratum(name, tuple(next((line for line in lines if line.label == group.label), None) for group in groups))
        for name, lines in strata.items()
    )
    return TwoReadings(rows, tuple(within), level)


def _standardised(
    group: str, reference: str, by_stratum: Mapping[str, Sequence[object]]
) -> tuple[float | None, float | None]:
    """Both rates as they would be if each had the composition of both together; None where a count is not known."""
    from metrics.statistics.standardising import standardise
    from metrics.statistics.stratified import pair_of

    pairs = [pair_of(counted, group, reference) for counted in by_stratum.values()]  # type: ignore[arg-type]
    if any(one.k is None or one.n is None for pair in pairs for one in pair):
        return None, None
    both = [pair for pair in pairs if pair[0].n and pair[1].n]
    if not both:
        return None, None
    standard = [(one.n or 0) + (other.n or 0) for one, other in both]
    rates = [
        float(standardise([pair[at].k or 0 for pair in both], [pair[at].n or 0 for pair in both], standard).adjusted)
        for at in (0, 1)
    ]
    return rates[0], rates[1]


def _reading(line: Line, one: Stratified, focal: float | None, other: float | None, level: float) -> Reading:
    pooled = line.comparison
    if pooled is None or isnan(one.p) or focal is None or other is None or isnan(pooled.p):
        return "unknown"
    was, now = pooled.p < level, one.p < level
    if was and not now:
        return "vanishes"
    if was and pooled.difference * (focal - other) < 0:
        return "reversed"
    if was and abs(focal - other) < abs(pooled.difference) / 2:
        return "shrinks"
    if was:
        return "holds"
    return "appears" if now else "neither"
