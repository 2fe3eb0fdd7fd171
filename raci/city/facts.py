"""A city's folder as frozen plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from raci.city.about import AboutPost, NamingFacts
from raci.city.references import References
from raci.city.teams import TeamFacts
from raci.matrix.table import MatrixTable


@dataclass(frozen=True)
class CityFacts:
    """What the calendar and the pages need."""

    name: str
    time_zone: str
    fiscal_year_begins: str
    holidays: tuple[date, ...]
    accent: str
    source: str
    report_due_days: int = 15
    report_grace_days: int = 10


@dataclass(frozen=True)
class UnitFacts:
    """A unit; its path ends with its own code."""

    code: str
    name: str
    kind: str
    parent: str
    path: str


@dataclass(frozen=True)
class RoleFacts:
    """A role with its reach, and what it reads or keeps besides."""

    code: str
    name: str
    short_name: str
    column: int | None
    reach: str
    reads: str
    responsible_for_city: tuple[str, ...]
    reads_published: bool
    reads_all: bool
    exports_history: bool
    keeps_accounts: bool
    holding_is_reviewed: bool
    gives_directives: bool
    is_counsel: bool


@dataclass(frozen=True)
class PersonFacts:
    """Somebody who will sign in with this address."""

    email: str
    name: str
    is_fictional: bool


@dataclass(frozen=True)
class PostFacts:
    """A role in a unit."""

    code: str
    role: str
    unit: str
    title: str


@dataclass(frozen=True)
class HoldingFacts:
    """Who holds a post; without `begins_on`, from the day of loading."""

    post: str
    person: str
    acting: bool
    begins_on: date | None
    ends_on: date | None
    ground: str


@dataclass(frozen=True)
class RelationFacts:
    """A line of accountability in the words of its source."""

    code: str
    subject: str
    subject_role: str
    relation: str
    object: str
    object_role: str
    line: str
    source_text: str


@dataclass(frozen=True)
class CityReading:
    """A whole folder, without mistakes."""

    folder: str
    city: CityFacts
    units: tuple[UnitFacts, ...]
    roles: tuple[RoleFacts, ...]
    people: tuple[PersonFacts, ...]
    posts: tuple[PostFacts, ...]
    holdings: tuple[HoldingFacts, ...]
    relations: tuple[RelationFacts, ...]
    matrix: MatrixTable
    about: Mapping[str, AboutPost]  # by the code of the post
    namings: tuple[NamingFacts, ...]
    references: References
    teams: tuple[TeamFacts, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)  # by the name of the part (raci.city.parts)
