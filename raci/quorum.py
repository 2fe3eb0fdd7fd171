"""Whether enough of a team are there. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quorum:
    """How many are needed, and how many are there; guests do not count."""

    members: int
    needed: int
    present: int

    @property
    def is_reached(self) -> bool:
        """Whether the meeting may decide."""
        return self.present >= self.needed


def quorum(*, percent: int, members: int, present: int) -> Quorum:
    """More than `percent` of the members (a whole number of people; of nobody, one is needed all the same)."""
    if not 0 <= percent < 100 or members < 0 or present < 0:
        raise ValueError("A share below 100 %, of no fewer than no members.")
    return Quorum(members, members * percent // 100 + 1, present)
