"""How an act says no. Every door (page, admin, command, task) turns these into its own words; nothing was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Refusal(Exception):
    """An act that did not happen. `str()` is a sentence for the person who tried."""


class Refused(Refusal):
    """Not theirs to do: 403 with the reason for those who may see the record, 404 for strangers (`visible` is False)."""

    def __init__(self, reason: str, *, visible: bool = True) -> None:
        super().__init__(reason)
        self.visible = visible


class Conflict(Refusal):
    """Somebody else was first (409): says who did what, and when; the page shows what changed."""


@dataclass(frozen=True)
class Problem:
    """What stands in the way: the sentence, and where to mend it (a field's name or a link), if known."""

    text: str
    field: str = ""
    url: str = ""


class NotReady(Refusal):
    """The rules ask for something first (422): each problem says what and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.text for problem in problems))
        self.problems = list(problems)


class SessionEnded(Refusal):
    """A form sent by nobody: the session ended while it was being filled in. The page keeps what was typed."""
