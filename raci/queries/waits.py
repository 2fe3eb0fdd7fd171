"""One thing that waits on somebody, and the kinds there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from raci.authority import Facts

ANSWER, DECIDE, MEND, SUBMIT, DRAFT, CONDITION = "answer", "decide", "mend", "submit", "draft", "condition"
HOLDING, DELEGATION, REVIEW, FOUND = "holding", "delegation", "review", "found"
ACTION = "action"
VOICE, INSTRUCTED, REPORT, CLOSE, ADVICE, FOLLOW = "voice", "directive", "report", "close", "advice", "follow"
NOMINATE, NOMINATION, WELCOME = "nominate", "nomination", "welcome"
KINDS = {  # in the order they are counted
    DECIDE: gettext_lazy("Decide"),
    REVIEW: gettext_lazy("Accept or give back"),
    ANSWER: gettext_lazy("Answer"),
    VOICE: gettext_lazy("Sign, note or be heard"),
    INSTRUCTED: gettext_lazy("Accept a directive"),
    REPORT: gettext_lazy("Report on a directive"),
    CLOSE: gettext_lazy("Close a directive"),
    ADVICE: gettext_lazy("Answer a recommendation"),
    FOLLOW: gettext_lazy("Follow up"),
    HOLDING: gettext_lazy("Be the second person"),
    DELEGATION: gettext_lazy("Accept a delegation"),
    NOMINATION: gettext_lazy("Answer a nomination"),
    WELCOME: gettext_lazy("Welcome a member"),
    NOMINATE: gettext_lazy("Nominate a lead"),
    MEND: gettext_lazy("Mend"),
    SUBMIT: gettext_lazy("Submit"),
    CONDITION: gettext_lazy("Meet a condition"),
    ACTION: gettext_lazy("Do what a meeting asked"),
    DRAFT: gettext_lazy("Go on writing"),
    FOUND: gettext_lazy("Mend"),  # what X-rays found
}


@dataclass(frozen=True)
class Waiting:
    """One thing that waits on the person: what, since when, until when, why it is theirs, and where it is done."""

    kind: str
    title: str
    detail: str
    since: datetime | None
    due_on: date | None
    reason: str
    url: str
    today: date
    note: str = ""

    @property
    def verb(self) -> str:
        """What is asked: "Answer", "Decide" ..."""
        return str(KINDS[self.kind])

    @property
    def days_left(self) -> int | None:
        """Days until it is due; below zero when it is late."""
        return (self.due_on - self.today).days if self.due_on else None


Source = Callable[[Facts], list[Waiting]]
_sources: dict[str, Source] = {}


def register(kind: str, verb: str | Promise, source: Source) -> None:
    """What else waits on a person, of an upper room (from `AppConfig.ready`): its kind, how it is called, what is theirs."""
    if _sources.setdefault(kind, source) is not source:
        raise ValueError(f"Two kinds of what waits are called {kind}.")
    KINDS.setdefault(kind, verb)  # type: ignore[arg-type]  # lazy words


def sources() -> dict[str, Source]:
    """By kind, in the order they were registered."""
    return _sources
