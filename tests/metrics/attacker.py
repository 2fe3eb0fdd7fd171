"""An attacker of releases, written from what readers get and from nothing else of the portal's: scipy, one linear programme.

It reads the plain data of released tables (null is the mark), knows which combinations exist, that counts are not negative, and
that no outcome exceeds its group; it solves least and most of whatever it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import block_diag, csr_array, vstack

Person = Mapping[str, str]  # the levels of one finest cell
Matches = Callable[[Person], bool]
TOTAL = "Total"
AT_ONCE = 40
NO_LIMIT = 1e6  # people: more than any made population has


@dataclass(frozen=True)
class Seen:
    """A released answer, and which finest cells it was about (a period's release knows only that period)."""

    released: Mapping[str, Any]
    about: Matches = lambda _cell: True


@dataclass(frozen=True)
class Question:
    """A number somebody wants to know: sum of n, of k or of n - k over the finest cells that match."""

    measure: str
    places: tuple[int, ...]


class Attacker:
    """Everything printed, as equations over n and k of the finest cells."""

    def __init__(self, finest: Sequence[Person], seen: Sequence[Seen], *, whole: bool = False) -> None:
        self.finest, self.whole = finest, whole
        lines = [(one, line) for one in seen for table in one.released["tables"] for line in table["cells"]]
        self.has_outcome = any("k" in line for _, line in lines)
        self.size = len(finest) * (2 if self.has_outcome else 1)  # n of each finest cell, then k of each
        self.rows: list[np.ndarray] = []
        self.sums: list[int] = []
        self.marked: list[Question] = []
        for one, line in lines:
            self._read(line, one.about)
        each = np.eye(len(finest))
        k_within_n = np.hstack([-each, each]) if self.has_outcome else np.zeros((0, self.size))
        self.within = csr_array(k_within_n)
        self.printed = csr_array(np.array(self.rows).reshape(-1, self.size))

    def places(self, cell: Person, about: Matches) -> tuple[int, ...]:
        wanted = {name: level for name, level in cell.items() if level != TOTAL}
        return tuple(
            place
            for place, one in enumerate(self.finest)
            if about(one) and all(one[name] == level for name, level in wanted.items())
        )

    def _read(self, line: Mapping[str, Any], about: Matches) -> None:
        places = self.places(line["cell"], about)
        for measure in ("n", "k"):
            if measure not in line:
                continue
            if line[measure] is None:
                self.marked.append(Question(measure, places))
            else:
                self.rows.append(self.vector(Question(measure, places)))
                self.sums.append(line[measure])

    def vector(self, question: Question) -> np.ndarray:
        row = np.zeros(self.size)
        if question.measure != "k":
            row[list(question.places)] = 1
        if question.measure != "n":
            row[[len(self.finest) + place for place in question.places]] = 1 if question.measure == "k" else -1
        return row

    def limits(self, questions: Sequence[Question]) -> list[tuple[float, float]]:
        """Least and most of each; infinity where there is no limit."""
        vectors = [sign * self.vector(one) for one in questions for sign in (1, -1)]
        if self.whole:
            found = [self._least_whole(vector) for vector in vectors]
        else:
            found = [one for at in range(0, len(vectors), AT_ONCE) for one in self._least(vectors[at : at + AT_ONCE])]
        return [(low, -high) for low, high in zip(found[::2], found[1::2], strict=True)]

    def _least(self, vectors: Sequence[np.ndarray]) -> list[float]:
        """Several questions as one programme of as many worlds, since asking costs more than answering."""
        worlds = np.array(vectors)
        known = {"A_eq": block_diag([self.printed] * len(worlds)), "b_eq": np.tile(self.sums, len(worlds))}
        within = {"A_ub": block_diag([self.within] * len(worlds)), "b_ub": np.zeros(len(worlds) * self.within.shape[0])}
        every = {**(known if self.sums else {}), **(within if self.has_outcome else {})}
        found = linprog(worlds.ravel(), bounds=(0, NO_LIMIT), method="highs", **every)
        assert found.status == 0, found.message
        least = (worlds * found.x.reshape(worlds.shape)).sum(axis=1)
        return [-np.inf if one <= -NO_LIMIT / 2 else float(one) for one in least]

    def _least_whole(self, vector: np.ndarray) -> float:
        """The same by integer programming, for those who want to know what whole people add."""
        rows = vstack([self.printed, self.within])
        sums, size = np.array(self.sums), self.within.shape[0]
        limits = LinearConstraint(rows, np.append(sums, np.full(size, -np.inf)), np.append(sums, np.zeros(size)))
        found = milp(vector, constraints=limits, integrality=np.ones(len(vector)))
        if found.status in (3, 4):
            return -np.inf
        assert found.status == 0, found.message
        return float(found.fun)
