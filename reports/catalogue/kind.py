"""The shape of a kind of report: a folder with its facts and its sections. A new one is a copy of its neighbour, plus one line
in `reports.catalogue`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reports.blocks import Block
from reports.catalogue.basis import Basis

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from raci.authority import Facts


@dataclass(frozen=True)
class Asked:
    """For what the facts are taken: a period, on a day (`facts.today`), as somebody who reports for the whole city.

    `subject`: number of the one thing that the kind is about; `basis` notes what is used.
    """

    begins_on: date
    ends_on: date
    facts: Facts
    subject: int = 0
    basis: Basis = field(default_factory=Basis)


@dataclass(frozen=True)
class Section:
    """One part. `take` gathers its facts in a constant number of queries; one without facts is words alone."""

    code: str
    title: str | _StrPromise
    help: str | _StrPromise = ""  # what people write here
    take: Callable[[Asked], list[Block]] | None = None


@dataclass(frozen=True)
class Subjects:
    """What a kind can be about: how that is called, and which there are for this person, by number and name."""

    label: str | _StrPromise
    among: Callable[[Facts], Sequence[tuple[int, str]]]


@dataclass(frozen=True)
class ReportKind:
    """Its readers, what it is for, and its sections in the order they usually stand.

    `for_all`: it may go out to the public once released; the others name who owes what, and stay in the house.
    `paper`: class of its sheets in print.css; "" for upright pages.
    """

    code: str
    label: str | _StrPromise
    about: str | _StrPromise
    sections: tuple[Section, ...]
    subjects: Subjects | None = None
    for_all: bool = False
    paper: str = ""

    def section(self, code: str) -> Section:
        """The section of this code; one that the kind has no more is called by its code."""
        return next((one for one in self.sections if one.code == code), Section(code, code))
