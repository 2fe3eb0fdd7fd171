"""How many complaints came and how they were answered: for reports, so that no line tells about a few people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from compliance.checks.law import Law
from compliance.law.standing import law_on
from compliance.models import Basis, Complaint
from metrics.suppression.releases import LEAST_THRESHOLD, THRESHOLD, N, Rule
from raci.authority import Facts

LONG = 180  # days
MARK = "s"  # one mark for all that is withheld: two would tell them apart


@dataclass(frozen=True)
class One:
    """A complaint as it is counted."""

    bases: tuple[str, ...]
    unit: str
    received: date
    closed: date | None
    target: int | None

    @property
    def days(self) -> int | None:
        """From receipt to the end."""
        return (self.closed - self.received).days if self.closed else None


@dataclass(frozen=True)
class Line:
    """A line of the table, as everybody may read it."""

    name: str
    received: str
    closed: str
    old: str
    days: str
    in_time: str


@dataclass(frozen=True)
class Figures:
    """The whole, by basis and by office; `k`: below how many nothing is told."""

    whole: Line
    by_basis: list[Line]
    by_unit: list[Line]
    k: int
    as_of: date

    @property
    def wholes(self) -> list[Line]:
        """The whole, as a table of one line."""
        return [self.whole]

    @property
    def mark(self) -> str:
        """What stands for what is withheld."""
        return MARK


def figures(facts: Facts) -> Figures:
    """Counted anew each time, up to the last quarter that is over (2 queries).

    Fewer than k, none among them, is always the same mark: no number that moves tells that somebody complained.
    """
    law, as_of = law_on(facts.today), last_over(facts.today)
    row = law.find("priv.k", facts.today)
    k = max(int(row.number) if row is not None and row.known else THRESHOLD, LEAST_THRESHOLD)
    there = Complaint.objects.filter(received_on__lte=as_of).values_list(*FIELDS).order_by("pk")
    found = [_one(*values, law=law, as_of=as_of) for values in there]
    by_basis: dict[str, list[One]] = {code: [] for code in (*Basis.values, "")}
    by_unit: dict[str, list[One]] = defaultdict(list)
    for one in found:
        by_unit[one.unit].append(one)
        for basis in one.bases or ("",):
            by_basis[basis].append(one)
    names = {"": _("no basis named"), **{value: str(label) for value, label in Basis.choices}}
    bases = Table({str(names[code]): rows for code, rows in by_basis.items()}, k, as_of)
    units = Table({name or _("office not known"): rows for name, rows in sorted(by_unit.items())}, k, as_of)
    told = [line for line in units.lines if line.received != MARK]
    return Figures(whole=_whole(found, (bases, units)), by_basis=bases.lines, by_unit=told, k=k, as_of=as_of)


def last_over(today: date) -> date:
    """The last day of the last quarter of a year that is over."""
    return today.replace(month=today.month - (today.month - 1) % 3, day=1) - timedelta(days=1)


FIELDS = ("bases", "unit__name", "received_on", "closed_on", "target_days")


def _one(
    bases: list[str],
    unit: str | None,
    received: date,
    closed: date | None,
    target: int | None,
    *,
    law: Law,
    as_of: date,
) -> One:
    row = law.find("cmp.close", received)
    if target is None and row is not None and row.known:
        target = int(row.number)
    over = closed if closed is not None and closed <= as_of else None
    return One(tuple(bases), unit or "", received, over, target)


class Table:
    """Complaints in groups, with what is withheld of each line and of their total."""

    def __init__(self, groups: dict[str, list[One]], k: int, today: date) -> None:
        from metrics.suppression.lines import withheld  # which brings what solves linear programmes along

        self.groups, self.today = groups, today
        self.rule = Rule(k, group_threshold=k)  # that none, or all, of a line are closed may be said
        counts = {name: len(rows) for name, rows in groups.items()}
        parts = {part: {name: count(rows, today) for name, rows in groups.items()} for part, count in PARTS.items()}
        self.hides = withheld(counts, parts, self.rule).hides

    @property
    def lines(self) -> list[Line]:
        """Each group, in order."""
        return [
            _line(name, rows, self, {part for part in (N, *PARTS) if self.hides(name, part)})
            for name, rows in self.groups.items()
        ]


def _whole(rows: list[One], tables: tuple[Table, ...]) -> Line:
    """What a table needs withheld of its total is withheld of the whole."""
    today = tables[0].today
    told = {N: len(rows), **{part: count(rows, today) for part, count in PARTS.items()}}
    hidden = {part for part, n in told.items() if n and any(table.hides(None, part) for table in tables)}
    return _line(_("all"), rows, tables[0], hidden)


def _line(name: str, rows: list[One], table: Table, hidden: set[str]) -> Line:
    if len(rows) < table.rule.threshold:  # none as well: a number that ceases to be 0 would tell
        return Line(name, *[MARK] * 5)
    closed, old = (count(rows, table.today) for count in PARTS.values())
    shown = "closed" not in hidden
    return Line(
        name=name,
        received=_told(len(rows), N in hidden),
        closed=_told(closed, not shown),
        old=_told(old, "old" in hidden),
        days=_median(rows, table.rule, shown=shown),
        in_time=_in_time(rows, table.rule, shown=shown),
    )


def _is_old(one: One, today: date) -> bool:
    return one.closed is None and today - one.received > timedelta(days=LONG)


PARTS: dict[str, Callable[[list[One], date], int]] = {
    "closed": lambda rows, _today: sum(one.closed is not None for one in rows),
    "old": lambda rows, today: sum(_is_old(one, today) for one in rows),
}


def _told(n: int, is_hidden: bool) -> str:
    return MARK if is_hidden else str(n)


def _median(rows: Iterable[One], rule: Rule, *, shown: bool) -> str:
    days = [one.days for one in rows if one.days is not None]
    if not days:
        return "–"
    return f"{median(days):g}" if shown and len(days) >= rule.threshold else MARK


def _in_time(rows: Iterable[One], rule: Rule, *, shown: bool) -> str:
    """Of those closed that had a day to be answered by."""
    known: list[Any] = [(one.days, one.target) for one in rows if one.days is not None and one.target is not None]
    if not known:
        return _("no target is set")
    met = sum(days <= target for days, target in known)
    if not shown or len(known) < rule.threshold or rule.is_small(met) or rule.is_small(len(known) - met):
        return MARK
    return f"{100 * met / len(known):.1f} %"
