"""Where each bureau stands with each standard on a day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How a bureau stands with a standard that is in force."""

    ADOPTED = "adopted"
    ADAPTED = "adapted"
    OUTDATED = "outdated"  # it adopted an earlier version, and the day to answer this one is to come
    WAITS = "waits"  # its answer is handed in
    TIME = "time"  # it has time until a day that is to come
    ASKED = "asked"  # it is to answer
    OVERDUE = "overdue"  # it did not, and the day has passed


SETTLED = (Standing.ADOPTED, Standing.ADAPTED)


@dataclass(frozen=True)
class Answer:
    """A bureau's answer to a version."""

    version: int
    stance: str  # plans.models.Adoption.Stance
    until: date | None = None


@dataclass(frozen=True)
class Stands:
    """The standing, by when something is asked where it is, and which version was adopted last (0: none)."""

    standing: Standing
    due_on: date | None
    version: int = 0


def stands(accepted: list[Answer], is_handed_in: bool, version: int, answer_by: date | None, today: date) -> Stands:
    """`accepted`: the bureau's accepted answers, the newest last; `version`: the text in force.

    A bureau that was given time is asked by its day. Who is past the day is overdue, also with an earlier version adopted.
    """
    adopted = next((one for one in reversed(accepted) if one.stance != "time"), None)
    kept = adopted.version if adopted else 0
    newest = accepted[-1] if accepted else None
    if newest is not None and newest.version == version and newest.stance != "time":
        return Stands(Standing.ADAPTED if newest.stance == "adapts" else Standing.ADOPTED, None, kept)
    due = newest.until if newest is not None and newest.until and newest.version == version else answer_by
    if is_handed_in:
        return Stands(Standing.WAITS, due, kept)
    if newest is not None and newest.version == version and newest.until and newest.until >= today:
        return Stands(Standing.TIME, newest.until, kept)
    if due is not None and due < today:
        return Stands(Standing.OVERDUE, due, kept)
    return Stands(Standing.OUTDATED if kept else Standing.ASKED, due, kept)
