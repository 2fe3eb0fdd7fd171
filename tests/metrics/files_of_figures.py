"""Files of figures in small, and what becomes of them: shared by the tests of reading."""

from __future__ import annotations

import io
import json

from metrics.reading.files import Table, open_table
from metrics.reading.mapping import mapping_of
from metrics.reading.observations import Observation, Row, Verdict
from metrics.reading.proposing import Proposal, answered, propose
from metrics.reading.rows import read


def table(text: str | bytes, name: str = "figures.csv") -> Table:
    return open_table(io.BytesIO(text.encode() if isinstance(text, str) else text), name)


def taken(text: str | bytes | Table, name: str = "figures.csv", **facts: str) -> tuple[Proposal, list[Row]]:
    """What is proposed for a file, and its verdicts once the questions are answered; by way of JSON, as it is remembered."""
    held = text if isinstance(text, Table) else table(text, name)
    proposal = propose(held)
    mapping = mapping_of(json.loads(json.dumps(answered(proposal, **facts).plain())))
    assert mapping == answered(proposal, **facts)
    return proposal, list(read(held.lines(), mapping))


def figures(rows: list[Row]) -> list[Observation]:
    assert not [row for row in rows if row.verdict is Verdict.REFUSED], next(
        (row.line, row.field, str(row.reason)) for row in rows if row.verdict is Verdict.REFUSED
    )
    return [row.observation for row in rows if row.observation]


def refused(rows: list[Row]) -> dict[int, tuple[str, str]]:
    return {row.line: (row.field, str(row.reason)) for row in rows if row.verdict is Verdict.REFUSED}
