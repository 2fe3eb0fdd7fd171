"""The kinds of records, registered by the apps that own them; the kernel governs them without knowing their names.

A kind has an activity of the matrix and one of three lives (governance 3): governed, the whole workflow; reviewed, R submits
and A accepts; kept, R changes it directly and history records it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from raci.refusals import Problem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from raci.models import Case, Record
    from raci.workflow import Step

Content = dict[str, Any]


class Life(StrEnum):
    """How a kind of record changes."""

    GOVERNED = "governed"
    REVIEWED = "reviewed"
    KEPT = "kept"


@dataclass(frozen=True)
class Kind:
    """One kind. The callables are given for governed kinds only.

    `url`: the page of a record; `content`: what a decision is about, as plain JSON values (no status, progress or
    comments); `problems`: what a text still lacks before it can be consulted on or submitted; `differences`: two contents in
    words, for the decider; `facts`: lines for the decider's checks ("Budget $48,000 in 3 actions"); `beside`: pages to look at
    before deciding, with their addresses; `place`: the name of the menu's address that its pages stand under.
    `barred`: what stands against approving it, beyond the workflow's own rules; `approved`: what an approval does besides, and
    the day it takes effect where that is to come; `begun`: what the next version begins with.
    """

    code: str
    model: type[models.Model]
    activity: str
    life: Life
    label: str | _StrPromise
    url: Callable[[Record], str] = lambda record: ""
    content: Callable[[Record], Content] = lambda record: {}
    problems: Callable[[Record], list[Problem]] = lambda record: []
    differences: Callable[[Content, Content], list[Difference]] = lambda old, new: []
    facts: Callable[[Content], list[str]] = lambda content: []
    beside: Callable[[Record], list[tuple[str, str]]] = lambda record: []
    place: str = ""
    begin: str = ""  # name of the address where one is begun; "" where no page does
    barred: Callable[[Case], list[Problem]] = lambda case: []
    approved: Callable[[Step], date | None] = lambda step: None
    begun: Callable[[Step, Case], None] = lambda step, case: None
    restricted: bool = False  # no letter of the matrix and no auditor's role reads or keeps it: see `raci.restricted`
    template: str = ""  # renders `content` for reading: the decider's page, a frozen version, a print


@dataclass(frozen=True)
class Difference:
    """One change in words: what it is about, and its old and new value ("" where it was not there)."""

    what: str
    old: str
    new: str


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known (from `AppConfig.ready`). A code is given once.

    Raises ValueError for a restricted kind that is not kept, or whose history would be told.
    """
    if kind.restricted and (kind.life is not Life.KEPT or not kind.model.history.model.is_restricted):  # type: ignore[attr-defined]
        raise ValueError(f"{kind.code} is restricted: it is a kept kind, and its model says Tracked(restricted=True).")
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"Two kinds of records are called {kind.code}.")


def kinds() -> Iterable[Kind]:
    """All kinds, in the order they were registered."""
    return _kinds.values()


def kind_of(record: Record) -> Kind:
    """The kind of this record."""
    return _kinds[record.kind]


def canonical(content: Content) -> str:
    """The text that is hashed: JSON with sorted keys, no spaces, characters as they are."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> str:
    """SHA-256 of a canonical text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
