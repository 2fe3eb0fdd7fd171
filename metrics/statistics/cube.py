"""Cells of every combination of dimensions, rolled up in memory from the finest ones.

Whatever is kept of a cell is a sum, so any grouping is one. A level for those whose answer is unknown, declined or was not asked
is a level like any other; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Sums = NDArray[np.int64] | NDArray[np.float64]
DENSE = 4_000_000  # combinations of levels up to which a cell's place is computed and not looked for
MOST = 50_000_000  # combinations up to which people are counted at once


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


Column = NDArray[np.integer[Any]]


def from_people(
    levels: Mapping[str, Sequence[str]], columns: Sequence[Column], outcome: Column, weight: NDArray[np.float64]
) -> Cells:
    """The finest cells of people: n, k, W, Wy, W2, W2y, in three passes over them.

    `columns` has an array a dimension, a code a person, an index into its levels; `outcome` is 0 or 1. Raises ValueError where
    a code is none of the levels, an outcome neither 0 nor 1, or there are too many combinations of levels.
    """
    shape = tuple(len(each) for each in levels.values())
    if np.prod(shape, dtype=float) > MOST:
        raise ValueError(
            f"{' x '.join(map(str, shape))} levels are more than {MOST:,} combinations. Merge levels first."
        )
    for name, column, most in (*zip(levels, columns, shape, strict=True), ("outcome", outcome, 2)):
        if column.size and not 0 <= int(column.min()) <= int(column.max()) < most:
            raise ValueError(f"A code of {name} is none of 0 to {most - 1}.")
    size = 2 * int(np.prod(shape))
    key = _keys((*columns, outcome), (*shape, 2))
    people = np.bincount(key, minlength=size).reshape(-1, 2)
    weights, squares = (
        np.bincount(key, weights=each, minlength=size).reshape(-1, 2) for each in (weight, weight * weight)
    )
    here = np.flatnonzero(people.sum(axis=1))
    codes = np.stack(np.unravel_index(here, shape), axis=1).astype(np.int64)
    sums: dict[str, Sums] = {}
    for (whole, part), pair in zip((("n", "k"), ("W", "Wy"), ("W2", "W2y")), (people, weights, squares), strict=True):
        sums |= {whole: pair[here].sum(axis=1), part: pair[here, 1]}
    return Cells(tuple(levels), tuple(tuple(each) for each in levels.values()), codes, sums)


def _keys(columns: Sequence[Column], shape: tuple[int, ...]) -> NDArray[np.intp]:
    """One number a person: its codes as the digits, the last turning fastest."""
    key = columns[0].astype(np.intp)
    for column, size in zip(columns[1:], shape[1:], strict=True):
        key *= size
        key += column
    return key


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
