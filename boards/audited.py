"""What an audit of representation speaks of: sittings, benchmarks, figures and gates. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from metrics.statistics.arrays import Limits
from metrics.statistics.representation import Body

Verdict = Literal["below", "above", "near", "none"]


@dataclass(frozen=True)
class Sitting:
    """A filled seat: who sits on which body, and what they said; None where they did not."""

    body: str
    person: str
    answer: str | None


@dataclass(frozen=True)
class Benchmark:
    """Who lives in the city (or district), by group in order: counts of people or shares."""

    counts: Mapping[str, float]

    @property
    def shares(self) -> dict[str, float]:
        """Group > its part of all."""
        whole = sum(self.counts.values())
        return {group: count / whole for group, count in self.counts.items()}


@dataclass(frozen=True)
class Pool:
    """Everybody who could have been chosen, by group: applicants, of whom the members were appointed."""

    counts: Mapping[str, int]


@dataclass(frozen=True)
class Rare:
    """The Poisson tail of a group that is rare everywhere."""

    mean: float
    lower: float
    upper: float
    two_sided: float


@dataclass(frozen=True)
class Figure:
    """One group of a body, or of the city. Shares and differences are parts (0.1 is ten points); NaN is not defined."""

    group: str
    members: int  # who said they are of the group
    known: int  # who said anything
    unknown: int
    share: float  # of those known
    benchmark: float  # the group's part of the population; NaN where it is not in the table
    expected: float  # members
    ratio: float  # share over benchmark: 1 is parity
    difference: float
    bounds: tuple[float, float]  # of all members, as none or all of the unknown are of the group
    interval: Limits  # Wilson, 95 %
    p_exact: float  # two-sided: outcomes no more likely than this one
    p_lower: float
    p_upper: float
    p_mid: float
    p_adjusted: float  # Holm, over the groups asked at once
    test: str
    seats_to_parity: int | None  # to reach at least the benchmark
    whole_seat_shortfall: int | None  # of the whole seats that the benchmark gives
    rare: Rare | None
    verdict: Verdict = "none"
    why: str = ""


@dataclass(frozen=True)
class Compared:
    """All groups of a body, of all seats, or of all people."""

    name: str
    members: int
    known: int
    unknown: int
    response: float  # known of members
    groups: tuple[Figure, ...]
    all_groups: Body | None  # all at once; None where the benchmark is not one whole, or groups are none of it


@dataclass(frozen=True)
class Gate:
    """A condition of publishing, and whether it is met."""

    code: str
    passed: bool
    words: str


@dataclass(frozen=True)
class Audit:
    """Each body by itself, all people once, all seats; and what may be published."""

    bodies: tuple[Compared, ...]
    people: Compared
    seats: Compared
    gates: tuple[Gate, ...]
    notes: tuple[str, ...] = field(default=())
