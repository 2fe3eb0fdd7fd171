"""By when somebody answers a request, by the city's own parameters: the law says promptly and gives no number of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from compliance.checks.law import Law
from compliance.models import Accommodation

ANSWER, APPEAL, APPEAL_ANSWER = "acc.answer", "acc.appeal", "acc.appeal_answer"
State = Accommodation.State
WAITING = (State.RECEIVED, State.ARRANGING, State.TO_HEAD)


@dataclass(frozen=True)
class Clock:
    """What is due next, and by when; `day` is None where the city has entered no number of days, or nothing is due."""

    key: str = ""
    day: date | None = None
    waits: bool = False

    def is_late(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.waits and self.day is not None and self.day < today


def clock_of(row: Accommodation, law: Law) -> Clock:
    """The clock that runs now. What is needed sooner is due sooner."""
    if row.state in WAITING:
        day = _after(law, ANSWER, row.received_on)
        days = [one for one in (day, row.needed_on) if one is not None]
        return Clock(ANSWER, min(days, default=None), waits=True)
    if row.state == State.REFUSED and row.refused_on:
        return Clock(APPEAL, _after(law, APPEAL, row.refused_on))
    if row.state == State.APPEALED and row.appealed_on:
        return Clock(APPEAL_ANSWER, _after(law, APPEAL_ANSWER, row.appealed_on), waits=True)
    return Clock()


def _after(law: Law, key: str, day: date) -> date | None:
    row = law.find(key, day)
    return day + timedelta(days=int(row.number)) if row is not None and row.known else None
