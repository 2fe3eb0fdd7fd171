"""The rule of the four decision modes: what an act needs on record beside the letter that allows it. Pure.

Source: the page "Proposed Roles & Responsibilities" of the document the city works by; governance 5. The modes bind who acts
for the role that a statement names, when they submit or decide; keeping and answering need nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DIRECT, CONSULT, INSTRUCTION, SHARED = "direct", "consult", "instruction", "shared"  # as `DecisionMode` stores them

# From what one may do alone to what one may never do alone: silence passes for those who are asked, and never for a directive.
BY_STRICTNESS = (DIRECT, CONSULT, SHARED, INSTRUCTION)


@dataclass(frozen=True)
class Ground:
    """What is on record before the act."""

    is_consulted: bool = False  # somebody was consulted: answered, or let the day pass
    is_directed: bool = False  # a directive is cited that holds for the act
    is_shared: bool = False  # those who share were asked about the text
    unsigned: tuple[str, ...] = ()  # of them, who has not signed and still has time


class Lack(StrEnum):
    """What is missing."""

    CONSULTATION = "consultation"
    DIRECTIVE = "directive"
    SHARING = "sharing"  # nobody who shares was asked
    SIGNATURES = "signatures"  # somebody has not signed, and the day has not passed


def lack(mode: str, ground: Ground) -> Lack | None:
    """What the mode still asks for before the act; None where nothing does. Raises ValueError for an unknown mode."""
    if mode not in BY_STRICTNESS:
        raise ValueError(mode)
    if mode == CONSULT and not ground.is_consulted:
        return Lack.CONSULTATION
    if mode == INSTRUCTION and not ground.is_directed:
        return Lack.DIRECTIVE
    if mode == SHARED and not ground.is_shared:
        return Lack.SHARING
    if mode == SHARED and ground.unsigned:
        return Lack.SIGNATURES
    return None


def strictness(mode: str) -> int:
    """Its place: the higher, the less can be done alone."""
    return BY_STRICTNESS.index(mode)


def strictest(modes: Iterable[str]) -> str:
    """The one that binds where nobody names another."""
    return max(modes, key=strictness)
