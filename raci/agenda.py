"""What could stand on a team's next agenda: registered sources propose it, who convenes ticks it.

An agenda is read by all staff, so a proposal's title names nothing that only some may read: `why` may, for it is shown to
those alone who may read it, when they build the agenda.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from raci.authority import Facts
from raci.models import Team


@dataclass(frozen=True)
class Proposal:
    """One item that could be put on the agenda. `origin` ("minutes:7") lets it be proposed once."""

    origin: str
    title: str
    wanted: str  # an outcome
    about: str  # the page it is about
    why: str  # for who builds the agenda


Source = Callable[[Team, Facts], list[Proposal]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Make a source known (from `AppConfig.ready`); its proposals follow those of the sources before it."""
    if source not in _sources:
        _sources.append(source)


def proposals(team: Team, facts: Facts) -> list[Proposal]:
    """All that is proposed to the team and that this person may read, in the order of the sources."""
    return [proposal for source in _sources for proposal in source(team, facts)]
