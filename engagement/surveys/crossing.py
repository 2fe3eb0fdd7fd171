"""The gate of a survey's tables: each is judged with every table that was ever made of the survey, of earlier exports too.

A later export counts most of the same people again. Who of them are the same is not written, so that readers are taken to know
the most: who answered alike in both is one person. What is left are those who came and those who went, and the difference of
two tables may tell of few of them no more than a table may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from engagement.surveys.codebook import ONE, SEVERAL

if TYPE_CHECKING:
    from metrics.suppression.cells import Cells, Grouping
    from metrics.suppression.released import Released
    from metrics.suppression.releases import Hidden, Release

CLOSED = (ONE, SEVERAL)
IN, NOT_IN = "in", "not in"
MOST_CELLS = 4_000  # combinations of answers that are judged together
Said = tuple[Any, ...]


@dataclass(frozen=True)
class Export:
    """One export of a survey: its closed questions with their answers' codes, by code what kind they are, and its people."""

    number: int
    kinds: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    people: tuple[Said, ...]


@dataclass(frozen=True)
class Table:
    """A table: of which export, by which questions (one that takes several answers stands in the columns alone), and, once it
    is made, what is hidden in it: a cell's answers by question, with "n" or the code of an answer among several."""

    export: int
    rows: str
    columns: str
    hidden: frozenset[tuple[frozenset[tuple[str, str]], str]] = frozenset()


class TooMany(Exception):
    """So many questions cannot be judged together."""


def judged(exports: Sequence[Export], earlier: Sequence[Table], asked: Table) -> Released:
    """What may be told of it. Raises NotSafe or TooMany; `exports` are all of the survey, from the first to the newest."""
    from metrics.suppression.released import released
    from metrics.suppression.suppressor import suppress

    population = _Population(exports, [*earlier, asked])
    before = [population.release(one) for one in earlier]
    return released(suppress(population.release(asked, is_new=True), before), before)[0]


class _Population:
    """Everybody who stands in an export, by the questions of these tables and by the exports in which they stand."""

    def __init__(self, exports: Sequence[Export], tables: Sequence[Table]) -> None:
        newest = exports[-1]
        self.kinds, self.answers = newest.kinds, _all_answers(exports)
        self.numbers = [one.number for one in exports]
        used = list(dict.fromkeys(name for table in tables for name in (table.rows, table.columns)))
        self.single = [name for name in used if self.kinds[name] == ONE]
        self.several = [name for name in used if self.kinds[name] == SEVERAL]
        if prod(len(self.answers[name]) + 1 for name in self.single) > MOST_CELLS:
            raise TooMany
        self.cells = self._cells(_people(exports))

    def _cells(self, people: Counter[tuple[Said, frozenset[int]]]) -> Cells:
        from metrics.suppression.cells import Cells, Outcome

        places = {name: at for at, name in enumerate(self.kinds)}
        options = [(name, code) for name in self.several for code in self.answers[name]]
        n = Counter[tuple[str, ...]]()
        k = {one: Counter[tuple[str, ...]]() for one in options}
        for (said, within), count in people.items():
            level = (*(said[places[name]] for name in self.single), *self._within(within))
            n[level] += count
            for name, code in options:
                k[name, code][level] += count if code in said[places[name]] else 0
        levels = tuple(dict.fromkeys([*self._empty(), *sorted(n)]))
        outcomes = tuple(Outcome(_named(*one), tuple(k[one][level] for level in levels)) for one in options)
        return Cells((*self.single, *map(_export, self.numbers)), levels, tuple(n[level] for level in levels), outcomes)

    def _within(self, within: frozenset[int]) -> tuple[str, ...]:
        return tuple(IN if number in within else NOT_IN for number in self.numbers)

    def _empty(self) -> Iterator[tuple[str, ...]]:
        """Whoever reads does not know which answers nobody of the newest export gave together."""
        every = [("", *self.answers[name]) for name in self.single]
        alone = self._within(frozenset(self.numbers))
        yield from ((*said, *alone) for said in product(*every))

    # ---- one table of it

    def release(self, table: Table, *, is_new: bool = False) -> Release:
        """Its counts: of an earlier table as they went out, of a new one with nothing hidden but who is not of its export."""
        from metrics.suppression.releases import Release

        export, single = _export(table.export), [one for one in (table.rows, table.columns) if self.kinds[one] == ONE]
        groupings = _groupings(single, export)
        options = [_named(one, code) for one in (table.columns,) if one in self.several for code in self.answers[one]]
        cells = self.cells if is_new else _only(self.cells, export, single)
        release = Release(f"{table.export}: {table.rows}, {table.columns}", cells, groupings, tuple(options))
        keys = release.rows()
        at = cells.places((export,))[0]
        if is_new:
            hidden: Iterable[Hidden] = ((key, "n") for key in keys if key[at] == NOT_IN)
        else:
            hidden = (
                (key, measure if measure == "n" else _named(table.columns, measure))
                for key in keys
                for told, measure in table.hidden
                if frozenset(_told(cells.dimensions, key)) == told
            )
        return Release(release.name, cells, groupings, release.outcomes, hidden=frozenset(hidden))


def _export(number: int) -> str:
    return f"export {number}"


def _named(question: str, code: str) -> str:
    return f"{question}={code}"


def _told(dimensions: Sequence[str], key: Sequence[str | None]) -> Iterator[tuple[str, str]]:
    """A cell's answers by question."""
    for name, level in zip(dimensions, key, strict=True):
        if level is not None and not name.startswith("export "):
            yield name, level


def _groupings(single: Sequence[str], export: str) -> tuple[Grouping, ...]:
    parts: list[tuple[str, ...]] = [tuple(single), *((name,) for name in single if len(single) > 1), ()]
    return tuple((*part, export) for part in dict.fromkeys(parts))


def _only(cells: Cells, export: str, single: Sequence[str]) -> Cells:
    """Those of one export alone, by these questions: what its tables counted."""
    from metrics.suppression.cells import Cells, Outcome

    at = cells.places((export,))[0]
    rows = [row for row, levels in enumerate(cells.levels) if levels[at] == IN]
    outcomes = tuple(Outcome(one.name, tuple(one.k[row] for row in rows)) for one in cells.outcomes)
    own = Cells(
        cells.dimensions, tuple(cells.levels[row] for row in rows), tuple(cells.n[row] for row in rows), outcomes
    )
    return own.rolled_up((*single, export))


def _all_answers(exports: Sequence[Export]) -> dict[str, tuple[str, ...]]:
    """A question's answers in any of the exports."""
    return {
        name: tuple(dict.fromkeys(code for one in reversed(exports) for code in one.answers.get(name, ())))
        for name in exports[-1].answers
    }


def _people(exports: Sequence[Export]) -> Counter[tuple[Said, frozenset[int]]]:
    """What each said with the exports in which they stand: as many as can be are taken for the same."""
    known = Counter[tuple[Said, frozenset[int]]]()
    for export in exports:
        left = Counter(export.people)
        after = Counter[tuple[Said, frozenset[int]]]()
        for (said, within), count in sorted(known.items(), key=lambda one: -max(one[0][1])):
            same = min(count, left[said])
            left[said] -= same
            after[said, within | {export.number}] += same
            after[said, within] += count - same
        after.update({(said, frozenset({export.number})): count for said, count in left.items()})
        known = +after
    return known


# ---- from and to what is kept


def export_of(survey: Any) -> Export:
    """An export as it is kept (a `Survey` with its answers)."""
    closed = [one for one in survey.questions if one["kind"] in CLOSED]
    kinds = {one["code"]: one["kind"] for one in closed}
    answers = {one["code"]: tuple(code for code, _label in one["answers"]) for one in closed}
    people = tuple(
        tuple(tuple(said) if isinstance(said, list) else said for said in one) for one in survey.answers.people
    )
    return Export(survey.number, kinds, answers, people)


def table_of(table: Any) -> Table:
    """A table as it is kept (a `SurveyTable`)."""
    hidden: set[tuple[frozenset[tuple[str, str]], str]] = set()
    for cell in table.cells:
        key = frozenset(cell["key"].items())
        hidden |= {(key, "n")} if cell["n"] is None else {(key, code) for code, k in cell["k"].items() if k is None}
    return Table(table.survey.number, table.rows, table.columns, frozenset(hidden))


def cells_of(found: Released, columns: str) -> list[dict[str, Any]]:
    """What is kept of a table that has passed: its cells of its own export, totals among them."""
    options = [name.removeprefix(_named(columns, "")) for name in found.outcomes]
    return [
        {
            "key": dict(_told(found.dimensions, cell.key)),
            "n": cell.n,
            "k": dict(zip(options, cell.outcomes, strict=True)),
        }
        for table in found.tables
        for cell in table.cells
        if cell.key[found.dimensions.index(table.grouping[-1])] == IN
    ]
