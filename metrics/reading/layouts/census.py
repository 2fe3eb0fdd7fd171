"""Tables of the US Census: data.census.gov (a row of codes, a row of labels with !!) and American FactFinder."""

from __future__ import annotations

import re
from dataclasses import dataclass

from metrics.reading.layouts import seen, tree
from metrics.reading.layouts.about import periods, places, skip_known
from metrics.reading.mapping import Column, Layout, Role
from metrics.reading.proposing import Draft
from raci.evidence.verdicts import _

MEASURES = {
    "estimate": Role.VALUE,
    "number": Role.N,
    "margin of error": Role.MOE,
    "percent": Role.BASE,  # set apart below: a percentage beside its count is not read
    "percent estimate": Role.BASE,
    "percent margin of error": Role.BASE,
}
FEW = 4  # labels; below it the file is no table of this kind


@dataclass(frozen=True)
class Label:
    """A column's label: what is measured, and the path to whom."""

    at: int
    heading: str
    measure: str
    path: tuple[str, ...]


def draw_census(draft: Draft) -> Layout | None:
    """Two rows of headings, the second with !!."""
    if not draft.table.labels:
        return None
    return _draw(draft, [_by_marks(at, text) for at, text in enumerate(draft.table.labels)], Layout.CENSUS)


def draw_factfinder(draft: Draft) -> Layout | None:
    """Headings like "Estimate; Total:" and "Margin of Error; Total: - Male"."""
    return _draw(draft, [_by_semicolon(at, text) for at, text in enumerate(draft.table.headings)], Layout.FACTFINDER)


def _by_marks(at: int, text: str) -> Label | None:
    measure, *path = text.split("!!")
    return Label(at, text, measure.strip().casefold(), tuple(path)) if path else None


def _by_semicolon(at: int, text: str) -> Label | None:
    measure, sign, path = text.partition("; ")
    return Label(at, text, measure.strip().casefold(), tuple(path.split(" - "))) if sign else None


def _draw(draft: Draft, found: list[Label | None], layout: Layout) -> Layout | None:
    labels = [label for label in found if label is not None]
    figures = [label for label in labels if label.measure in MEASURES]
    if len(figures) < FEW:
        return None
    left = {at: heading for at, heading in enumerate(draft.table.headings) if found[at : at + 1] in ([None], [])}
    skip_known(draft, left)
    periods(draft, left)
    places(draft, left)
    for at, heading in left.items():
        draft.put(Column(at, heading), NOT_KNOWN)
    for label in labels:
        if label not in figures:
            draft.put(Column(label.at, label.heading), ANNOTATION)
    _put(draft, figures)
    return layout


def _put(draft: Draft, labels: list[Label]) -> None:
    counted = {label.path for label in labels if MEASURES[label.measure] in (Role.VALUE, Role.N)}
    main = [label for label in labels if MEASURES[label.measure] in (Role.VALUE, Role.N)]
    alone = [label for label in labels if label.measure.startswith("percent") and label.path not in counted]
    nodes = tree.grow([(label.at, label.path) for label in main or alone], draft.table)
    by_path = {label.path: nodes[label.at] for label in main or alone if label.at in nodes}
    there: dict[tuple[object, ...], int] = {}
    for label in labels:
        node = by_path.get(label.path)
        if node is None or (label.measure.startswith("percent") and main):
            draft.put(Column(label.at, label.heading), PERCENT_OF_COUNT)
            continue
        column = _column(draft, label, node)
        about = (column.role, column.name, column.groups)
        twin = there.setdefault(about, label.at)
        if twin != label.at:
            draft.put(Column(label.at, label.heading), REPEATED, column=_heading(draft, twin))
            continue
        draft.put(column, OVERLAPS if column.overlapping else KINDS[column.role])


def _column(draft: Draft, label: Label, node: tree.Node) -> Column:
    role = MEASURES[label.measure]
    average = tree.AVERAGE.search(node.indicator) is not None
    if label.measure.startswith("percent"):
        role = Role.MOE if "margin" in label.measure else Role.VALUE
    elif role is Role.N and (average or not _is_counts(draft, label.at)):
        role = Role.VALUE
    unit = "percent" if label.measure.startswith("percent") else "" if average or role is not Role.VALUE else "count"
    return Column(
        label.at, label.heading, role, node.indicator, node.groups, unit=unit,
        overlapping=node.overlapping or any("combination" in group for _dimension, group in node.groups),
    )  # fmt: skip


def _is_counts(draft: Draft, at: int) -> bool:
    found = seen.figures(at, "", draft.table.cells(at), draft.table.delimiter)
    return found is None or found.role is Role.N


def _heading(draft: Draft, at: int) -> str:
    return re.sub(r"!!", " › ", (draft.table.labels or draft.table.headings)[at])


ANNOTATION = _("Notes of the publisher on the figure beside it.")
NOT_KNOWN = _("Nothing is known of it.")
PERCENT_OF_COUNT = _("A percentage beside its count: the portal works it out itself, without the rounding.")
REPEATED = _("It repeats the column “%(column)s”.")
OVERLAPS = _(
    "It shares people with other groups of its kind: together they come to more than their total, or their name says so."
)
KINDS = {
    Role.N: _("Counts of people; its groups are in its label."),
    Role.VALUE: _("An estimate; its groups are in its label."),
    Role.MOE: _("The margin of error at 90 % of the estimate with the same label; empty where it is controlled."),
}
