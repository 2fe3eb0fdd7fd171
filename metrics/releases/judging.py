"""The gate: a release, judged by the linear programme with everything that has gone out about the same people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from metrics.cells import Groups, all_groups
from metrics.models import ReleasedTable
from metrics.releases.asked import Asked, Grouping, Sets, Unfit
from metrics.releases.gone_out import Given, beside
from metrics.releases.people import countable, finest, forms_of, population, whole

if TYPE_CHECKING:
    from metrics.suppression.audit import Audit
    from metrics.suppression.cells import Cells, Key
    from metrics.suppression.released import Released
    from metrics.suppression.releases import Hidden, Release, Rule

Progress = Callable[[int, int], None]
Forms = Mapping[str, tuple[str, Sets]]


@dataclass(frozen=True)
class Judged:
    """A release that has passed: what readers may have of it, and of what it was made."""

    tables: Released
    verdict: Audit
    batches: tuple[int, ...]
    beside: tuple[int, ...]  # pks of all texts about people of its place and period
    judged_with: tuple[str, ...]  # titles of those that count the same people


class Refused(Unfit):
    """Nothing that could be hidden makes it safe. `verdict` says what could be found out; it holds true counts."""

    def __init__(self, verdict: Audit) -> None:
        super().__init__(_("Even with as much hidden as possible, some people could be found out."))
        self.verdict = verdict


def judge(asked: Asked, progress: Progress) -> Judged:
    """Hide what has to be hidden, and ask the gate. Raises Refused or Unfit where it may not go out; reads, writes nothing."""
    from metrics.suppression.released import NotSafe, released
    from metrics.suppression.suppressor import suppress

    groups = all_groups()
    given = beside(asked)
    cells = whole(asked)
    batches = tuple(sorted({cell.batch for cell in cells}))
    same = [one for one in given if _counts_same(one, asked, groups)]
    release, earlier = _releases(asked, same, groups)
    try:
        hidden = suppress(release, earlier, lambda done, total: progress(2 * done, 3 * max(total, 1)))
        tables, verdict = released(hidden, earlier, lambda done, total: progress(2 * total + done, 3 * max(total, 1)))
    except NotSafe as unsafe:
        raise Refused(unsafe.verdict) from unsafe
    titles = tuple(dict.fromkeys(one.asked.title for one in same))
    return Judged(tables, verdict, batches, tuple(sorted(one.text for one in given)), titles)


def _counts_same(one: Given, asked: Asked, groups: Groups) -> bool:
    """Whether it counts the same people: the same indicator, or another whose every cell has as many people."""
    if one.asked.indicator == asked.indicator:
        return True
    shared = set(one.asked.dimensions) & set(asked.dimensions)
    theirs = finest(whole(one.asked, one.batches), groups, shared, one.asked.title)
    ours = finest(whole(asked), groups, shared, asked.title)
    return {cell.groups: cell.n for cell in theirs} == {cell.groups: cell.n for cell in ours}


def _releases(asked: Asked, given: list[Given], groups: Groups) -> tuple[Release, list[Release]]:
    """This release and all earlier ones of the same people, over cells fine enough for all of them."""
    every = [asked, *(one.asked for one in given)]
    dimensions = {name for one in every for name in one.dimensions}
    cells = finest(whole(asked), groups, dimensions, asked.title)
    countable(asked, cells)
    outcomes = dict.fromkeys(asked.outcomes, cells)
    for one in given:
        for name in set(one.asked.outcomes) - set(outcomes):
            outcomes[name] = finest(whole(one.asked, one.batches), groups, dimensions, one.asked.title)
    joint = population(cells, groups, forms_of(every), outcomes)
    release = release_of(asked, joint)
    earlier = []
    for one in given:
        then, own = _as_given(one, groups), release_of(one.asked, joint)
        if _same_counts(then, own):
            earlier.append(then)
        elif one.is_live:
            text = _("Figures were corrected after “%(title)s” went out. Withdraw that release first.")
            raise Unfit(text % {"title": one.asked.title})
        else:
            corrected, more = _corrected(then, own, release)
            earlier.append(corrected)
            release = replace(release, hidden=release.hidden | more)
    return release, earlier


def release_of(asked: Asked, cells: Cells, hidden: frozenset[Hidden] = frozenset()) -> Release:
    """The release's tables over these cells."""
    from metrics.suppression.releases import Release

    printed = tuple(tuple(asked.column(name) for name in grouping) for grouping in asked.groupings)
    return Release(asked.title, cells, printed, asked.outcomes, rule_of(asked.threshold), hidden)


def rule_of(threshold: int) -> Rule:
    """What is small: below the threshold; and in a group below 30 what nobody or everybody has."""
    from metrics.suppression.releases import GROUP_THRESHOLD, Rule

    return Rule(threshold, max(GROUP_THRESHOLD, threshold))


# ---- what has gone out, as it was


def _as_given(one: Given, groups: Groups) -> Release:
    """An earlier release again: its cells from its batches, its marks from its tables."""
    asked = one.asked
    cells = finest(whole(asked, one.batches), groups, asked.dimensions, asked.title)
    outcomes = dict.fromkeys(asked.outcomes, cells)
    people = population(cells, groups, forms_of([asked]), outcomes)
    return release_of(asked, people, _marks(asked, people, one.tables()))


def _marks(asked: Asked, people: Cells, tables: Iterable[ReleasedTable]) -> frozenset[Hidden]:
    found = set()
    for table in tables:
        for cell in table.cells:
            if cell["hidden"]:
                found.add((_key(asked, people, cell["groups"]), "n" if cell["n"] is None else asked.code))
    return frozenset(found)


def _key(asked: Asked, people: Cells, levels: Mapping[str, str]) -> Key:
    own = {asked.column(name): level for name, level in levels.items()}
    return tuple(own.get(column) for column in people.dimensions)


# ---- what has gone out and was corrected since


def _counts(release: Release) -> dict[Grouping, tuple[int, ...]]:
    """Each printed cell's people and outcomes, by its levels with their dimensions' names."""
    columns = [release.cells.n, *(release.cells.outcome(name).k for name in release.outcomes)]
    names = release.cells.dimensions
    return {
        tuple(f"{name}={level}" for name, level in zip(names, key, strict=True) if level is not None): tuple(
            sum(counts[row] for row in rows) for counts in columns
        )
        for key, rows in release.rows().items()
    }


def _same_counts(then: Release, now: Release) -> bool:
    return _counts(then) == _counts(now)


def _corrected(then: Release, now: Release, release: Release) -> tuple[Release, frozenset[Hidden]]:
    """A withdrawn release over the corrected cells, and what must be hidden because the two numbers differ by a few people.

    A reader who has it takes each number that was not corrected for the same: so it is judged as if it had printed today's
    numbers, but for those that changed. A change of less than the threshold would tell of those few people, so that the new
    number is hidden.
    """
    was, stands = _counts(then), _counts(now)
    marked = {(_named(then, key), measure) for key, measure in then.hidden}
    hidden, told = set(), set[Grouping]()
    for key in now.rows():
        name = _named(now, key)
        if name not in was or (name, "n") in marked or was[name] != stands[name]:
            hidden.add((key, "n"))
        hidden |= {(key, measure) for measure in now.outcomes if (name, measure) in marked}
        if name in was and was[name] != stands[name] and (name, "n") not in marked:
            told.add(name)
    rows = now.rows()
    few = {tuple(rows[key]) for key in rows if _named(now, key) in told and _is_few(was, stands, _named(now, key), now)}
    more = frozenset((key, "n") for key, own in release.rows().items() if tuple(own) in few)
    return replace(now, hidden=frozenset(hidden)), more


def _is_few(
    was: Mapping[Grouping, tuple[int, ...]], stands: Mapping[Grouping, tuple[int, ...]], name: Grouping, now: Release
) -> bool:
    pairs = list(zip(was[name], stands[name], strict=True))
    changes = [abs(after - before) for before, after in pairs]
    changes += [abs((pairs[0][1] - after) - (pairs[0][0] - before)) for before, after in pairs[1:]]
    return any(now.rule.is_small(change) for change in changes)


def _named(release: Release, key: Key) -> Grouping:
    names = release.cells.dimensions
    return tuple(f"{name}={level}" for name, level in zip(names, key, strict=True) if level is not None)
