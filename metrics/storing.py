"""A long file of observations into a batch: a row of the table for each series, its periods and sums in arrays.

Read and checked in blocks (`metrics.finest.observations`), then sent by one COPY, so that a million observations take a few times
what COPY alone takes for the file. It needs no table of its own; a file with a single fault stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, BinaryIO

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from metrics.finest.fields import Numbers
from metrics.finest.observations import WHOLE, Codes, Gathered, Layout, gathered_from, ordered
from metrics.periods import Period

SENT = 4_000  # series that are written at once


@dataclass(frozen=True)
class Stored:
    """What came in: rows of the file, series made of them, and the days from the first to the last."""

    rows: int
    series: int
    days: Period


def store_observations(
    session: psycopg.Connection[Any], table: str, batch: int, file: BinaryIO, layout: Layout, codes: Codes, *,
    published: bool = False, progress: Callable[[int], object] = lambda rows: None,
) -> Stored:  # fmt: skip
    """Check the whole file and add its series to an open batch, in the session's transaction; all or nothing.

    `published`: figures that are not added up, whose periods may share days (five-year surveys). Raises Unreadable for a file
    that is no such table and Faulty with up to 20 faults by line.
    """
    gathered = gathered_from(file, layout, codes, progress)
    return store_gathered(session, table, batch, gathered, ordered(gathered, published=published))


def store_gathered(
    session: psycopg.Connection[Any], table: str, batch: int, gathered: Gathered, order: NDArray[np.intp]
) -> Stored:
    """Add the series of a file that was read and checked to an open batch."""
    columns = ["batch_id", "indicator_id", "place_id", "groups", "begins", "ends", *gathered.sums]
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with session.cursor() as cursor, cursor.copy(into) as copy:
        for lines in _lines(gathered, order, batch):
            copy.write(lines)
    periods = [gathered.periods[at] for at in np.unique(gathered.period).tolist()]
    days = Period(min(one.begin for one in periods), max(one.end for one in periods))
    return Stored(len(gathered.line), len(gathered.series), days)


def _lines(gathered: Gathered, order: NDArray[np.intp], batch: int) -> Iterator[str]:
    """Series as COPY takes them, thousands at once."""
    borders = np.searchsorted(gathered.of_series[order], np.arange(len(gathered.series) + 1)).tolist()
    spans: dict[bytes, str] = {}  # series of one file mostly have the same periods
    for begun in range(0, len(gathered.series), SENT):
        several = borders[begun : begun + SENT + 1]
        rows = order[several[0] : several[-1]]
        period = gathered.period[rows]
        texts = {name: _texts(values[rows], whole=name in WHOLE) for name, values in gathered.sums.items()}
        said = []
        for at, (first, last) in enumerate(pairwise(several), begun):
            start, end = first - several[0], last - several[0]
            when = period[start:end].tobytes()
            if when not in spans:
                spans[when] = _days(gathered.periods, period[start:end])
            arrays = "\t".join([_array(each[start:end]) for each in texts.values()])
            said.append(f"{batch}\t{gathered.series[at]}\t{spans[when]}\t{arrays}\n")
        if len(spans) > SENT:
            spans.clear()
        yield "".join(said)


def _texts(values: Numbers, *, whole: bool) -> list[str]:
    unknown = np.isnan(values)
    texts = list(map(str, np.where(unknown, 0, values).astype(np.int64).tolist() if whole else values.tolist()))
    for at in np.flatnonzero(unknown).tolist():
        texts[at] = "NULL"
    return texts


def _array(texts: list[str]) -> str:
    """An array, or none at all where nothing in it is known."""
    return "{" + ",".join(texts) + "}" if any(text != "NULL" for text in texts) else "\\N"


def _days(periods: Sequence[Period], places: NDArray[Any]) -> str:
    spans = [periods[at] for at in places.tolist()]
    begins, ends = (",".join(getattr(one, day).isoformat() for one in spans) for day in ("begin", "end"))
    return f"{{{begins}}}\t{{{ends}}}"
