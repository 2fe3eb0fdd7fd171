"""A file with one row for each person becomes cells of people; nothing of a person is kept, or written anywhere on the way.

Read in blocks and added up in memory: the same cells as one GROUP BY over the rows (`finest_cells`), without a table of people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from metrics.calculators.tables import UNKNOWN, YES
from metrics.finest.fields import Block, Fault, Faulty, Numbers, Places, Rows
from metrics.finest.levels import label
from metrics.finest.measures import Measure, Rule, names_of, whole_names
from metrics.statistics.cube import Cells, gather
from raci.evidence.verdicts import _
from raci.imports.verdicts import Unreadable, say

MOST_LEVELS = 200  # of a dimension: more is an identifier, an age in days, a text that somebody wrote
MOST_KINDS = 250_000  # combinations of levels and outcome, as they are written
MOST_FAULTS = 20  # that are named; then reading ends
MOST_EVENTS = 1e9  # of one row: sums of a block stay exact
ANSWERS = {**{word: float(yes) for word, yes in YES.items()}, "1.0": 1.0, "0.0": 0.0}

NO_ROWS = _("The file has headings and no row under them.")
LEVELS = _(
    "“%(column)s” has more than %(most)d different values. Choose a column of groups, or put its values into groups."
)
KINDS = _("There are more than %(most)d combinations of groups. Take fewer columns, or put their values into groups.")
NO_ANSWER = _("“%(text)s” is neither 0 nor 1. Write one of them, or leave it empty if it is not known.")
NO_NUMBER = _("“%(text)s” is not a number. Write it as 1234.5, or leave it empty if it is not known.")
NO_COUNT = _("“%(text)s” is not a count. Write a whole number from 0, or leave it empty if it is not known.")
BELOW = _("“%(text)s” is below zero. Correct it.")
NO_WEIGHT = _("There is no weight. Give each person one whose outcome is known.")


@dataclass(frozen=True)
class Counted:
    """The finest cells, and how many rows went into them: n and unknown of all cells add up to it."""

    cells: Cells
    rows: int


def count_people(
    file: BinaryIO,
    dimensions: Mapping[str, str],
    measure: Measure,
    progress: Callable[[int], object] = lambda rows: None,
    answers: Mapping[str, float] = ANSWERS,
) -> Counted:
    """Count a CSV file. `dimensions`: the heading of each; the measure's columns are headings too.

    `answers`: what words of an outcome mean, in small letters: 0, 1, NaN. `progress` is told the number of rows after
    each block. Raises Unreadable for a file that is no such table, and Faulty with up
    to 20 faults by line. A missing level is "unknown"; a row whose outcome is unknown is counted as that.
    """
    names_of([measure])
    rows = Rows(file)
    tally = _Tally(rows, dimensions, measure, answers)
    counted = 0
    for block in rows.blocks():
        tally.add(block)
        counted += len(block)
        progress(counted)
        if len(tally.faults) >= MOST_FAULTS:
            break
    if tally.faults:
        raise Faulty(sorted(tally.faults, key=lambda fault: fault.line)[:MOST_FAULTS])
    if not counted:
        raise Unreadable(say(NO_ROWS))
    return Counted(tally.cells(), counted)


class _Tally:
    """Sums by kind of row: what is written in the dimensions and, of a yes or no, in the outcome."""

    def __init__(self, rows: Rows, dimensions: Mapping[str, str], measure: Measure, words: Mapping[str, float]) -> None:
        self.measure, self.dimensions, self.words = measure, dimensions, words
        columns = {letter: rows.column(heading) for letter, heading in measure.columns.items()}
        self.answer = {letter: at for letter, at in columns.items() if measure.rules[letter] is Rule.ANSWER}
        self.measured = {letter: at for letter, at in columns.items() if letter not in self.answer}
        self.key = [*(rows.column(heading) for heading in dimensions.values()), *self.answer.values()]
        self.levels: list[dict[str, int]] = [{} for _dimension in dimensions]
        self.kinds: dict[tuple[str, ...], int] = {}
        self.met: dict[Any, int] = {}  # the kind of what stands in the file, as it stands there
        self.codes: list[tuple[int, ...]] = []
        self.answers: list[float] = []  # of each kind: 0, 1, NaN where unknown, -1 where it is none
        self.sums = {name: np.zeros(0, dtype=np.float64) for name in ("n", "unknown", *measure.sums)}
        self.faults: list[Fault] = []

    def add(self, block: Block) -> None:
        """The rows of a block, and their faults."""
        first, places = block.alike(self.key)
        kinds = self._kinds(block, first)
        values: dict[str, Numbers] = {}
        for letter, column in self.answer.items():
            values[letter] = np.array(self.answers)[kinds][places]
            self._blame(block, letter, np.flatnonzero(values[letter] < 0), NO_ANSWER, column)
        for letter, column in self.measured.items():
            values[letter], wrong = block.numbers(column)
            self._blame(block, letter, wrong, NO_NUMBER, column)
        known = np.ones(len(block), dtype=np.bool_)
        for letter in self.measure.known:
            known &= ~np.isnan(values[letter])
        for letter, column in self.measured.items():
            self._check(block, letter, column, values[letter], known)
        self._sum(kinds, places, values, known)

    def _kinds(self, block: Block, rows: Places) -> Places:
        keys = block.written(rows, self.key)
        found = list(map(self.met.get, keys))
        for at, (kind, row) in enumerate(zip(found, rows.tolist(), strict=True)):
            if kind is None:
                found[at] = self.met[keys[at]] = self._kind(block, row)
        if len(self.met) > MOST_KINDS:
            self.met.clear()
        return np.array(found, dtype=np.intp)

    def _kind(self, block: Block, row: int) -> int:
        written = tuple(block.field(row, column) for column in self.key)
        found = self.kinds.get(written)
        if found is not None:
            return found
        if len(self.kinds) >= MOST_KINDS:
            raise Unreadable(say(KINDS, most=MOST_KINDS))
        self.codes.append(tuple(map(self._level, range(len(self.dimensions)), written)))
        for word in written[len(self.dimensions) :]:
            unknown = -1.0 if word.casefold() not in UNKNOWN else np.nan
            self.answers.append(self.words.get(word.casefold(), unknown))
        return self.kinds.setdefault(written, len(self.kinds))

    def _level(self, at: int, word: str) -> int:
        levels = self.levels[at]
        found = levels.setdefault(label(word), len(levels))
        if len(levels) > MOST_LEVELS:
            raise Unreadable(say(LEVELS, column=list(self.dimensions.values())[at], most=MOST_LEVELS))
        return found

    def _check(self, block: Block, letter: str, column: int, values: Numbers, known: NDArray[np.bool_]) -> None:
        """Numbers that their rule does not allow, and people without a weight."""
        rule = self.measure.rules[letter]
        if rule is Rule.COUNT:
            wrong = (values < 0) | (values != np.floor(values)) & ~np.isnan(values) | (values >= MOST_EVENTS)
            self._blame(block, letter, np.flatnonzero(wrong), NO_COUNT, column)
        elif rule is Rule.WEIGHT:
            self._blame(block, letter, np.flatnonzero(values < 0), BELOW, column)
        if letter not in self.measure.known:
            self._blame(block, letter, np.flatnonzero(known & np.isnan(values)), NO_WEIGHT, column)

    def _blame(self, block: Block, letter: str, rows: Sequence[int] | Places, reason: str, column: int) -> None:
        blamed = {fault.line for fault in self.faults if fault.column == self.measure.columns[letter]}
        for row in list(rows)[: MOST_FAULTS + len(blamed)]:
            line = int(block.lines[row])
            if line not in blamed:
                text = block.field(int(row), column)[:60]
                self.faults.append(Fault(line, self.measure.columns[letter], say(reason, text=text)))

    def _sum(self, kinds: Places, places: Places, values: Mapping[str, Numbers], known: NDArray[np.bool_]) -> None:
        size = len(self.kinds)
        counted = np.bincount(places, known, len(kinds))
        found = {"n": counted, "unknown": np.bincount(places, minlength=len(kinds)) - counted}
        for name, letters in self.measure.sums.items():
            product = values[letters[0]]
            for letter in letters[1:]:
                product = product * values[letter]
            found[name] = np.bincount(places, np.where(known, product, 0), len(kinds))
        for name, of_kinds in found.items():
            if len(self.sums[name]) < size:
                self.sums[name] = np.concatenate((self.sums[name], np.zeros(size + 1000 - len(self.sums[name]))))
            np.add.at(self.sums[name], kinds, of_kinds)  # two that differ in spaces are of one kind

    def cells(self) -> Cells:
        """All that was added, by the dimensions alone, levels in the order of their letters."""
        size, whole = len(self.kinds), whole_names([self.measure])
        codes = np.array(self.codes, dtype=np.int64).reshape(size, len(self.dimensions))
        levels = []
        for at, found in enumerate(self.levels):
            names = sorted(found)
            codes[:, at] = np.argsort([found[name] for name in names])[codes[:, at]]
            levels.append(tuple(names))
        sums: dict[str, Any] = {}
        for one, values in self.sums.items():
            name = self.measure.called(one)
            sums[name] = values[:size].round().astype(np.int64) if name in whole else values[:size]
        return gather(tuple(self.dimensions), tuple(levels), codes, sums)
