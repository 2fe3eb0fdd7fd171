"""The shape of a kind of report: a new one is a copy of its neighbour, plus one line in `reports.catalogue`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports.blocks import Block

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from raci.authority import Facts


@dataclass(frozen=True)
class Asked:
    """For what the facts are taken: a period, on a day (`facts.today`), as somebody who reports for the whole city."""

    begins_on: date
    ends_on: date
    facts: Facts


@dataclass(frozen=True)
class Section:
    """One part. `take` gathers its facts in a constant number of queries; one without facts is words alone."""

    code: str
    title: str | _StrPromise
    help: str | _StrPromise = ""  # what people write here
    take: Callable[[Asked], list[Block]] | None = None


@dataclass(frozen=True)
class ReportKind:
    """Its readers, what it is for, and its sections in the order they usually stand."""

    code: str
    label: str | _StrPromise
    about: str | _StrPromise
    sections: tuple[Section, ...]

    def section(self, code: str) -> Section:
        """The section of this code."""
        return next(one for one in self.sections if one.code == code)
