"""May figures of one dimension be set beside those of another? Only in categories to which both can be brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from metrics.standards.facts import LEVELS, OVERLAPPING, SETS, Crosswalk, Standards
from raci.refusals import NotReady, Problem

Path = tuple[Crosswalk, ...]


class Unlike(NotReady):
    """These figures count by standards that do not meet (422): the sentence names both and says what can be done."""


@dataclass(frozen=True)
class Meeting:
    """The dimension in which both can be told, and the way of each to it; no step where it is told so already."""

    dimension: str
    one: Path
    other: Path


def meet(standards: Standards, one: str, other: str) -> Meeting:
    """Where the two meet, by the fewest steps. Raises Unlike.

    Levels only take the ways of levels; a dimension of sets (every combination) also those that need to know the whole set.
    """
    if one == other:
        return Meeting(one, (), ())
    ways, others = dict(_ways(standards, one)), dict(_ways(standards, other))
    meetings = [Meeting(code, ways[code], others[code]) for code in ways if code in others]
    if not meetings:
        raise Unlike([Problem(_sentence(standards, one, other))])
    return min(meetings, key=lambda meeting: len(meeting.one) + len(meeting.other))


def _ways(standards: Standards, start: str) -> Iterator[tuple[str, Path]]:
    """Every dimension that can be reached, nearest first."""
    sets_of = standards.dimensions[start].sets_of
    seen, waiting = {start}, list[tuple[str, Path]]([(start, ())])
    while waiting:
        code, path = waiting.pop(0)
        yield code, path
        for crosswalk in standards.crosswalks.values():
            by_levels = crosswalk.works_on == LEVELS and crosswalk.source == code
            by_sets = crosswalk.works_on == SETS and not path and crosswalk.source == sets_of
            if (by_levels or by_sets) and crosswalk.target not in seen:
                seen.add(crosswalk.target)
                waiting.append((crosswalk.target, (*path, crosswalk)))


def _sentence(standards: Standards, one: str, other: str) -> str:
    first, second = standards.dimensions[one], standards.dimensions[other]
    said = {"one": first.name, "other": second.name}
    if OVERLAPPING in (first.coding, second.coding):
        return _("“%(one)s” and “%(other)s” count some of the same people. Compare each with itself only.") % said
    said |= {"first": standards.standard_of(one).name, "second": standards.standard_of(other).name}
    if first.concept != second.concept:
        return _("“%(one)s” and “%(other)s” are not about the same thing. Choose two that are.") % said
    text = _(
        "“%(one)s” (%(first)s) and “%(other)s” (%(second)s) count by different rules, and nothing says how to bring both to"
        " the same groups. Choose figures of one standard."
    )
    return text % said
