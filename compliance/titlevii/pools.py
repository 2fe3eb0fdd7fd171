"""Pools of a decision, dimension by dimension, put to the check; race and sex apart, both at once only to explore.

29 CFR 1607.4A-D, 1607.15A(2)(a). Pure: lines in, plain values out, ready to be sealed with the rows of law they used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from compliance.checks import four_fifths
from compliance.checks.facts import read_facts
from compliance.checks.law import Law
from compliance.checks.shape import check_of
from compliance.checks.telling import told
from compliance.checks.verdicts import Result, gravest

CHECK = check_of(four_fifths)
UNANSWERED = frozenset({"unknown", "not known", "declined", "not answered", "no answer", "not asked"})
SHARES = ("labor_area_share", "workforce_share")
INCOMPLETE = "ai.incomplete_share"
YEARS_KEPT = "rec.personnel"


@dataclass(frozen=True)
class Line:
    """A group's counts in the pool, or in one stratum of it. Shares are parts of 1."""

    dimension: str
    name: str
    applicants: int | None
    selected: int | None
    stratum: str = ""
    left_out: int | None = None
    labor_area_share: Decimal | None = None
    workforce_share: Decimal | None = None
    unanswered: bool = False

    @property
    def is_unanswered(self) -> bool:
        """Whether race or sex is not known of these people, said or by the group's name."""
        return self.unanswered or self.name.casefold() in UNANSWERED


class Unclear(Exception):
    """Lines that contradict each other; `str()` says which and what to do."""


def pools_of(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """A pool a dimension, as the check's facts have it: groups, or strata with their groups. Raises Unclear."""
    found = []
    for dimension in four_fifths.DIMENSIONS:
        here = [line for line in lines if line.dimension == dimension]
        if here:
            found.append({"dimension": dimension, **_pool(here)})
    return found


def _pool(lines: Sequence[Line]) -> dict[str, Any]:
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if (line.stratum, line.name) in seen:
            where = f" of {line.stratum}" if line.stratum else ""
            raise Unclear(f"{line.name}{where} stands twice. Each group has one line in each requisition or year.")
        seen.add((line.stratum, line.name))
    if not any(line.stratum for line in lines):
        return {"groups": [_counts(line) | _about(line) for line in lines], "strata": []}
    if loose := next((line for line in lines if not line.stratum), None):
        raise Unclear(f"{loose.name}: some lines name a requisition or year and this one does not. Name it everywhere.")
    names = list(dict.fromkeys(line.stratum for line in lines))
    strata = [{"name": name, "groups": [_counts(line) for line in lines if line.stratum == name]} for name in names]
    return {"groups": _abouts(lines), "strata": strata}


def _counts(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "applicants": line.applicants,
        "selected": line.selected,
        "left_out": line.left_out,
        "unanswered": line.is_unanswered,
    }


def _about(line: Line) -> dict[str, Any]:
    return {name: None if getattr(line, name) is None else str(getattr(line, name)) for name in SHARES}


def _abouts(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Of each group of strata what is said of the whole: its shares, from whichever line has them."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        about = found.setdefault(
            line.name, {"name": line.name, "unanswered": line.is_unanswered, **dict.fromkeys(SHARES)}
        )
        for name, value in _about(line).items():
            if value is not None and about[name] not in (None, value):
                raise Unclear(f"{line.name}: two different shares stand in its lines. It has one of each for the run.")
            about[name] = about[name] or value
    return list(found.values())


def judged(pools: Sequence[Mapping[str, Any]], head: Mapping[str, Any], law: Law) -> list[dict[str, Any]]:
    """What the check says of each pool; of strata with many left out also what it says with them."""
    return [_judged(pool, head, law) for pool in pools]


def _judged(pool: Mapping[str, Any], head: Mapping[str, Any], law: Law) -> dict[str, Any]:
    answer = _asked(pool, head, law)
    answer["dimension"] = pool["dimension"]
    if pool["strata"] and _many_left_out(pool, head, law):
        other = _asked(_widened(pool, head["decision"] in four_fifths.ADVERSE), head, law)
        answer["strata_with_left_out"] = {"result": other["result"], "why": other["why"]}
    return answer


def _asked(pool: Mapping[str, Any], head: Mapping[str, Any], law: Law) -> dict[str, Any]:
    facts = {name: head[name] for name in ("decision", "decided_on", "job", "left_out_rule")}
    facts |= {"dimension": pool["dimension"], "strata": pool["strata"]}
    facts["groups"] = [
        {name: Decimal(value) if name in SHARES and value is not None else value for name, value in group.items()}
        for group in pool["groups"]
    ]
    return told(CHECK, CHECK.judge(read_facts(CHECK.facts, facts), law))


def _many_left_out(pool: Mapping[str, Any], head: Mapping[str, Any], law: Law) -> bool:
    row = law.find(INCOMPLETE, date.fromisoformat(head["decided_on"])) if head["decided_on"] else None
    if row is None or not row.known:
        return False
    groups = [group for stratum in pool["strata"] for group in stratum["groups"]]
    left_out = sum(group["left_out"] or 0 for group in groups)
    return left_out > row.number * Fraction(left_out + sum(group["applicants"] or 0 for group in groups))


def _widened(pool: Mapping[str, Any], adverse: bool) -> dict[str, Any]:
    """With those who were left out counted in, as the check does where there are no strata."""

    def wide(group: Mapping[str, Any]) -> dict[str, Any]:
        more = group["left_out"] or 0
        counts = {"applicants": more, "selected": more if adverse else 0}
        return {**group, **{name: None if group[name] is None else group[name] + one for name, one in counts.items()}}

    strata = [{**one, "groups": [wide(group) for group in one["groups"]]} for one in pool["strata"]]
    return {**pool, "strata": strata}


def overall(answers: Sequence[Mapping[str, Any]]) -> Result:
    """What stands for the run: the gravest of race and of sex; what only explores does not count."""
    return gravest(Result(one["result"]) for one in answers if one["dimension"] != four_fifths.CROSSED)


def years_kept(law: Law, day: date) -> int | None:
    """How long records of a decision of that day are kept at least, in years; None where the row is not known."""
    row = law.find(YEARS_KEPT, day)
    return int(row.number) if row is not None and row.known else None
