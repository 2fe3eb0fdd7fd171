"""What experience says of plans that lapsed: too many actions, none that can be checked, figures that never move. No Django.

After the city's 26 five-year plans of 2016: most were found too long, were not kept up after year two, and lapsed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MOST = 10  # actions of a unit in a fiscal year
STILL = 3  # quarters running in which a measured value stayed what it was
AHEAD = 5  # fiscal years looked at, from this one on


class Rule(StrEnum):
    """What is warned of."""

    CROWDED = "crowded"
    UNMEASURED = "unmeasured"
    UNLED = "unled"
    UNDATED = "undated"
    STILL = "still"
    LATE_NEED = "late_need"
    UNCARRIED = "uncarried"


@dataclass(frozen=True)
class Planned:
    """An action as these rules look at it. `leads`: who holds the post that leads it today; None where that is not known."""

    pk: int
    number: str
    title: str
    starts_on: date | None
    due_on: date | None
    is_measured: bool
    lead: str
    leads: str | None = None
    needs: tuple[int, ...] = ()
    values: tuple[str, ...] = ()  # as reported, the newest first


@dataclass(frozen=True)
class Warning:
    """One warning. `action`: the number of the action's row, none where it is of the whole; `told`: what its words need."""

    rule: Rule
    action: int | None = None
    told: Mapping[str, object] = field(default_factory=dict)


def fiscal_year(day: date, first_month: int) -> int:
    """The fiscal year a day lies in, called after the calendar year that it ends in."""
    return day.year + (1 if first_month > 1 and day.month >= first_month else 0)


def years(starts: date | None, due: date | None, first_month: int, now: int) -> range:
    """The fiscal years, of those that are looked at, in which an action runs."""
    if starts is None or due is None:
        return range(0)
    first, last = fiscal_year(starts, first_month), fiscal_year(due, first_month)
    return range(max(first, now), min(last, now + AHEAD - 1) + 1)


def crowded(actions: Iterable[Planned], others: Mapping[int, int], first_month: int, today: date) -> Iterator[Warning]:
    """Fiscal years with more actions than a unit keeps up with; `others`: by year, those of its other plans in force."""
    now = fiscal_year(today, first_month)
    counted = Counter(year for one in actions for year in years(one.starts_on, one.due_on, first_month, now))
    for year in sorted(counted):
        if counted[year] + others.get(year, 0) > MOST:
            yield Warning(Rule.CROWDED, told={"year": year, "n": counted[year] + others.get(year, 0), "most": MOST})


def unchecked(one: Planned) -> Iterator[Warning]:
    """What an action lacks to be checked: a measure, somebody who leads it, its days."""
    told = {"number": one.number, "title": one.title, "lead": one.lead}
    if not one.is_measured:
        yield Warning(Rule.UNMEASURED, one.pk, told)
    if not one.lead or one.leads == "":
        yield Warning(Rule.UNLED, one.pk, told)
    if one.starts_on is None or one.due_on is None:
        yield Warning(Rule.UNDATED, one.pk, told)


def is_still(values: Sequence[str]) -> bool:
    """Whether the values of the newest quarters, as they were reported, are all there and all the same."""
    newest = [value.strip() for value in values[:STILL]]
    return len(newest) == STILL and newest[0] != "" and len(set(newest)) == 1


def still(one: Planned) -> Iterator[Warning]:
    """A measure that never moves."""
    if is_still(one.values):
        told = {"number": one.number, "title": one.title, "value": one.values[0].strip(), "n": STILL}
        yield Warning(Rule.STILL, one.pk, told)


@dataclass(frozen=True)
class Needed:
    """What an action waits for."""

    title: str
    due_on: date


def late_needs(one: Planned, known: Mapping[int, Needed]) -> Iterator[Warning]:
    """What it waits for ends later than the action itself."""
    for pk in one.needs:
        needed = known.get(pk)
        if needed and one.due_on and needed.due_on > one.due_on:
            told = {
                "number": one.number, "title": one.title, "due": one.due_on, "needed": needed.title, "ends": needed.due_on,
            }  # fmt: skip
            yield Warning(Rule.LATE_NEED, one.pk, told)


@dataclass(frozen=True)
class Adopted:
    """A standard that the unit adopted: clauses by number, and the number of its record."""

    title: str
    record: int
    clauses: Mapping[int, str]


def uncarried(adopted: Iterable[Adopted], carried: Collection[int]) -> Iterator[Warning]:
    """Clauses of adopted standards that no action carries out."""
    for one in adopted:
        left = [words for pk, words in one.clauses.items() if pk not in carried]
        if left:
            told = {"standard": one.title, "clauses": left, "n": len(left), "record": one.record}
            yield Warning(Rule.UNCARRIED, told=told)


def warnings(
    actions: Sequence[Planned],
    *,
    others: Mapping[int, int],
    known: Mapping[int, Needed],
    adopted: Iterable[Adopted],
    carried: Collection[int],
    first_month: int,
    today: date,
) -> list[Warning]:
    """All of a plan, what is of the whole first."""
    found = [*crowded(actions, others, first_month, today), *uncarried(adopted, carried)]
    for one in actions:
        found += [*unchecked(one), *late_needs(one, known), *still(one)]
    return found
