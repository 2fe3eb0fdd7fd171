"""What one check reads of the law and of its facts: each row is kept for the verdict, each gap noted with who can close it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from compliance.checks.law import UNLIMITED, Law, Lead, Parameter
from compliance.checks.verdicts import Lack, Result, Said, Verdict, say
from compliance.checks.verdicts import worded as _

T = TypeVar("T")
NOT_ENTERED = _("The value of %(key)s is not entered yet. Read it in %(citation)s.")
NOT_ENTERED_FROM = _("The value of %(key)s from %(day)s is not entered yet. Read it in %(citation)s.")
CAN_ENTER = _("%(why)s Who can enter it: %(who)s.")


class Consultation:
    """One reading. `requirement` is whose lead enters missing facts."""

    def __init__(self, law: Law, requirement: str) -> None:
        self.law, self.who = law, law.lead(requirement)
        self.rows: list[Parameter] = []
        self.lacking: list[Lack] = []

    def row(self, key: str, day: date | None, variant: str = "") -> Parameter | None:
        """The row in force on the day of the event, or None with the gap noted. Without a day nothing is looked for."""
        if day is None:
            return None
        found = self.law.find(key, day, variant)
        if found is not None and found not in self.rows:
            self.rows.append(found)
        if found is None:
            text = _("No value of %(key)s is in force on %(day)s. Enter the row of that day, with its citation.")
            self._lack(key, "parameter", say(text, key=_named(key, variant), day=day), self.law.keeper)
        elif not found.known:
            text = NOT_ENTERED_FROM if found.begins else NOT_ENTERED
            said = say(text, key=_named(key, variant), day=found.begins, citation=found.citation)
            self._lack(key, "parameter", said, found.who)
        return found if found is not None and found.known else None

    def number(self, key: str, day: date | None, variant: str = "") -> Fraction | None:
        """Its value as an exact number."""
        found = self.row(key, day, variant)
        return found.number if found is not None and found.value != UNLIMITED else None

    def text(self, key: str, day: date | None, variant: str = "") -> str | None:
        """Its value as written."""
        found = self.row(key, day, variant)
        return found.value if found is not None else None

    def day(self, key: str, day: date | None, variant: str = "") -> date | None:
        """Its value as a day."""
        value = self.text(key, day, variant)
        return date.fromisoformat(value) if value is not None else None

    def optional(self, key: str, day: date | None, variant: str = "") -> Parameter | None:
        """The row if it is known; its absence is no gap, since another of its kind may be there in its place."""
        found = self.law.find(key, day, variant) if day is not None else None
        if found is not None and found not in self.rows:
            self.rows.append(found)
        return found if found is not None and found.known else None

    def need(self, value: T | None, what: str, why: str, /, **values: object) -> T | None:
        """A fact that must be there; `why` says what is not known without it."""
        if value is None:
            self._lack(what, "fact", say(why, **values), self.who)
        return value

    def reject(self, what: str, why: str, /, **values: object) -> None:
        """Facts that contradict each other: what they say is not known."""
        self._lack(what, "fact", say(why, **values), self.who)

    def _lack(self, what: str, kind: Any, why: Said, who: Lead) -> None:
        lack = Lack(what, kind, why, who)
        if lack not in self.lacking:
            self.lacking.append(lack)

    def verdict(self, result: Result, why: Iterable[Said], figures: Mapping[str, Any] | None = None) -> Verdict:
        """The answer, with all that was read and lacked, and who can enter the latter."""
        said = (*why, *(say(CAN_ENTER, why=lack.why, who=lack.who) for lack in self.lacking))
        return Verdict(result, said, figures or {}, tuple(self.rows), tuple(self.lacking))

    def undetermined(self, figures: Mapping[str, Any] | None = None, *more: Said) -> Verdict:
        """That it cannot be determined, since this and that is not known."""
        return self.verdict(Result.CANNOT_DETERMINE, more, figures)


def _named(key: str, variant: str) -> str:
    return f"{key} ({variant})" if variant else key
