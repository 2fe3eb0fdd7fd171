"""Cells of every combination of dimensions, rolled up in memory from the finest ones.

Whatever is kept of a cell is a sum, so any grouping is one. A level for those whose answer is unknown, declined or was not asked
is a level like any other; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Sums = NDArray[np.int64] | NDArray[np.float64]
DENSE = 4_000_000  # combinations of levels up to which a cell's place is computed and not looked for


@dataclass(frozen=True)
class Cells:
    """Cells of one grouping, each combination of levels that occurs once, in the order of its codes.

    `codes` has a row a cell and a column a dimension, an index into that dimension's `levels`; each of `sums` a number a cell.
    """

    dimensions: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    codes: Codes
    sums: Mapping[str, Sums]

    def __len__(self) -> int:
        return len(self.codes)

    def names(self) -> Iterator[tuple[str, ...]]:
        """The levels of each cell, in words."""
        for row in self.codes.tolist():
            yield tuple(levels[code] for levels, code in zip(self.levels, row, strict=True))

    def by(self, dimensions: Sequence[str]) -> Cells:
        """Summed over all other dimensions. Raises ValueError where one is unknown or named twice."""
        unknown = [name for name in dimensions if name not in self.dimensions]
        if unknown or len(set(dimensions)) < len(dimensions):
            known = ", ".join(self.dimensions)
            raise ValueError(f"Group by some of {known}, each once; not by {', '.join(dimensions)}.")
        columns = [self.dimensions.index(name) for name in dimensions]
        return gather(tuple(dimensions), tuple(self.levels[at] for at in columns), self.codes[:, columns], self.sums)


def gather(
    dimensions: tuple[str, ...], levels: tuple[tuple[str, ...], ...], codes: Codes, sums: Mapping[str, Sums]
) -> Cells:
    """One cell of all rows with the same codes: of people (sums of one each) or of finer cells. Whole numbers stay exact."""
    places, first = _places(codes, tuple(len(each) for each in levels))
    gathered = {name: _add(places, values, len(first)) for name, values in sums.items()}
    return Cells(dimensions, levels, codes[first], gathered)


def _places(codes: Codes, shape: tuple[int, ...]) -> tuple[Codes, Codes]:
    """For each row the number of its cell, and for each cell the first of its rows; cells in the order of their codes."""
    if not shape:
        return np.zeros(len(codes), dtype=np.int64), np.zeros(min(1, len(codes)), dtype=np.int64)
    if np.prod(shape, dtype=float) > DENSE:
        _unique, first, places = np.unique(codes, axis=0, return_index=True, return_inverse=True)
        return places.ravel(), first
    key = np.ravel_multi_index(tuple(codes.T), shape)
    size = int(np.prod(shape))
    first = np.full(size, -1, dtype=np.int64)
    first[key[::-1]] = np.arange(len(key) - 1, -1, -1)
    here = first >= 0
    return (np.cumsum(here) - 1)[key], first[here]


def _add(places: Codes, values: Sums, cells: int) -> Sums:
    if np.issubdtype(values.dtype, np.integer):
        total = np.zeros(cells, dtype=np.int64)
        np.add.at(total, places, values)
        return total
    return np.bincount(places, weights=values, minlength=cells)


def from_people(
    levels: Mapping[str, Sequence[str]], codes: Codes, outcome: Codes, weight: NDArray[np.float64]
) -> Cells:
    """The finest cells of people: n, k, W, Wy, W2, W2y. `codes`: a row a person; `outcome` 0 or 1; one pass over the people."""
    shape = tuple(len(each) for each in levels.values())
    key = np.ravel_multi_index(tuple(codes.T), shape)
    size = int(np.prod(shape))
    y = outcome.astype(np.float64)
    n, k = (np.bincount(key, weights=each, minlength=size) for each in (None, y))
    w, wy, w2, w2y = (
        np.bincount(key, weights=each, minlength=size)
        for each in (weight, weight * y, weight * weight, weight * weight * y)
    )
    here = np.flatnonzero(n)
    cells = np.stack(np.unravel_index(here, shape), axis=1).astype(np.int64)
    sums: dict[str, Sums] = {"n": n[here].astype(np.int64), "k": k[here].astype(np.int64)}
    sums |= {"W": w[here], "Wy": wy[here], "W2": w2[here], "W2y": w2y[here]}
    return Cells(tuple(levels), tuple(tuple(each) for each in levels.values()), cells, sums)


def cube(finest: Cells) -> dict[tuple[str, ...], Cells]:
    """Every combination of one or more dimensions, 2^d - 1 groupings, each summed from a finer one that is already there."""
    whole = finest.by(finest.dimensions)
    made = {whole.dimensions: whole}
    for size in range(len(whole.dimensions) - 1, 0, -1):
        for dimensions in combinations(whole.dimensions, size):
            made[dimensions] = _smallest_above(made, dimensions).by(dimensions)
    return made


def _smallest_above(made: Mapping[tuple[str, ...], Cells], dimensions: tuple[str, ...]) -> Cells:
    above = (cells for key, cells in made.items() if len(key) == len(dimensions) + 1 and set(dimensions) < set(key))
    return min(above, key=len)
