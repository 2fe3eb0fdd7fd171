"""Standards of data, the dimensions they define, and the ways from one to another, as frozen plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EXCLUSIVE, OVERLAPPING = "exclusive", "overlapping"
ONE, SEVERAL = "one", "several"
LEVELS, SETS = "levels", "sets"
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Level:
    """One level of a dimension. `answered` is false for those who gave no answer: shown, and in no group's denominator."""

    code: str
    name: str | Promise
    detail: tuple[str, ...] = ()  # examples of what people write in
    answered: bool = True


UNKNOWN, DECLINED, NOT_ASKED = "unknown", "declined", "not_asked"
UNANSWERED = (
    Level(UNKNOWN, _("Unknown"), answered=False),
    Level(DECLINED, _("Declined to answer"), answered=False),
    Level(NOT_ASKED, _("Not asked"), answered=False),
)
UNANSWERED_CODES = tuple(level.code for level in UNANSWERED)


@dataclass(frozen=True)
class Standard:
    """Who defines the categories, since when, and where it is written."""

    code: str
    name: str
    publisher: str
    version: str
    citation: str
    begins: date | None = None
    ends: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Dimension:
    """By what people are grouped, under which standard.

    `exclusive`: everybody is in one level, and the levels add up. `overlapping`: a yes or no of one group of another dimension
    (`overlaps`, `group`); its sisters count the same people again and are never added to it. An `open` dimension's groups
    are the city's (districts, combinations); its unanswered levels are here.
    """

    code: str
    name: str
    concept: str  # what is asked; dimensions of one concept are about the same thing
    standard: str
    levels: tuple[Level, ...]
    source: str
    coding: str = EXCLUSIVE
    selects: str = ONE
    ordered: bool = False
    open: bool = False
    multiple: str = ""  # the level of whoever selected several
    sets_of: str = ""  # levels are sets of that dimension's groups
    overlaps: str = ""
    group: str = ""
    universe: str = ""
    note: str = ""

    @property
    def groups(self) -> tuple[Level, ...]:
        """The levels of people who answered."""
        return tuple(level for level in self.levels if level.answered)

    @property
    def choices(self) -> tuple[str, ...]:
        """What one person can select."""
        return tuple(level.code for level in self.groups if level.code != self.multiple)

    @property
    def adds_up(self) -> bool:
        """Whether this dimension may stand beside its sisters in a sum."""
        return self.coding == EXCLUSIVE


@dataclass(frozen=True)
class Crosswalk:
    """One way from a dimension to another. On sets: `first` that is selected decides, then `to`, then `several`."""

    code: str
    source: str
    target: str
    works_on: str
    to: Mapping[str, str]
    citation: str
    first: Mapping[str, str] = field(default_factory=dict)
    several: str = ""
    note: str = ""

    def level(self, code: str) -> str:
        """The target's level of a level; who gave no answer stays so."""
        return code if code in UNANSWERED_CODES else self.to[code]

    def level_of(self, selected: frozenset[str]) -> str:
        """The target's level of a set of at least one group."""
        for code, target in self.first.items():
            if code in selected:
                return target
        targets = {self.to[code] for code in selected}
        return targets.pop() if len(targets) == 1 else self.several


@dataclass(frozen=True)
class Standards:
    """All of them by code; those of a file stand in its order."""

    standards: Mapping[str, Standard]
    dimensions: Mapping[str, Dimension]
    crosswalks: Mapping[str, Crosswalk]

    def standard_of(self, dimension: str) -> Standard:
        """The standard that defines this dimension."""
        return self.standards[self.dimensions[dimension].standard]

    def overlapping(self, dimension: str) -> tuple[Dimension, ...]:
        """The yes or no dimensions of its groups."""
        return tuple(one for one in self.dimensions.values() if one.overlaps == dimension)
