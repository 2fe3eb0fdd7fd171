"""What is worked out of an audit's tables, and of nothing else, as plain values that can be frozen. Pure.

A group that is counted together with others has no figure of its own; what they are together has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from boards.audited import Benchmark, Compared, Figure, Sitting
from boards.audits.tables import PEOPLE, SEATS, Groups, Table
from boards.representation import audit
from boards.rules import Rules

DIGITS = 6
JOINS = "+"  # between the codes of groups that are counted together; no code has it
Plain = dict[str, Any]


def figures(table: Table, residents: Mapping[str, float], rules: Rules) -> list[Plain]:
    """One line for each part of the table, against who lives there; of seats, of which one person may hold several, no test."""
    compared = _compared(table, residents, rules)
    judged = table.name != SEATS
    return [_plain(groups, found, compared, rules, judged=judged) for groups, found in _lines(table, compared)]


def _compared(table: Table, residents: Mapping[str, float], rules: Rules) -> Compared:
    seats = [Sitting(PEOPLE, f"{at}", label) for at, label in enumerate(_answers(table))]
    return audit(seats, Benchmark(_benchmark(table, residents)), rules=rules).people


def _answers(table: Table) -> Iterable[str | None]:
    for groups, count in table.parts:
        yield from [JOINS.join(groups)] * count
    yield from [None] * (table.unknown or 0)


def _benchmark(table: Table, residents: Mapping[str, float]) -> dict[str, float]:
    """Residents by the table's parts; a part of which some group is not in the population's table has none."""
    known = {
        JOINS.join(groups): sum(residents[code] for code in groups)
        for groups, _count in table.parts
        if all(code in residents for code in groups)
    }
    rest = sum(residents.values()) - sum(known.values())  # who lives there and is of no part: kept in the whole
    return known | ({"": rest} if rest > 0 else {})


def _lines(table: Table, compared: Compared) -> Iterable[tuple[Groups, Figure]]:
    by_label = {figure.group: figure for figure in compared.groups}
    return ((groups, by_label[JOINS.join(groups)]) for groups, _n in table.parts if JOINS.join(groups) in by_label)


def _plain(groups: Groups, one: Figure, compared: Compared, rules: Rules, *, judged: bool) -> Plain:
    low, high = (float(end) for end in one.interval)
    silent: dict[str, Any] = {} if judged else {"p_exact": None, "p_adjusted": None, "verdict": "none", "test": ""}
    return {
        "groups": list(groups),
        "n": one.members,
        "share": said(one.share),
        "benchmark": said(one.benchmark),
        "expected": said(one.expected),
        "ratio": said(one.ratio),
        "difference": said(one.difference),
        "interval": [said(low), said(high)],
        "bounds": [said(float(end)) for end in one.bounds] if compared.response < rules.bounds_from else None,
        "p_exact": said(one.p_exact),
        "p_adjusted": said(one.p_adjusted),
        "test": one.test,
        "verdict": one.verdict,
        "why": _why(one, rules),
        **silent,
    }


def _why(one: Figure, rules: Rules) -> str:
    """Why there is no verdict, as a code."""
    if one.verdict != "none":
        return ""
    if not isfinite(one.benchmark):
        return "no_benchmark"
    return "few_answers" if one.known < rules.least_known else ""


def said(number: float | None) -> str | None:
    """A number as text that is the same on every machine; None where it is not defined."""
    return None if number is None or not isfinite(number) else f"{float(number):.{DIGITS}f}"


def chance_of_nobody(members: int, share: float) -> float:
    """How often chance alone leaves a body of this size without anybody of a group with this part of the residents."""
    return float((1 - share) ** members)
