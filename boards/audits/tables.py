"""Counts of an audit as they are told: a group alone, or groups that would be small together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boards.rules import USUAL, Rules

Groups = tuple[str, ...]  # codes that are counted together, in order
LONGEST = 5.0  # seconds to judge a question: whoever counts keeps everybody else who counts, and a web worker, waiting
PEOPLE, SEATS = "people", "seats"
Presence = frozenset[tuple[str, int]]  # tables by name, and how often each counts somebody of a stratum
Turnover = Mapping[Presence, int]  # how many people of each stratum there are


@dataclass(frozen=True)
class Counts:
    """What was counted, before anything is hidden: `by_group` names each group that could be answered, also those of nobody."""

    name: str
    by_group: Mapping[str, int]
    unknown: int

    @property
    def known(self) -> int:
        """Who said something."""
        return sum(self.by_group.values())

    @property
    def members(self) -> int:
        """Everybody."""
        return self.known + self.unknown


@dataclass(frozen=True)
class Table:
    """What is told of counts. `parts` cover each group once; who is not known is told beside them, or that is not told either."""

    name: str
    members: int
    unknown: int | None
    parts: tuple[tuple[Groups, int], ...]

    @property
    def known(self) -> int:
        """Who said something; nobody, where that is not told."""
        return 0 if self.unknown is None else self.members - self.unknown

    @property
    def response(self) -> float:
        """Known of members."""
        return self.known / self.members if self.members else 0.0

    @property
    def told(self) -> list[tuple[Groups, int]]:
        """The groups that stand alone."""
        return [part for part in self.parts if len(part[0]) == 1]

    @property
    def together(self) -> tuple[Groups, int] | None:
        """The groups that are counted as one."""
        return next((part for part in self.parts if len(part[0]) > 1), None)

    @property
    def says_something(self) -> bool:
        """Whether a group of somebody stands alone."""
        return any(count for _groups, count in self.told)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        parts = [[list(groups), count] for groups, count in self.parts]
        return {"name": self.name, "members": self.members, "unknown": self.unknown, "parts": parts}

    @classmethod
    def of_plain(cls, stored: Mapping[str, Any]) -> Table:
        """From JSON."""
        parts = tuple((tuple(groups), count) for groups, count in stored["parts"])
        return cls(stored["name"], stored["members"], stored["unknown"], parts)


def coarsened(counts: Counts, least: int = USUAL.least_cell) -> Table:
    """Groups of fewer people are counted as one, with as many others as it takes.

    None is fewer too: were it told, whoever reads the rest would know that each group counted together has somebody.
    """
    hidden = [code for code, count in counts.by_group.items() if count < least]
    others = sorted(
        (code for code, count in counts.by_group.items() if count >= least), key=lambda code: counts.by_group[code]
    )
    while hidden and others and sum(counts.by_group[code] for code in hidden) < least:
        hidden.append(others.pop(0))
    return _told(counts, hidden)


def one_more(table: Table, counts: Counts) -> Table:
    """The same with one group fewer that stands alone."""
    groups = list(table.together[0]) if table.together else []
    smallest = sorted(table.told, key=lambda part: part[1])
    groups += [part[0][0] for part in smallest[: 1 if groups else 2]]
    return _told(counts, groups)


def partitioned(counts: Counts, parts: Sequence[Groups]) -> Table | None:
    """By the parts of another table; None where the groups are not the same."""
    if sorted(code for part in parts for code in part) != sorted(counts.by_group):
        return None
    told = tuple((part, sum(counts.by_group[code] for code in part)) for part in parts)
    return Table(counts.name, counts.members, counts.unknown, told)


def _told(counts: Counts, hidden: Sequence[str]) -> Table:
    parts: list[tuple[Groups, int]] = [
        ((code,), count) for code, count in counts.by_group.items() if code not in hidden
    ]
    if hidden:
        parts.append((tuple(sorted(hidden)), sum(counts.by_group[code] for code in hidden)))
    return Table(counts.name, counts.members, counts.unknown, tuple(parts))


def gated(counts: Counts, rules: Rules) -> str:
    """Why nothing of these counts may be told but how many answered (compliance reference 12.7); "" where more may."""
    if counts.known < rules.least_known:
        return "few_answers"
    if counts.known < rules.least_response * counts.members:
        return "low_response"
    return ""
