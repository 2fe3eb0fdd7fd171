"""Releases and verdicts as plain data, to be stored or handed to a program, and releases back from it.

What `as_plain` gives holds the true counts: it is for whoever decides, never for readers (those get `released_as_plain`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from metrics.suppression.audit import Audit, Interval
from metrics.suppression.cells import Cells, Key, Outcome
from metrics.suppression.released import Released
from metrics.suppression.releases import N, Release, Rule

Plain = dict[str, Any]
TOTAL = "Total"


def as_plain(release: Release) -> Plain:
    """A release whole, with its true counts; `from_plain` reads it back equal."""
    cells = release.cells
    return {
        "name": release.name,
        "threshold": release.rule.threshold,
        "group_threshold": release.rule.group_threshold,
        "dimensions": list(cells.dimensions),
        "levels": [list(levels) for levels in cells.levels],
        "n": list(cells.n),
        "outcomes": {one.name: list(one.k) for one in cells.outcomes},
        "printed_outcomes": list(release.outcomes),
        "groupings": [list(one) for one in release.groupings],
        "hidden": [[list(key), measure] for key, measure in sorted(release.hidden, key=_in_order)],
    }


def from_plain(plain: Mapping[str, Any]) -> Release:
    """Raises ValueError where it is not what `as_plain` wrote."""
    try:
        return _read(plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This is not a release as the portal writes it ({error!r}).") from error


def _read(plain: Mapping[str, Any]) -> Release:
    outcomes = tuple(Outcome(name, tuple(map(int, k))) for name, k in plain["outcomes"].items())
    levels = tuple(tuple(map(str, one)) for one in plain["levels"])
    cells = Cells(tuple(plain["dimensions"]), levels, tuple(map(int, plain["n"])), outcomes)
    return Release(
        name=str(plain["name"]),
        cells=cells,
        groupings=tuple(tuple(one) for one in plain["groupings"]),
        outcomes=tuple(plain["printed_outcomes"]),
        rule=Rule(int(plain["threshold"]), int(plain["group_threshold"])),
        hidden=frozenset((tuple(key), str(measure)) for key, measure in plain["hidden"]),
    )


def _in_order(hidden: tuple[Key, str]) -> tuple[list[str], str]:
    return [level or "" for level in hidden[0]], hidden[1]


def hidden_as_plain(release: Release, total: str = TOTAL) -> list[Plain]:
    """Each number that a reader does not see, in the order of the tables."""
    return [
        {"cell": _cell(release.cells.dimensions, key, total), "measure": measure}
        for key in release.rows()
        for measure in (N, *release.outcomes)
        if release.hides(key, measure)
    ]


def intervals_as_plain(found: Iterable[Interval], total: str = TOTAL) -> list[Plain]:
    """What a reader can work out: one object for each name under which a number is hidden."""
    return [_interval(one, cell) for one in found for cell in _cells(one, total)]


def _interval(one: Interval, cell: Plain) -> Plain:
    return {
        "cell": cell, "measure": one.measure, "value": one.value, "low": one.low, "high": one.high,
        "needed": one.needed, "small": one.is_small, "hidden": not one.is_shown, "narrow": one.is_narrow,
        "source": one.source,
    }  # fmt: skip


def _cells(one: Interval, total: str) -> list[Plain]:
    if one.keys:
        return [_cell(one.dimensions, key, total) for key in one.keys]
    return [{"finest": [list(levels) for levels in one.finest]}]


def audit_as_plain(verdict: Audit, total: str = TOTAL) -> Plain:
    """The verdict, every interval, and those that refuse the release."""
    return {
        "passes": verdict.passes,
        "intervals": intervals_as_plain(verdict.intervals, total),
        "refused": intervals_as_plain(verdict.refused, total),
    }


def released_as_plain(found: Released, total: str = TOTAL) -> Plain:
    """What readers may have; null stands for the one mark."""
    return {
        "name": found.name,
        "threshold": found.threshold,
        "tables": [
            {
                "by": list(table.grouping),
                "cells": [_line(found, one.key, one.n, one.outcomes, total) for one in table.cells],
            }
            for table in found.tables
        ],
    }


def _line(found: Released, key: Key, n: int | None, outcomes: tuple[int | None, ...], total: str) -> Plain:
    return {"cell": _cell(found.dimensions, key, total), N: n, **dict(zip(found.outcomes, outcomes, strict=True))}


def _cell(dimensions: tuple[str, ...], key: Key, total: str) -> Plain:
    return {name: total if level is None else level for name, level in zip(dimensions, key, strict=True)}
