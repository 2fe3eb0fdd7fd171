"""Which column of a file is what. A mapping is plain data: it is shown, corrected, and remembered by the file's headings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from collections.abc import Mapping as Facts
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from metrics.reading.observations import Groups


class Role(StrEnum):
    """What a column holds."""

    INDICATOR = "indicator"
    SERIES = "series"  # which series of the indicator
    UNIT = "unit"
    PERIOD = "period"
    PERIOD_BEGIN = "period_begin"
    PERIOD_END = "period_end"
    PLACE = "place"
    PLACE_CODE = "place_code"
    DIMENSION = "dimension"  # its cells are groups of the dimension `name`
    DIMENSION_NAME = "dimension_name"  # its cells name the dimension of the group in GROUP
    GROUP = "group"
    OUTCOME = "outcome"  # its cells say whether it happened; `success` are the words for yes
    AMOUNT = "amount"  # one person's number, of files with a row for each person
    WEIGHT = "weight"  # one person's weight
    COUNT = "count"  # how many people the row stands for, where there is an outcome or an amount
    N = "n"
    K = "k"
    VALUE = "value"
    MOE = "moe"
    SE = "se"
    LOW = "low"
    HIGH = "high"
    BASE = "base"
    POPULATION = "population"
    SUM = "sum"
    SUM_OF_SQUARES = "sum_of_squares"
    EVENTS = "events"
    EXPOSURE = "exposure"
    WEIGHT_SUM = "weight_sum"
    WEIGHTED_SUM = "weighted_sum"
    WEIGHT_SQUARES = "weight_squares"
    WEIGHTED_SQUARES = "weighted_squares"
    IGNORE = "ignore"


MEASURES = (
    Role.N, Role.K, Role.VALUE, Role.MOE, Role.SE, Role.LOW, Role.HIGH, Role.BASE, Role.POPULATION, Role.SUM,
    Role.SUM_OF_SQUARES, Role.EVENTS, Role.EXPOSURE, Role.WEIGHT_SUM, Role.WEIGHTED_SUM, Role.WEIGHT_SQUARES,
    Role.WEIGHTED_SQUARES,
)  # fmt: skip
# What may stand beside a figure and is none by itself.
BESIDE = frozenset({Role.MOE, Role.SE, Role.LOW, Role.HIGH, Role.BASE, Role.POPULATION})
PERSONAL = (Role.OUTCOME, Role.AMOUNT)
ALL = "*"  # in `overlaps`: every group of the column


class Layout(StrEnum):
    """How a file is laid out, by who publishes files like it."""

    TEMPLATE = "template"  # our own
    OPEN_SDG = "open_sdg"  # Year, disaggregations, Value; blank = headline
    LONG = "long"  # one figure, or one set of figures, a row
    CENSUS = "census"  # data.census.gov: a row of codes, a row of labels with !!
    FACTFINDER = "factfinder"  # American FactFinder: Estimate; ... / Margin of Error; ...
    WIDE = "wide"  # a column for each group
    PERSONS = "persons"  # a row for each person, or for each kind of person with their number


@dataclass(frozen=True)
class Column:
    """One column of the file: what it holds, and for a column of figures what they are about."""

    at: int
    heading: str
    role: Role = Role.IGNORE
    name: str = ""  # of a dimension: its name; of figures: their indicator, where the heading names it
    groups: Groups = ()  # of figures, where the heading names the groups
    overlapping: bool = False
    totals: tuple[str, ...] = ()  # of a dimension: the words, in small letters, that mean all of its groups
    overlaps: tuple[str, ...] = ()  # of a dimension: groups that share people with others, or ("*",)
    parts: tuple[str, ...] = ()  # of a dimension: groups that are called like totals and are none
    blocks: tuple[
        tuple[str, str, str], ...
    ] = ()  # (group, dimension, series) where several dimensions stand in one column
    success: tuple[str, ...] = ()  # of an outcome: the words, in small letters, that mean yes
    failure: tuple[str, ...] = ()  # and no; where there are none, every other word is no
    unit: str = ""
    comma: bool = False  # 1.234,5 is written for 1,234.5
    spans: bool = False  # of a period: 2011-12 is the year from 2011 to 2012, and not December 2011


@dataclass(frozen=True)
class Mapping:
    """A file's columns and what is fixed for all of its rows."""

    layout: Layout
    fingerprint: str
    columns: tuple[Column, ...]
    indicator: str = ""
    period: str = ""
    place_code: str = ""
    place: str = ""
    unit: str = ""
    fiscal_first_month: int = 1
    headings: int = 1  # lines of headings

    def of(self, *roles: Role) -> list[Column]:
        """The columns with one of these roles, in the file's order."""
        return [column for column in self.columns if column.role in roles]

    def changing(self, at: int, **facts: Any) -> Mapping:
        """The mapping with one column held to be something else."""
        return replace(self, columns=tuple(replace(one, **facts) if one.at == at else one for one in self.columns))

    def lacks(self) -> tuple[str, ...]:
        """What must be said before the file can be read: of "indicator", "period", "figures"."""
        figures = [column for column in self.of(*MEASURES, *PERSONAL) if column.role not in BESIDE]
        named = all(column.name for column in figures)
        has = {
            "indicator": bool(self.indicator or self.of(Role.INDICATOR) or named),
            "period": bool(self.period or self.of(Role.PERIOD, Role.PERIOD_BEGIN)),
            "figures": bool(figures),
        }
        return tuple(name for name, there in has.items() if not there)

    @property
    def adds_up(self) -> bool:
        """Whether several rows of one cell are parts to be added (people, or kinds of people), and no contradiction."""
        return bool(self.of(*PERSONAL))

    def plain(self) -> dict[str, Any]:
        """The mapping as JSON holds it; what is not said is left out."""
        kept = {key: value for key, value in asdict(self).items() if value not in ("", ())}
        blank = asdict(Column(0, ""))
        kept["columns"] = [
            {key: value for key, value in asdict(column).items() if key in ("at", "heading") or value != blank[key]}
            for column in self.columns
        ]
        plain: dict[str, Any] = json.loads(json.dumps(kept))
        return plain


def mapping_of(plain: Facts[str, Any]) -> Mapping:
    """The mapping that `plain` was made from. Raises ValueError, KeyError or TypeError where it is none."""
    facts = {key: value for key, value in plain.items() if key in {one.name for one in fields(Mapping)}}
    facts["layout"] = Layout(facts["layout"])
    facts["columns"] = tuple(_column(one) for one in facts["columns"])
    return Mapping(**facts)


def _column(plain: Facts[str, Any]) -> Column:
    facts = {key: _frozen(value) for key, value in plain.items()}
    return Column(**{**facts, "role": Role(facts.get("role", Role.IGNORE))})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def fingerprint(headings: Iterable[str]) -> str:
    """What a mapping is remembered by: the headings, in their order, small letters and single blanks."""
    text = "\x1f".join(" ".join(heading.casefold().split()) for heading in headings)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
