"""Every number that releases of one population print together, or that nobody may find out from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from metrics.suppression.cells import Cells, Key
from metrics.suppression.releases import N, Release

Support = tuple[int, ...]  # the finest cells that a number sums up, ascending


class Kind(Enum):
    """What is counted: people, those with an outcome, those without it (never printed, but the difference of the two)."""

    PEOPLE = "n"
    WITH = "k"
    WITHOUT = "n-k"


@dataclass
class Number:
    """One number, under whatever names it is printed.

    `need`: by how many people it must stay uncertain because it is small, else 0. `shown`: the release judged prints it.
    `fixed`: an earlier live release printed it, and nothing takes that back.
    """

    kind: Kind
    outcome: str
    support: Support
    value: int
    keys: list[Key] = field(default_factory=list)  # under which the release prints it
    elsewhere: list[str] = field(default_factory=list)  # earlier releases that count it, or "finest cells"
    need: int = 0
    shown: bool = False
    fixed: bool = False

    @property
    def is_known(self) -> bool:
        """A reader of all releases reads it."""
        return self.shown or self.fixed


class Numbers:
    """The numbers of a release and the earlier live ones over their joint finest cells.

    Raises ValueError where an earlier release uses a dimension or outcome that the release's cells lack, or counted other people.
    """

    def __init__(self, release: Release, earlier: Sequence[Release] = ()) -> None:
        self.release = release
        self.cells = _joint(release, earlier)
        self.outcomes = tuple(one.name for one in self.cells.outcomes)
        self.all: list[Number] = []
        self._at: dict[tuple[Kind, str, Support], int] = {}
        self._print(release, is_earlier=False)
        for one in earlier:
            self._print(one, is_earlier=True)
        self._guard_finest()

    def at(self, kind: Kind, outcome: str, support: Support) -> Number:
        """The number of these cells, made where it is new."""
        place = self._at.setdefault((kind, outcome, support), len(self.all))
        if place == len(self.all):
            self.all.append(Number(kind, outcome, support, self._value(kind, outcome, support)))
        return self.all[place]

    def outcomes_of(self, number: Number) -> list[Number]:
        """What is hidden with a number of people: its outcomes, as far as anything prints them."""
        found = (self._at.get((Kind.WITH, name, number.support)) for name in self.outcomes)
        return [self.all[place] for place in found if place is not None]

    def _value(self, kind: Kind, outcome: str, support: Support) -> int:
        people = sum(self.cells.n[row] for row in support) if kind is not Kind.WITH else 0
        having = sum(self.cells.outcome(outcome).k[row] for row in support) if kind is not Kind.PEOPLE else 0
        return abs(people - having)

    def _print(self, release: Release, *, is_earlier: bool) -> None:
        expanded = _expanded(release, self.cells)
        if is_earlier:
            _same_people(release, self.cells, expanded)
        for key, rows in release.rows().items():
            support = tuple(sorted({place for row in rows for place in expanded[row]}))
            for number in self._numbers(support, release):
                _told(number, release, key, is_earlier=is_earlier)

    def _numbers(self, support: Support, release: Release) -> Iterable[Number]:
        """People and outcomes of one cell, with what the release's rule says of each."""
        people = self.at(Kind.PEOPLE, "", support)
        _needs(people, release, release.rule.is_small(people.value))
        yield people
        for name in release.outcomes:
            having, others = self.at(Kind.WITH, name, support), self.at(Kind.WITHOUT, name, support)
            for one in (having, others):
                tells = one.value == 0 and release.rule.tells_of_all(having.value, people.value)
                _needs(one, release, release.rule.is_small(one.value) or tells)
            yield from (having, others)

    def _guard_finest(self) -> None:
        """Small finest cells of the dimensions in use, whether or not a table prints them: sums may differ by just one."""
        for row in range(len(self.cells.n)):
            for number in self._numbers((row,), self.release):
                if not number.keys and not number.elsewhere:
                    number.elsewhere.append("finest cells")


def _needs(number: Number, release: Release, is_sensitive: bool) -> None:
    number.need = max(number.need, release.rule.threshold if is_sensitive else 0)


def _told(number: Number, release: Release, key: Key, *, is_earlier: bool) -> None:
    """A release prints a number, or its mark; those without the outcome are in no column."""
    is_printed = number.kind is not Kind.WITHOUT and not release.hides(key, number.outcome or N)
    if is_earlier:
        number.elsewhere.append(release.name)
        number.fixed |= is_printed
    else:
        number.keys.append(key)
        number.shown |= is_printed


def _used(release: Release) -> set[str]:
    return {name for grouping in release.groupings for name in grouping}


def _joint(release: Release, earlier: Sequence[Release]) -> Cells:
    """The release's cells by the dimensions that any table uses; a dimension that none uses tells nobody anything."""
    used = _used(release).union(*(_used(one) for one in earlier))
    for one in earlier:
        lacking = sorted(_used(one) - set(release.cells.dimensions)) + [
            name for name in one.outcomes if name not in {known.name for known in release.cells.outcomes}
        ]
        if lacking:
            raise ValueError(
                f"The live release “{one.name}” of this population has {', '.join(lacking)}, which these cells lack: "
                "give the cells by it too, so that both can be judged together."
            )
    outcomes = {*release.outcomes, *(name for one in earlier for name in one.outcomes)}
    kept = tuple(one for one in release.cells.outcomes if one.name in outcomes)
    slim = Cells(release.cells.dimensions, release.cells.levels, release.cells.n, kept)
    return slim.rolled_up([name for name in release.cells.dimensions if name in used])


def _expanded(release: Release, joint: Cells) -> list[list[int]]:
    """For each row of the release's cells, the joint cells whose people it counts."""
    shared = [name for name in joint.dimensions if name in release.cells.dimensions]
    rows, places = joint.rows_by(shared), release.cells.places(shared)
    return [rows.get(tuple(levels[place] for place in places), []) for levels in release.cells.levels]


def _same_people(release: Release, joint: Cells, expanded: list[list[int]]) -> None:
    """An earlier release is judged with a later one only if both count the same people by what they share."""
    counted = [("n", release.cells.n, joint.n)] + [
        (name, release.cells.outcome(name).k, joint.outcome(name).k) for name in release.outcomes
    ]
    then = dict[tuple[int, ...], list[int]]()  # several of its rows may lie in one set of joint cells
    for row, cells in enumerate(expanded):
        then.setdefault(tuple(cells), []).append(row)
    for name, before, now in counted:
        for places, rows in then.items():
            was, stands = sum(before[row] for row in rows), sum(now[place] for place in places)
            if was != stands:
                raise ValueError(
                    f"The live release “{release.name}” counted {was} as {name} of {', '.join(release.cells.levels[rows[0]])}, "
                    f"where these cells count {stands}: withdraw it, or give the versions as a dimension."
                )
