"""The standards that come with every city, as the dimensions and groups of its portal. No database."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.standards import shipped
from metrics.standards.facts import LEVELS, OVERLAPPING, UNANSWERED_CODES, Crosswalk, Dimension, Standards

GroupCode = tuple[str, str]  # dimension, group


@dataclass(frozen=True)
class GroupFacts:
    """A group of a dimension; its kind says whether it is one, or why nothing is known."""

    code: str
    name: str
    kind: str
    order: int


@dataclass(frozen=True)
class DimensionFacts:
    """A dimension as the portal keeps it."""

    code: str
    name: str
    standard: str
    version: str
    source: str
    ordered: bool
    overlapping: bool
    order: int
    groups: tuple[GroupFacts, ...]


KINDS = dict(zip(UNANSWERED_CODES, ("unknown", "declined", "not_asked"), strict=True))


def dimensions_of_standards() -> tuple[DimensionFacts, ...]:
    """Each with its groups; those without an answer come last."""
    standards = shipped()
    return tuple(_dimension(one, standards, order) for order, one in enumerate(standards.dimensions.values(), start=1))


def _dimension(one: Dimension, standards: Standards, order: int) -> DimensionFacts:
    standard = standards.standard_of(one.code)
    groups = [
        GroupFacts(level.code, str(level.name), KINDS.get(level.code, "group"), place)
        for place, level in enumerate(one.levels, start=1)
    ]
    overlapping = one.coding == OVERLAPPING
    return DimensionFacts(
        code=one.code,
        name=one.name,
        standard=standard.name,
        version=str(standard.version),
        source=one.source,
        ordered=one.ordered and not overlapping,
        overlapping=overlapping,
        order=order,
        groups=tuple(groups),
    )


def crosswalks_of_standards() -> tuple[tuple[GroupCode, GroupCode, str], ...]:
    """What each group becomes in another dimension; several groups at once are told apart at import, not here."""
    found = []
    for walk in shipped().crosswalks.values():
        if walk.source != walk.target:
            source = shipped().dimensions[walk.source]
            codes = [level.code for level in source.groups if level.code != source.multiple]
            found += [((walk.source, code), (walk.target, _becomes(walk, code)), walk.citation) for code in codes]
    return tuple(found)


def _becomes(walk: Crosswalk, code: str) -> str:
    return walk.level(code) if walk.works_on == LEVELS else walk.level_of(frozenset({code}))
