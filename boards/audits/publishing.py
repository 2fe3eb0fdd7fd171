"""Which tables of an audit may be told, beside all that earlier ones told. Pure; whoever stores counts stores these alone.

What is masked here is masked for everybody, from the moment of counting on: drafts, those consulted and the public read the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from boards.audits.tables import (
    LONGEST,
    PEOPLE,
    Counts,
    Presence,
    Table,
    Turnover,
    coarsened,
    gated,
    one_more,
    partitioned,
)
from boards.rules import USUAL, Rules


@dataclass(frozen=True)
class Counted:
    """What the custodian counted of one question: people, the seats they hold, and people by kind of body, kinds by grouping."""

    people: Counts
    seats: Counts | None = None
    kinds: Mapping[str, tuple[Counts, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Publishable:
    """What may be told. `withheld`: what may not, and the code of the reason."""

    tables: tuple[Table, ...]
    withheld: Mapping[str, str]


def publishable_tables(
    counts_now: Counted, published_before: Sequence[Table], turnover: Turnover, rules: Rules = USUAL
) -> Publishable:
    """The tables of these counts that may be told beside `published_before`, which are all that were ever told of this question.

    `turnover` says of everybody, from the directory, which tables count them: of those told before, by their names, and of
    those counted now. Where people may not be told apart by group, the table says how many answered and nothing more.
    """
    gate = _Gate(tuple(published_before), turnover, rules, monotonic() + LONGEST)
    people, why = gate.people(counts_now.people)
    if not people.says_something:
        return Publishable((people,), {PEOPLE: why})
    tables, withheld = [people], dict[str, str]()
    for name, each in _further(counts_now).items():
        found, why = gate.beside(tables, people, each)
        tables += found
        withheld |= {} if found else {name: why}
    return Publishable(tuple(tables), withheld)


def _further(now: Counted) -> dict[str, tuple[Counts, ...]]:
    seats = {now.seats.name: (now.seats,)} if now.seats and now.seats.members != now.people.members else {}
    return {**now.kinds, **seats}


@dataclass(frozen=True)
class _Gate:
    before: tuple[Table, ...]
    turnover: Turnover
    rules: Rules
    ends: float  # by `time.monotonic`: then nothing more is asked, and nothing more told

    def people(self, counts: Counts) -> tuple[Table, str]:
        """As many groups alone as may be; none, with the reason, where none may."""
        why = gated(counts, self.rules) or self._too_near(counts)
        if why:
            return self._without_groups(counts), why
        same = self._same_people(counts)
        if same is not None:
            return same
        table, why = coarsened(counts, self.rules.least_cell), "small_groups"
        while table.says_something:
            why = self._refused([table])
            if not why:
                return table, ""
            if why == "too_many":
                break
            table = one_more(table, counts)
        return self._without_groups(counts), why

    def _without_groups(self, counts: Counts) -> Table:
        """How many answered; not even that, where beside earlier tables it would tell of groups."""
        table = Table(counts.name, counts.members, counts.unknown, ((tuple(counts.by_group), counts.known),))
        return replace(table, unknown=None, parts=()) if self._refused([table], beyond=True) else table

    def _too_near(self, counts: Counts) -> str:
        """Whether only a few came or went since an earlier table: the difference of the two would be theirs."""
        for one in self._earlier():
            came, went = self._changed(counts.name, one.name)
            if came + went and min(came, went) < self.rules.least_cell:
                return "few_changed"
        return ""

    def _same_people(self, counts: Counts) -> tuple[Table, str] | None:
        """Nobody came or went since an earlier table: the same is told again, or, where answers changed, nothing."""
        for one in self._earlier():
            if self._changed(counts.name, one.name) == (0, 0):
                again = partitioned(counts, [groups for groups, _n in one.parts])
                is_same = again is not None and (again.parts, again.unknown) == (one.parts, one.unknown)
                return (
                    (again, "small_groups") if again and is_same else (self._without_groups(counts), "answers_changed")
                )
        return None

    def _earlier(self) -> list[Table]:
        """Tables of all people that told groups apart."""
        return [one for one in self.before if one.name.rpartition(":")[2] == PEOPLE and one.says_something]

    def _changed(self, now: str, then: str) -> tuple[int, int]:
        came = sum(n for presence, n in self.turnover.items() if _in(presence, now) and not _in(presence, then))
        went = sum(n for presence, n in self.turnover.items() if _in(presence, then) and not _in(presence, now))
        return came, went

    def beside(self, tables: Sequence[Table], people: Table, each: Sequence[Counts]) -> tuple[list[Table], str]:
        """Tables of parts of the people, in the people's own groups: all of them, or none with the reason."""
        found = [table for counts in each if (table := partitioned(counts, [groups for groups, _n in people.parts]))]
        nobody = {groups for groups, n in people.parts if not n}  # told again as an earlier table told it
        for counts, table in zip(each, found, strict=True):
            told = (n for groups, n in table.parts if groups not in nobody)
            if gated(counts, self.rules) or any(n < self.rules.least_cell for n in told):
                return [], "small_groups"
        why = self._refused([*tables, *found])
        return ([], why) if why else (found, "")

    def _refused(self, tables: Sequence[Table], *, beyond: bool = False) -> str:
        from boards.audits.guarding import (  # with its solver, which the portal's start does without
            Inconsistent,
            TooMany,
            learnt,
        )

        try:
            found = learnt(tables, self.before, self.turnover, self.rules.least_cell, beyond=beyond, ends=self.ends)
            return "told_apart" if found else ""
        except Inconsistent:
            return "answers_changed"
        except TooMany:
            return "too_many"


def _in(presence: Presence, name: str) -> bool:
    return any(table == name for table, _weight in presence)
