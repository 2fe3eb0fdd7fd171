"""Counts of what was opened: per question each answer, alone or with others. Whoever gave none is counted, never left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Tally:
    """One question over a set of members. `sets` add up to `known`; `anyhow` does not, where several may be chosen."""

    question: str
    members: int = 0
    known: int = 0
    declined: int = 0
    anyhow: Counter[str] = field(default_factory=Counter)  # each answer, alone or with others
    sets: Counter[tuple[str, ...]] = field(default_factory=Counter)  # each combination, its codes in order

    @property
    def unknown(self) -> int:
        """Members of whom nothing is known here: not asked, not answered, or declined."""
        return self.members - self.known


def tallied(questions: Iterable[str], said: Iterable[Mapping[str, Mapping[str, Any]]]) -> list[Tally]:
    """`said`: what each member of the set answered; empty for whoever said nothing."""
    found = [Tally(code) for code in questions]
    for answers in said:
        for tally in found:
            _add(tally, answers.get(tally.question, {}))
    return found


def _add(tally: Tally, answer: Mapping[str, Any]) -> None:
    codes = tuple(sorted(answer.get("said", ())))
    tally.members += 1
    tally.declined += bool(answer.get("declined"))
    if codes:
        tally.known += 1
        tally.sets[codes] += 1
        tally.anyhow.update(codes)
