"""With whom a group is compared: the group with the highest rate, a named one, or all the others.

The rule stands with the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.statistics.fourfifths import FOUR_FIFTHS

FLOOR = 30  # people below whom a group's rate is not a reference; ours, beside the guideline's part of the pool
PART = Fraction(2, 100)  # of the pool, below which a group is not a reference (29 CFR 1607.4C, 1607.15A)
ALPHA = 0.05
NOT_A_GROUP = frozenset(
    {
        "unknown",
        "not known",
        "declined",
        "declined to answer",
        "not asked",
        "not disclosed",
        "prefer not to say",
        "missing",
    }
)


@dataclass(frozen=True)
class Counted:
    """A group: k of n people; None where it is not known."""

    name: str
    k: int | None
    n: int | None

    @property
    def known(self) -> bool:
        """Whether it has a rate."""
        return self.k is not None and bool(self.n)


@dataclass(frozen=True)
class Rules:
    """By what a comparison is judged. `adjusts`: significance is that of the probability corrected for many comparisons."""

    floor: int = FLOOR
    part: Fraction = PART
    threshold: Fraction = FOUR_FIFTHS
    alpha: float = ALPHA
    adjusts: bool = False


USUAL = Rules()


@dataclass(frozen=True)
class Reference:
    """Whom to compare with. `counted` is None where it cannot be told; `note` says why, or what to bear in mind."""

    rule: str
    counted: Counted | None
    note: str = ""


class NoSuchGroup(ValueError):
    """The group to compare with is not among those compared."""


def highest(groups: Sequence[Counted], floor: int = FLOOR, part: Fraction = PART) -> Reference:
    """The highest rate (29 CFR 1607.4D) among groups of `floor` people and `part` of the pool; equal rates: the larger group.

    It draws ratios down where groups are many and small, hence the floor. Where no group reaches the floor the highest of those
    with their part of the pool is taken, and the note says so. Those who did not answer are no reference.
    """
    known = [each for each in groups if each.known and each.name.casefold() not in NOT_A_GROUP]
    pool = sum(each.n or 0 for each in groups)
    with_part = [each for each in known if (each.n or 0) >= part * pool]
    large = [each for each in with_part if (each.n or 0) >= floor]
    if not with_part:
        return Reference("highest", None, "No group has a known rate and enough people.")
    note = "" if large else f"No group has {floor} people: the highest rate of all is a weak reference."
    return Reference("highest", max(large or with_part, key=_standing), note)


def _standing(group: Counted) -> tuple[Fraction, int, str]:
    return Fraction(group.k or 0, group.n or 1), group.n or 0, group.name


def named(groups: Sequence[Counted], name: str) -> Reference:
    """The group of that name. Raises NoSuchGroup where there is none."""
    for each in groups:
        if each.name == name:
            return Reference("named", each, "" if each.known else f"The rate of {name} is not known.")
    raise NoSuchGroup(f"No group is named {name}. There are: {', '.join(each.name for each in groups)}.")


def rest(groups: Sequence[Counted], group: Counted) -> Reference:
    """All the others together; unknown where one of them is."""
    others = [each for each in groups if each is not group]
    unknown = [each.name for each in others if each.k is None or each.n is None]
    if unknown:
        return Reference("rest", None, f"The rest cannot be summed: {', '.join(unknown)} is not known.")
    counted = Counted("rest", sum(each.k or 0 for each in others), sum(each.n or 0 for each in others))
    return Reference("rest", counted, "" if counted.n else "There is no rest.")
