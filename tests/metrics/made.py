"""Populations and releases made for the tests: small enough to attack, skewed enough to have many small cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from metrics.suppression import plain
from metrics.suppression.cells import Cells, Grouping, Outcome, with_margins
from metrics.suppression.releases import Release, Rule
from tests.metrics.attacker import Attacker, Person, Seen

OUTCOME = "k"


def population(
    dimensions: Sequence[str], levels: Sequence[Sequence[str]], n: Sequence[int], k: Sequence[int] | None = None
) -> Cells:
    outcomes = (Outcome(OUTCOME, tuple(map(int, k))),) if k is not None else ()
    return Cells(tuple(dimensions), tuple(map(tuple, levels)), tuple(map(int, n)), outcomes)


def release(cells: Cells, groupings: Sequence[Grouping] | None = None, name: str = "made", **more: object) -> Release:
    printed = tuple(one.name for one in cells.outcomes)
    tables = with_margins(cells.dimensions) if groupings is None else tuple(groupings)
    return Release(name, cells, tables, printed, **{"rule": Rule(), **more})


def counts(rng: np.random.Generator, size: int) -> np.ndarray:
    """Many small counts, some zeros, a few large ones."""
    return rng.negative_binomial(1, 1 / (1 + rng.uniform(5, 40)), size)


def having(rng: np.random.Generator, n: np.ndarray, *, has_outcome: bool) -> np.ndarray | None:
    return rng.binomial(n, rng.uniform(0.1, 0.6)) if has_outcome else None


def two_way(seed: int) -> Release:
    """3 to 7 rows by 3 to 7 columns with every total; each third has an outcome."""
    rng = np.random.default_rng([2, seed])
    rows, columns = rng.integers(3, 8 if seed % 3 else 6, 2)
    levels = [(f"r{r}", f"c{c}") for r, c in product(range(rows), range(columns))]
    n = counts(rng, len(levels))
    return release(population(("row", "column"), levels, n, having(rng, n, has_outcome=seed % 3 == 0)))


def linked(seed: int) -> Release:
    """Three dimensions, tracts nested in districts, and several tables that share their margins rather than the whole cube."""
    rng = np.random.default_rng([3, seed])
    races, ages, tracts = rng.integers(2, 5), rng.integers(2, 5), rng.integers(3, 6)
    levels = [
        (f"race{r}", f"age{a}", f"tract{t}", f"district{t // 2}")
        for r, a, t in product(range(races), range(ages), range(tracts))
    ]
    n = counts(rng, len(levels))
    cells = population(("race", "age", "tract", "district"), levels, n, having(rng, n, has_outcome=seed % 3 == 0))
    finer = with_margins(("race", "age", "tract"))
    coarser = [
        *with_margins(("race", "age", "district")),
        *with_margins(("race", "tract")),
        *with_margins(("age", "tract")),
    ]
    return release(cells, finer if seed % 2 else list(dict.fromkeys(coarser)))


def second_period(first: Release, seed: int) -> tuple[Release, Release]:
    """The release again as that of period 1, and one of both periods: either beside each other, or as a sum to date.

    Most people of period 2 come on top of many of period 1, so that the difference of two sums is small.
    """
    rng = np.random.default_rng([4, seed])
    cells = first.cells
    more = rng.negative_binomial(1, 1 / (1 + rng.uniform(1, 15)), len(cells.n))
    k = [one.k for one in cells.outcomes]
    later = having(rng, more, has_outcome=bool(k))
    levels = [("1", *one) for one in cells.levels]
    before = population(("period", *cells.dimensions), levels, cells.n, k[0] if k else None)
    after = population(
        before.dimensions, [*levels, *(("2", *one) for one in cells.levels)], [*cells.n, *more],
        [*k[0], *later] if later is not None else None,
    )  # fmt: skip
    beside = [("period", *one) for one in first.groupings]
    return (
        release(before, beside, name="period 1"),
        release(after, first.groupings if seed % 2 else [*beside, *first.groupings], name="period 2"),
    )


def people(cells: Cells) -> list[Person]:
    return [dict(zip(cells.dimensions, levels, strict=True)) for levels in cells.levels]


def seen(found: Release) -> Seen:
    """What readers get of a release, as a program reads it; whether it passed the gate is not asked."""
    return Seen(shown(found), _about(found))


def shown(found: Release) -> dict:
    """The tables with their marks, without asking the gate: for attacks on what it should have refused."""
    names = found.cells.dimensions
    tables = []
    for grouping in found.groupings:
        lines = []
        for key, rows in found.rows_of(grouping).items():
            line: dict = {"cell": {name: level or "Total" for name, level in zip(names, key, strict=True)}}
            line["n"] = None if found.hides(key, "n") else sum(found.cells.n[row] for row in rows)
            for one in found.outcomes:
                line[one] = None if found.hides(key, one) else sum(found.cells.outcome(one).k[row] for row in rows)
            lines.append(line)
        tables.append({"by": list(grouping), "cells": lines})
    return {"tables": tables}


def _about(found: Release):
    periods = {dict(one).get("period") for one in people(found.cells)}
    return lambda cell: cell.get("period") in periods


def attacker_of(*releases: Release, whole: bool = False) -> Attacker:
    """Of releases whose last one knows all the cells."""
    return Attacker(people(releases[-1].cells), [seen(one) for one in releases], whole=whole)


def round_trip(found: Release) -> Release:
    return plain.from_plain(plain.as_plain(found))
