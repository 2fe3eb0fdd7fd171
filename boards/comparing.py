"""The tables of `manage.py representation`, and what comes of them as one object of plain values. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boards.audited import Audit, Benchmark, Compared, Figure, Pool, Sitting
from boards.judged import publishable
from boards.representation import audit
from boards.rules import USUAL, Rules
from metrics.calculators.disparity import TOTALS
from metrics.calculators.tables import UNKNOWN, Row, Table, Unreadable, read_table
from metrics.calculators.telling import told
from metrics.statistics.references import NOT_A_GROUP

NOT_SAID = UNKNOWN | NOT_A_GROUP | {"prefer not to answer", "refused", "no answer", "?"}


@dataclass(frozen=True)
class Question:
    """Which column of the roster is looked at, against whom, and by what rules."""

    by: str
    pool: Path | None = None
    rules: Rules = USUAL


def representation(roster: Path, population: Path, question: Question) -> dict[str, Any]:
    """`bodies`, `overall` (people), `overall_seats`, `gates`, `notes`. Raises Unreadable."""
    people, residents = read_table(roster), read_table(population)
    sittings, notes = _sittings(people, question.by)
    benchmark, own = _benchmarks(residents, {one.body for one in sittings})
    spelt = {group.casefold(): group for each in (benchmark, *own.values()) for group in each.counts}
    sittings = [_spelt(one, spelt) for one in sittings]
    pool = _pool(read_table(question.pool), spelt) if question.pool else None
    try:
        found = audit(sittings, benchmark, own=own, pool=pool, rules=question.rules)
    except ValueError as wrong:
        raise Unreadable(f"{(question.pool or population).name}: {wrong}") from wrong
    return _as_object(question.by, found, [*notes, *found.notes])


# ---- the roster: body, person, the dimension


def _sittings(table: Table, by: str) -> tuple[list[Sitting], list[str]]:
    """A row without a person is a vacant seat; a person who stands twice on a body sits there once."""
    table.need("body", "person", by)
    found: dict[tuple[str, str], Sitting] = {}
    vacant = twice = 0
    for row in table.rows:
        body, person = table.name(row, "body"), table.word(row, "person")
        if not person:
            vacant += 1
            continue
        answer = table.word(row, by)
        said = None if answer.casefold() in NOT_SAID else answer
        earlier = found.get((body, person))
        twice += earlier is not None
        if earlier is None or earlier.answer is None:
            found[body, person] = Sitting(body, person, said)
        elif said is not None and said.casefold() != earlier.answer.casefold():
            what = f'{person} is "{said}" here and "{earlier.answer}" in another row of {body}. Correct one of the two.'
            raise table.wrong(row, by, what)
    if not found:
        raise Unreadable(f"{table.file}: no row names a person. A row each filled seat: body, person, {by}.")
    return list(found.values()), _of_rows(vacant, twice)


def _of_rows(vacant: int, twice: int) -> list[str]:
    notes = []
    if vacant:
        notes.append(f"{vacant} rows name nobody: vacant seats, which stand outside every figure.")
    if twice:
        notes.append(f"{twice} rows repeat somebody on the same body: each sits there once.")
    return notes


def _spelt(one: Sitting, spelt: dict[str, str]) -> Sitting:
    """ "female" and "Female" are one group, spelt as the population's table does."""
    if one.answer is None:
        return one
    return Sitting(one.body, one.person, spelt.setdefault(one.answer.casefold(), one.answer))


# ---- the population: group, count, and body where a district has its own


def _benchmarks(table: Table, bodies: set[str]) -> tuple[Benchmark, dict[str, Benchmark]]:
    table.need("group", "count")
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        rows.setdefault(table.word(row, "body"), []).append(row)
    strange = sorted(body for body in rows if body and body not in bodies)
    if strange:
        raise Unreadable(f"{table.file}: {strange[0]} is no body of the roster. Write its name as the roster does.")
    own = {body: _benchmark(table, its) for body, its in rows.items() if body}
    if "" not in rows and bodies - set(own):
        missing = sorted(bodies - set(own))[0]
        raise Unreadable(
            f"{table.file}: {missing} has no benchmark. Add its rows, or rows without a body for all others."
        )
    return (_benchmark(table, rows[""]) if "" in rows else next(iter(own.values()))), own


def _benchmark(table: Table, rows: Sequence[Row]) -> Benchmark:
    counts: dict[str, float] = {}
    for row in rows:
        group, count = table.name(row, "group"), table.number(row, "count", least=0)
        if group.casefold() in NOT_SAID:
            continue
        if count is None:
            raise table.wrong(row, "count", "it is not known. A benchmark takes the number of people, or their share.")
        if group.casefold() in {one.casefold() for one in counts}:
            raise table.wrong(row, "group", f"{group} stands twice. Add the two up, or take one out.")
        counts[group] = count
    _without_total(table, counts)
    return Benchmark(counts)


def _without_total(table: Table, counts: dict[str, float]) -> None:
    """A total beside its parts would halve every share."""
    whole = sum(counts.values())
    if not whole:
        raise Unreadable(f"{table.file}: nobody lives there. Write counts of people, or shares.")
    for group, count in counts.items():
        if group.casefold() in TOTALS and len(counts) > 1:
            raise Unreadable(f"{table.file}: {group} ({count:g}) is the total of the others. Take its row out.")


def _pool(table: Table, spelt: dict[str, str]) -> Pool:
    table.need("group", "count")
    counts: dict[str, int] = {}
    for row in table.rows:
        group, count = table.name(row, "group"), table.count(row, "count")
        if count is None:
            raise table.wrong(row, "count", "it is not known. Write how many of the pool are of this group.")
        group = spelt.setdefault(group.casefold(), group)
        counts[group] = counts.get(group, 0) + count
    return Pool(counts)


# ---- as an object


def _as_object(by: str, found: Audit, notes: list[str]) -> dict[str, Any]:
    return {
        "by": by,
        "bodies": [_compared(one, "body") for one in found.bodies],
        "overall": _compared(found.people, "of"),
        "overall_seats": _compared(found.seats, "of"),
        "publishable": publishable(found.gates),
        "gates": told(found.gates),
        "notes": notes,
    }


def _compared(one: Compared, called: str) -> dict[str, Any]:
    counts = {"members": one.members, "known": one.known, "unknown": one.unknown, "response": one.response}
    return {
        called: one.name, **told(counts), "groups": [_figure(figure) for figure in one.groups],
        "all_groups": told(one.all_groups),
    }  # fmt: skip


def _figure(one: Figure) -> dict[str, Any]:
    plain = told(one)
    verdict, why = plain.pop("verdict"), plain.pop("why")
    plain |= {"parity_ratio": plain["ratio"], "verdict": None if verdict == "none" else verdict, "why": why}
    return dict(plain)
