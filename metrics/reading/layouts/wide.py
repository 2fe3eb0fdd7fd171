"""A column for each group: percentages of a workforce, rates by group, counts by group and outcome, codes of the Census."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from metrics.reading.layouts import grids, runs, seen
from metrics.reading.layouts.about import periods, places, skip_known
from metrics.reading.layouts.codes import Code, by_code
from metrics.reading.layouts.tree import AVERAGE, grow
from metrics.reading.mapping import Column, Layout, Role
from metrics.reading.observations import Groups
from metrics.reading.proposing import Draft
from metrics.reading.words import dimension_of, is_total, key
from raci.evidence.verdicts import _

PERCENT = re.compile(
    r"^(?:%|pct[_ ]|percent[_ ])\s*(?P<a>.+)$|^(?P<b>.+?)\s*(?:\(%\)|%|[_ ]pct|[_ ]percent)$", re.IGNORECASE
)
FEW = 2


@dataclass(frozen=True)
class Heading:
    """What a heading says: whom the column is about, and whether it is in percent."""

    at: int
    group: str
    percent: bool


def draw(draft: Draft) -> Layout | None:
    """Takes a table whose headings name groups, with no column whose cells do."""
    left = dict(enumerate(draft.table.headings))
    trial = Draft(draft.table)
    takers: tuple[Callable[[Draft, dict[int, str]], bool], ...] = (_paths_and_codes, grids.draw, _groups)
    skip_known(trial, left)
    periods(trial, left)
    places(trial, left)
    taken = [take(trial, left) for take in takers]  # each takes its own columns
    if not any(taken):
        return None
    _rest(trial, left)
    draft.columns, draft.reasons, draft.questions = trial.columns, trial.reasons, trial.questions
    return Layout.WIDE


# ---- headings that are paths, and codes of the Census Bureau's estimates


def _paths_and_codes(draft: Draft, left: dict[int, str]) -> bool:
    paths = [(at, heading.split("!!")) for at, heading in left.items() if "!!" in heading]
    paths = [(at, path) for at, path in paths if all(step.strip() for step in path)]
    coded = {at: code for at, heading in left.items() if (code := by_code(heading)) is not None}
    if len(paths) < FEW * 2 and len(coded) < FEW * 4:
        return False
    roots = {path[0].strip() for _at, path in paths}
    paths += [(at, [heading]) for at, heading in left.items() if heading.strip() in roots]
    for at, node in grow(sorted(paths), draft.table).items():
        average = AVERAGE.search(node.indicator) is not None
        _put(draft, left, at, node.indicator, node.groups, overlapping=node.overlapping, average=average)
    sexes = {at: code for at, code in coded.items() if at in left}
    shared = _nested_ages(draft, sexes)
    for at, code in sexes.items():
        _put(draft, left, at, code.indicator, code.groups, overlapping=code.overlapping or at in shared)
    return True


def _nested_ages(draft: Draft, codes: dict[int, Code]) -> set[int]:
    """Ages that are part of others: 85 and over beside 65 and over."""
    ages: dict[tuple[str, Groups], list[int]] = {}
    whole: dict[tuple[str, Groups], int] = {}
    for at, code in codes.items():
        rest = tuple(pair for pair in code.groups if pair[0] != "age")
        if rest == code.groups:
            whole[(code.indicator, rest)] = at
        else:
            ages.setdefault((code.indicator, rest), []).append(at)
    found = (runs.overlapping(draft.table, whole.get(about), columns) for about, columns in ages.items())
    return {at for shared in found for at in shared}


# ---- a group each


def _groups(draft: Draft, left: dict[int, str]) -> bool:
    found = [one for at, heading in left.items() if (one := _heading(draft, at, heading)) is not None]
    if len([one for one in found if not is_total(_plain(one.group))]) < FEW:
        return False
    dimensions = _dimensions(found)
    shares = {one.at: _unit(draft, one) for one in found}
    base = _base(draft, left, found) if any(unit == "percent" for unit in shares.values()) else None
    mixed = _mixed(found, dimensions)
    for one in found:
        group = one.group.strip()
        groups: Groups = () if is_total(_plain(group)) else ((dimensions[one.at], group),)
        _put(draft, left, one.at, "", groups, overlapping=one.at in mixed, unit=shares[one.at])
    if base is not None:
        column = seen.figures(base, left[base], draft.table.cells(base), draft.table.delimiter)
        if column is not None:
            draft.put(replace(column, role=Role.BASE), BASES)
            del left[base]
    for at, heading in list(left.items()):
        if key(heading).split(" ")[0] in ("check", "checksum", "control"):
            draft.put(Column(at, left.pop(at)), CHECKS)
    return True


def _plain(group: str) -> str:
    return re.sub(r"[_\s]+", " ", group).strip().casefold()


def _heading(draft: Draft, at: int, heading: str) -> Heading | None:
    """A column of numbers whose heading is a percentage of a group, or the name of one."""
    percent = PERCENT.match(heading)
    group = (percent["a"] or percent["b"]) if percent else heading
    if not percent and not dimension_of([_plain(group)]) and not is_total(_plain(group)):
        return None
    return None if seen.numbers(draft.table.cells(at)) is None else Heading(at, group, percent is not None)


def _dimensions(found: list[Heading]) -> dict[int, str]:
    """Column > dimension; a group that is not known by its name is of the dimension of the one before it."""
    names, last = {}, "group"
    known = {one.at: dimension_of([_plain(one.group)]) for one in found}
    if list(known.values()).count("ethnicity") == 1 and "race" in known.values():  # Hispanic as one of the races
        known = {at: "race" if name == "ethnicity" else name for at, name in known.items()}
    for one in found:
        last = known[one.at] or last
        names[one.at] = last
    return names


def _unit(draft: Draft, one: Heading) -> str:
    if one.percent:
        return "percent"
    known = [value for value in runs.numbers(draft.table, one.at) if value is not None]
    fractions = any(value != int(value) for value in known)
    return "share" if fractions and all(0 <= value <= 1 for value in known) else ""


def _base(draft: Draft, left: dict[int, str], found: list[Heading]) -> int | None:
    """The column of counts that the percentages are of: the one that says so, or the only one."""
    taken = {one.at for one in found}
    counts = []
    for at, heading in left.items():
        column = seen.figures(at, heading, draft.table.cells(at), draft.table.delimiter)
        if at not in taken and column is not None and column.role is Role.N and not key(heading).startswith("check"):
            counts.append(at)
    return counts[0] if len(counts) == 1 else None


def _mixed(found: list[Heading], dimensions: dict[int, str]) -> set[int]:
    """Groups whose names hold others beside them: non-white where there is black."""
    negated = {one.at for one in found if re.match(r"non[ _-]|not[ _]", one.group.strip().casefold())}
    busy = {name for name in dimensions.values() if list(dimensions.values()).count(name) > FEW}
    return {at for at in negated if dimensions[at] in busy}


# ---- what is left


def _rest(draft: Draft, left: dict[int, str]) -> None:
    """Words are groups of the row, numbers are measures of their own."""
    for at in list(left):
        heading = left[at]
        cells = draft.table.cells(at)
        column = seen.figures(at, heading, cells, draft.table.delimiter)
        twin = next((one for one in draft.columns if draft.table.cells(one.at) == cells and one.at != at), None)
        if "!!" in heading:
            draft.put(Column(at, heading), BROKEN)
        elif twin is not None:
            draft.put(Column(at, heading), SAME, column=twin.heading)
        elif column is None:
            draft.put(Column(at, heading, Role.DIMENSION, heading), ROW_GROUPS)
        else:
            draft.put(replace(column, name=heading), OWN)
        del left[at]


def _put(
    draft: Draft, left: dict[int, str], at: int, name: str, groups: Groups, *,
    overlapping: bool = False, average: bool = False, unit: str = "",
) -> None:  # fmt: skip
    column = seen.figures(at, left[at], draft.table.cells(at), draft.table.delimiter)
    heading = left.pop(at)
    if column is None:
        draft.put(Column(at, heading), NO_NUMBERS)
        return
    role = Role.VALUE if average or unit else column.role
    column = replace(column, role=role, name=name, groups=groups, overlapping=overlapping, unit=unit)
    text = SHARED if overlapping else TOTAL if not groups else FIGURES
    draft.put(column, text, groups=", ".join(f"{dimension}: {group}" for dimension, group in groups))


BROKEN = _("Its heading breaks off: it does not say whom the figures are about.")
BASES = _("The number that the percentages of its row are of; no counts are worked out from rounded percentages.")
CHECKS = _("A check of the publisher: the sum of the columns it names.")
SAME = _("It says the same as “%(column)s”.")
ROW_GROUPS = _("Words: groups that the figures of the row are about.")
OWN = _("Numbers under a name of their own: an indicator of that name.")
NO_NUMBERS = _("Its heading names a group, and its cells are no numbers.")
TOTAL = _("Figures over all groups.")
FIGURES = _("Its heading names the groups: %(groups)s.")
SHARED = _(
    "Its heading names the groups: %(groups)s. They share people with groups beside them and are never added up."
)
