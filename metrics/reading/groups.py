"""The groups that a row is about, from its cells: totals told apart, overlapping groups marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter

from metrics.finest.levels import label
from metrics.reading.mapping import ALL, PERSONAL, Column, Mapping, Role
from metrics.reading.observations import Groups
from metrics.reading.words import claims_total, is_total
from metrics.reading.wrong import NO_GROUP, Wrong
from raci.imports.verdicts import say

REMEMBERED = 100_000
Found = tuple[Groups, bool, str]
KEY = "data."  # Open SDG's translation key before headings and groups


class Grouping:
    """The dimension columns of a mapping, made ready; combinations that were seen are remembered."""

    def __init__(self, mapping: Mapping) -> None:
        self.columns = mapping.of(Role.DIMENSION)
        self.is_people = bool(mapping.of(*PERSONAL))  # whose group is unknown are no total
        self.named, self.group = mapping.of(Role.DIMENSION_NAME), mapping.of(Role.GROUP)
        self.places = tuple(column.at for column in (*self.columns, *self.named, *self.group))
        self.key: Callable[[Sequence[str]], tuple[str, ...] | str] = (
            itemgetter(*self.places) if self.places else _no_cells
        )
        self.blocks = {
            column.at: {group: (dimension, series) for group, dimension, series in column.blocks}
            for column in self.columns
        }
        self.seen: dict[tuple[str, ...] | str, Found] = {}

    def of(self, cells: Sequence[str]) -> Found:
        """The (dimension, group) pairs of a row, whether one overlaps others, and the series they are of. Raises Wrong."""
        key = self.key(cells)
        found = self.seen.get(key)
        if found is None:
            found = self._read(cells)
            if len(self.seen) < REMEMBERED:
                self.seen[key] = found
        return found

    def _read(self, cells: Sequence[str]) -> Found:
        groups, overlapping, series = [], False, ""
        for column in self.columns:
            group = label(plain(cells[column.at])) if self.is_people else plain(cells[column.at])
            name, part = self.blocks[column.at].get(group, (column.name, ""))
            series = series or part
            if group and not means_all(column, group):
                groups.append((name, group))
                overlapping |= overlaps(column, group)
        for column in self.group:
            group = plain(cells[column.at])
            if group and not means_all(column, group):
                groups.append((self._dimension(cells, column, group), group))
                overlapping |= overlaps(column, group)
        return tuple(groups), overlapping, series

    def _dimension(self, cells: Sequence[str], column: Column, group: str) -> str:
        """The dimension a row names for its group: "race x sex", where sex has a column of its own, is race."""
        said = plain(cells[self.named[0].at]) if self.named else column.name
        own = {one.name.casefold() for one in self.columns}
        parts = [part for part in re.split(r" [x×*] | by ", said) if part.casefold() not in own]
        if not said:
            heading = self.named[0].heading if self.named else column.heading
            raise Wrong(say(NO_GROUP, group=group, column=heading), heading)
        return " x ".join(parts) or said


def _no_cells(_cells: Sequence[str]) -> str:
    return ""


def plain(cell: str) -> str:
    """A group's name without blanks about it and without Open SDG's translation key."""
    text = cell.strip()
    return text[len(KEY) :] if text.startswith(KEY) else text


def means_all(column: Column, group: str) -> bool:
    """Whether a group is the total of its column: the mapping says so, or its name does and the mapping not otherwise."""
    return group.casefold() in column.totals or (is_total(group) and group not in column.parts)


def overlaps(column: Column, group: str) -> bool:
    """Whether a group shares people with others: the mapping says so, or its name does and the mapping not otherwise."""
    if ALL in column.overlaps or group in column.overlaps:
        return True
    return says_overlapping(group) or (claims_total(group) and group not in column.parts)


def says_overlapping(group: str) -> bool:
    """Whether a name says that people are counted in several such groups."""
    return "in combination" in group.casefold() or "in any combination" in group.casefold()
