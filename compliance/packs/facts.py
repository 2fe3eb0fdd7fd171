"""Packs, requirements and cadences as frozen plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compliance.checks.law import Law, Lead, Parameter


class Level(StrEnum):
    """Whose law it is."""

    FEDERAL = "federal"
    STATE = "state"
    LOCAL = "local"


class Basis(StrEnum):
    """How well the text is founded: what was not read against a copy is checked before anybody relies on it."""

    READ = "read"
    PARTLY = "partly"
    KNOWN = "known"
    PRACTICE = "practice"


class Cadence(StrEnum):
    """When evidence is due."""

    ONCE = "once"
    CONTINUOUS = "continuous"
    MONTHLY = "monthly"
    ANNUAL = "annual"
    BIENNIAL_ODD_YEAR = "biennial_odd_year"
    EVERY_N_YEARS = "every_n_years"
    PER_EVENT = "per_event"
    PER_AWARD = "per_award"
    BY_FIXED_DATE = "by_fixed_date"


class Condition(StrEnum):
    """What makes a requirement a city's own; of several, any does. What each asks of a city is answered by its registers."""

    PUBLIC_ENTITY = "public_entity"
    EMPLOYEES_50 = "employees_50"  # parameter ada.employee_min
    FEDERAL_FUNDS = "federal_funds"
    LOCAL_ORDINANCE = "local_ordinance"
    FTA_FUNDS = "fta_funds"
    FTA_FIXED_ROUTE = "fta_fixed_route"
    FTA_LARGE_PROVIDER = "fta_large_provider"  # check fta_provider
    SECTION3_ASSISTANCE = "section3_assistance"  # check section3_benchmark
    EMPLOYER = "employer"
    EMPLOYER_15 = "employer_15"  # parameter eeo4.keep_min
    EMPLOYER_100 = "employer_100"  # parameter eeo4.file_min
    APPOINTS_BODIES = "appoints_bodies"


@dataclass(frozen=True)
class Due:
    """How often, with a second rhythm of review; `when` says in words what the codes do not."""

    cadence: Cadence
    every: int | None = None  # years, of every_n_years
    review: Cadence | None = None
    review_every: int | None = None
    day: date | None = None  # of by_fixed_date
    parameter: str = ""  # whose value is that day, by class
    when: str = ""


@dataclass(frozen=True)
class Requirement:
    """One line of law or policy: what is asked, on what authority, what shows it, when, and who leads it."""

    id: str
    pack: str
    text: str
    citation: str
    basis: Basis
    evidence: str
    due: Due
    lead: Lead  # one of the responsible roles of the activity; the others are co-owners
    applies: tuple[Condition, ...]
    note: str = ""


@dataclass(frozen=True)
class Pack:
    """The requirements of one law, by id in the file's order."""

    code: str
    name: str
    level: Level
    version: str
    authority: str
    who: str
    requirements: Mapping[str, Requirement]
    note: str = ""
    parameters: tuple[Parameter, ...] = ()  # rows of its own, of a state's or city's pack


@dataclass(frozen=True)
class Shipped:
    """All packs by code, and the law that checks read."""

    packs: Mapping[str, Pack]
    law: Law
    roles: Mapping[str, str]  # code to name

    @property
    def requirements(self) -> Mapping[str, Requirement]:
        """Of all packs, by id."""
        return {one.id: one for pack in self.packs.values() for one in pack.requirements.values()}
