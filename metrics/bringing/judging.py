"""A file as it would come in, judged before anything is written: verdicts, names, series, and what is wrong with cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metrics.bringing.amounts import cell_of
from metrics.bringing.fitting import unfit
from metrics.bringing.gathering import Gathered, gather
from metrics.bringing.long_files import LongFile, Summary, read_long
from metrics.bringing.naming import (
    Choices,
    NewIndicator,
    Resolved,
    resolve,
)
from metrics.bringing.people_files import read_people
from metrics.bringing.plain_files import LONG, is_long
from metrics.reading.files import Table
from metrics.reading.mapping import Layout as How
from metrics.reading.mapping import Mapping
from metrics.reading.rows import read
from metrics.series import Fault, NewSeries, faults
from raci import clock

Progress = Callable[[int], object]


@dataclass
class Judged:
    """A file as it would come in: verdicts, names, and the series of those names that are known."""

    gathered: Gathered
    resolved: Resolved
    faults: list[Fault]
    long: LongFile | None = None  # the rows themselves, where it was read in blocks

    @property
    def comes_in(self) -> bool:
        """Whether nothing stands against it but names that may be begun."""
        return bool(self.gathered.read) and not self.gathered.refused and not self.faults


def judge(
    table: Table,
    mapping: Mapping,
    choices: Choices,
    progress: Progress = lambda lines: None,
    long_from: int = LONG,
) -> Judged:
    """The dry run: nothing is written. A plain file of more than `long_from` lines is read in blocks."""
    judged = _judged_in_blocks(table, mapping, choices, progress) if is_long(table, long_from) else None
    if judged is not None:
        return judged
    gathered = gather(read(table.lines(), mapping), mapping, progress)
    resolved = resolve(gathered, choices)
    return Judged(gathered, resolved, _faults(gathered, resolved))


def _judged_in_blocks(table: Table, mapping: Mapping, choices: Choices, progress: Progress) -> Judged | None:
    """None for a file that has to be read row by row."""
    if mapping.layout is How.PERSONS:
        people = read_people(table, mapping, progress)
        if people is None:
            return None
        resolved = resolve(people, choices)
        return Judged(people, resolved, _faults(people, resolved))
    found = read_long(table, mapping, progress)
    if found is None:
        return None
    resolved = resolve(found if isinstance(found, Summary) else found.summary, choices)
    if isinstance(found, Summary) or not found.summary.read:
        return Judged(found if isinstance(found, Summary) else found.summary, resolved, [])
    if not found.fits(resolved):
        return None
    found.check({kind for kind, _scale in resolved.values.values()})
    against = list(unfit(found.summary, resolved, clock.today(), found.rows.periods))
    return Judged(found.summary, resolved, against, found)


def series_of(gathered: Gathered, resolved: Resolved) -> list[NewSeries]:
    """The series of the names that are known, with the line of each cell."""
    found = []
    for subject, periods in gathered.figures.items():
        indicator = resolved.indicators[subject.label]
        pair = (subject.place_code, subject.place)
        place = resolved.places.get(pair) if any(pair) else None
        groups = [resolved.groups.get(one) for one in subject.groups]
        if isinstance(indicator, NewIndicator) or (any(pair) and place is None) or None in groups:
            continue
        kind, scale = resolved.values[subject.label]
        order = sorted(periods)
        found.append(
            NewSeries(
                indicator.pk,
                place.pk if place else None,
                tuple(sorted(group.pk for group in groups if group)),
                tuple(cell_of(periods[one].observation, one, kind, scale) for one in order),
                tuple(periods[one].line for one in order),
            )
        )
    return found


def _faults(gathered: Gathered, resolved: Resolved) -> list[Fault]:
    """What stands against the cells, also of names that would be begun: these have numbers of their own for as long."""
    indicators = {label: -at for at, label in enumerate(gathered.measures, 1)}
    groups: dict[tuple[str, str], int] = {}
    places: dict[tuple[str, str], int] = {}
    dimensions: dict[str, int] = {}
    kinds = {indicators[label]: resolved.values[label][0] for label in gathered.measures}
    of_group: dict[int, int] = {}
    rows = []
    for subject, periods in gathered.figures.items():
        kind, scale = resolved.values[subject.label]
        for name, group in subject.groups:
            number = groups.setdefault((name, group), len(groups) + 1)
            of_group[number] = dimensions.setdefault(name, len(dimensions) + 1)
        pair = (subject.place_code, subject.place)
        order = sorted(periods)
        rows.append(
            NewSeries(
                indicators[subject.label],
                places.setdefault(pair, len(places) + 1) if any(pair) else None,
                tuple(sorted(groups[one] for one in subject.groups)),
                tuple(cell_of(periods[one].observation, one, kind, scale) for one in order),
                tuple(periods[one].line for one in order),
            )
        )
    return [*faults(rows, kinds, of_group), *unfit(gathered, resolved, clock.today())]
