"""The shape of a kind of print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from raci.authority import Facts


@dataclass(frozen=True)
class Printed:
    """A print's title and the facts its template shows."""

    title: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class PrintKind:
    """`facts` gathers what is printed, as this person may see it; raises `Refused` where they may not."""

    code: str
    template: str
    facts: Callable[[int | None, Facts], Printed]
