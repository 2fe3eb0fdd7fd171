"""What a member of a team owes, and to whom: sources that each app registers, read together on one page (H6).

The functional line is what they owe to whoever convenes the team; the operational line what they owe to whoever stands over
their unit. A source gives of it only what the reader may see, by the titles that they may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from raci.authority import Capacity, Facts
from raci.models import Holding, Relation, Team

FUNCTIONAL, OPERATIONAL = Relation.Line.FUNCTIONAL, Relation.Line.OPERATIONAL


@dataclass(frozen=True)
class Debtor:
    """A member, and who asks what they owe."""

    team: Team
    holding: Holding  # of the team's post
    facts: Facts  # the member's own
    reader: Facts

    @property
    def seat(self) -> list[Capacity]:
        """The posts by which they are on the team."""
        return [one for one in self.facts.posts if self.team.role and one.role == self.team.role.code]

    @property
    def is_reader(self) -> bool:
        """Whether the member reads it themself: then each line leads to where it is done, else to what it is about."""
        return self.reader.person.pk == self.facts.person.pk

    @property
    def others(self) -> list[Capacity]:
        """The posts they hold besides."""
        return [one for one in self.facts.posts if one not in self.seat]


@dataclass(frozen=True)
class Owed:
    """One thing: on which line, what is to be done about what, by when, why it is theirs, and where it leads."""

    line: str
    verb: str
    title: str
    detail: str
    due_on: date | None
    why: str
    url: str


Source = Callable[[Debtor], Iterable[Owed]]
_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    """Make a source known (from `AppConfig.ready`). A code is given once."""
    if _sources.setdefault(code, source) is not source:
        raise ValueError(f"Two sources of what is owed are called {code}.")


def all_owed(debtor: Debtor) -> list[Owed]:
    """Everything the reader may see of it, what is due first in front."""
    found = [one for source in _sources.values() for one in source(debtor)]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.title))
