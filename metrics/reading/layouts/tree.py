"""Headings that are paths, as the Census writes them: RACE, Total population, One Race, Asian.

Each level of a path is a dimension of its own, so that no group stands beside one it is a part of. Where several groups
have the same groups below them, the two levels cross: Male and Female, and the same ages below each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.reading.files import Table
from metrics.reading.layouts import runs
from metrics.reading.observations import Groups
from metrics.reading.totals import BELOW
from metrics.reading.words import dimension_of, is_total

AVERAGE = re.compile(r"\b(?:average|median|mean|per capita|density|ratio|rate)\b", re.IGNORECASE)
FOOTNOTE = re.compile(r"\s*\[\d+\]$")


@dataclass
class Node:
    """One step of a path; `at` is the column with its figure, None where it only stands above others."""

    label: str
    at: int | None = None
    below: dict[str, Node] = field(default_factory=dict)
    indicator: str = ""
    groups: Groups = ()
    overlapping: bool = False

    def labels(self) -> tuple[str, ...]:
        """The groups below it that hold figures of people."""
        return tuple(label for label in self.below if not AVERAGE.search(label))


def clean(step: str) -> str:
    """A step of a path without its colon and its footnote."""
    return FOOTNOTE.sub("", step.strip()).rstrip(":").strip()


def grow(paths: Sequence[tuple[int, Sequence[str]]], table: Table) -> dict[int, Node]:
    """Column > node, from the path of each column; the first step is the section where it is in capitals."""
    sections: dict[str, Node] = {}
    nodes: dict[int, Node] = {}
    for at, path in paths:
        steps = [clean(step) for step in path]
        has_section = len(steps) > 1 and steps[0].isupper()
        node = sections.setdefault(steps[0] if has_section else "", Node(steps[0] if has_section else ""))
        for step in steps[1:] if has_section else steps:
            node = node.below.setdefault(step, Node(step))
        node.at = at if node.at is None else node.at
        nodes[at] = node
    for section in sections.values():
        _Section(section, table).name()
    return nodes


class _Section:
    """The part of a table under one heading in capitals, or all of a table that has none."""

    def __init__(self, section: Node, table: Table) -> None:
        self.title, self.table = section.label, table
        self.roots = list(section.below.values())
        self.total = next(
            (root for root in self.roots if is_total(root.label) or root.label.startswith("Total ")), None
        )
        whole = self.total.label if self.total is not None else section.label
        self.indicator = section.label if AVERAGE.search(section.label) else "" if whole == "Total" else whole

    def name(self) -> None:
        """Says of each node which indicator and groups it is about, and whether it overlaps others."""
        others = [root for root in self.roots if root is not self.total]
        outer, inner = self._names(others)
        at = self.total.at if self.total is not None else None
        if self.total is not None:
            self.total.indicator = self.indicator
            self._walk(list(self.total.below.values()), (), inner, at)
        self._walk(others, (), outer, at, inner if inner != outer else "")

    def _names(self, others: list[Node]) -> tuple[str, str]:
        """What the groups beside the total are called, and those below it."""
        below = list(self.total.below.values()) if self.total is not None else []
        words = re.fullmatch(r"(.+?) AND (.+)", self.title)
        if words and _crossing(others):
            return words[1].strip(), words[2].strip()
        outer = dimension_of([one.label for one in others]) or self.title or "group"
        deeper = [one.label for one in (below or [low for high in others for low in high.below.values()])]
        inner = dimension_of(deeper) or self.title or (self.total.label if self.total is not None else "") or "group"
        return (outer, inner) if outer != inner or not others or not below else (f"{outer}, detail", inner)

    def _walk(self, nodes: list[Node], above: Groups, dimension: str, parent: int | None, inner: str = "") -> None:
        people = [node for node in nodes if not AVERAGE.search(node.label)]
        counted = [node.at for node in people if node.at is not None]
        shared = set() if AVERAGE.search(self.indicator) else runs.overlapping(self.table, parent, counted)
        crossing = _crossing(people)
        if crossing and not inner:
            guess = dimension_of(crossing[0].labels())
            inner = guess if guess and guess not in (dimension, *dict(above)) else f"{dimension}, detail"
        for node in nodes:
            if AVERAGE.search(node.label):
                node.indicator, node.groups = node.label, above
                continue
            node.indicator, node.groups = self.indicator, (*above, (dimension, node.label))
            node.overlapping = node.at in shared
            low = list(node.below.values())
            if node in crossing:
                self._walk(low, node.groups, inner, node.at)
            elif low:
                at = node.at if node.at is not None else parent
                self._walk(low, above, f"{dimension}{BELOW}{node.label}", at)


def _crossing(nodes: list[Node]) -> list[Node]:
    """The nodes that have the same groups below them as another has."""
    sets = [frozenset(node.labels()) for node in nodes]
    return [node for node, labels in zip(nodes, sets, strict=True) if labels and sets.count(labels) > 1]
