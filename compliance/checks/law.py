"""The law as rows of data: parameters with the days they are in force, and who answers for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

UNLIMITED = "none"  # the value of a limit that the law does not set


class Status(StrEnum):
    """How a row stands in law. What is contested or rescinded is so from the day its citation says."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    PROPOSED = "proposed"
    RESCINDED = "rescinded"
    CONTESTED = "contested"
    LOCAL_POLICY = "local_policy"
    PRACTICE = "practice"
    NEEDS_VALUE = "needs_value"


@dataclass(frozen=True)
class Lead:
    """Who answers for it: a role that is responsible in an activity of the matrix. `name` is the role's, in words."""

    role: str
    activity: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name or self.role} (activity {self.activity})"


@dataclass(frozen=True)
class Parameter:
    """One row: a value between two days, both within. `value` is text as written, None where nobody has entered it."""

    key: str
    value: str | None
    unit: str
    programme: str
    citation: str
    status: Status
    who: Lead  # who enters and verifies it
    applies_to: str = ""  # to whom or what, in words
    variant: str = ""  # where several sources or agencies each have a row of this key: whose it is
    begins: date | None = None
    ends: date | None = None
    operator: str = ""  # how a fact is held against it, where the law words it: ">", ">="
    source_url: str = ""
    basis: str = ""  # how well it is founded: read, partly, known, practice
    verified_on: date | None = None
    verified_by: str = ""
    note: str = ""

    @property
    def row(self) -> str:
        """What names this row in a result: key, variant and first day."""
        return f"{self.key}{f'[{self.variant}]' if self.variant else ''}@{self.begins or '?'}"

    @property
    def known(self) -> bool:
        """Whether it can be used at all."""
        return self.value is not None and self.status not in (Status.NEEDS_VALUE, Status.PROPOSED)

    def on(self, day: date) -> bool:
        """Whether the day lies within its days."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)

    @property
    def number(self) -> Fraction:
        """The value as an exact number: 4/5, 0.05, 1000. Raises ValueError where it is none."""
        return Fraction(self.value or "")


@dataclass(frozen=True)
class Law:
    """All rows, who answers for each requirement, and who keeps the rows where no row says so."""

    parameters: tuple[Parameter, ...]
    keeper: Lead
    leads: Mapping[str, Lead] = field(default_factory=dict)  # by requirement

    def find(self, key: str, day: date, variant: str = "") -> Parameter | None:
        """The row of that day: a known one if there is, else the one whose value nobody has entered; None where none is."""
        there = [one for one in self._of.get((key, variant), ()) if one.on(day) and one.status != Status.PROPOSED]
        return next((one for one in there if one.known), there[0] if there else None)

    def lead(self, requirement: str) -> Lead:
        """Who answers for a requirement; the keeper where it is not in the packs."""
        return self.leads.get(requirement, self.keeper)

    def with_rows(self, rows: Iterable[Parameter]) -> Law:
        """With a city's own rows: each replaces the one of its key, variant and first day, and ends an open one before it.

        Raises ValueError where two would still be in force on one day.
        """
        own = tuple(rows)
        law = Law((*(left for one in self.parameters if (left := _left_of(one, own))), *own), self.keeper, self.leads)
        if clashes := law.clashes():
            raise ValueError("; ".join(f"{one.row} and {other.row} are in force on one day" for one, other in clashes))
        return law

    def clashes(self) -> list[tuple[Parameter, Parameter]]:
        """Pairs of rows of one key and variant of which two would be in force on one day, or two wait for a value."""
        found = []
        for rows in self._of.values():
            for at, one in enumerate(rows):
                found += [(one, other) for other in rows[at + 1 :] if _stand_together(one, other)]
        return found

    @cached_property
    def _of(self) -> dict[tuple[str, str], list[Parameter]]:
        found: dict[tuple[str, str], list[Parameter]] = {}
        for one in self.parameters:
            found.setdefault((one.key, one.variant), []).append(one)
        return found


def _left_of(one: Parameter, own: Iterable[Parameter]) -> Parameter | None:
    """What own rows leave of a row that was there: nothing, the days before theirs, or all of it."""
    for other in own:
        if (other.key, other.variant) != (one.key, one.variant):
            continue
        if other.begins == one.begins:
            return None
        later = other.begins is not None and (one.begins is None or one.begins < other.begins)
        if later and one.ends is None and one.known and other.begins is not None:
            one = replace(one, ends=other.begins - timedelta(days=1))
    return one


def _stand_together(one: Parameter, other: Parameter) -> bool:
    if Status.PROPOSED in (one.status, other.status) or one.known != other.known:
        return False  # a row that waits for its value gives way to one that has it
    starts = max(one.begins or date.min, other.begins or date.min)
    return starts <= min(one.ends or date.max, other.ends or date.max)
