"""How many complaints came and how they were answered: for reports, so that no line tells about a few people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from compliance.checks.law import Law
from compliance.complaints.masking import MARK, is_small, parted, withheld
from compliance.law.standing import law_on
from compliance.models import Basis, Complaint
from raci.authority import Facts

LONG = 180  # days
K = 11  # where no row of law says otherwise (priv.k)


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
    """Counted anew each time (2 queries)."""
    law = law_on(facts.today)
    row = law.find("priv.k", facts.today)
    k = int(row.number) if row is not None and row.known else K
    found = [_one(*values, law=law) for values in Complaint.objects.values_list(*FIELDS).order_by("pk")]
    by_basis: dict[str, list[One]] = defaultdict(list)
    by_unit: dict[str, list[One]] = defaultdict(list)
    for one in found:
        by_unit[one.unit].append(one)
        for basis in one.bases or ("",):
            by_basis[basis].append(one)
    names = {"": _("no basis named"), **{value: str(label) for value, label in Basis.choices}}
    return Figures(
        whole=_lines({_("all"): found}, k, facts.today)[0],
        by_basis=_lines({names.get(code, code): rows for code, rows in sorted(by_basis.items())}, k, facts.today),
        by_unit=_lines({name or _("office not known"): rows for name, rows in sorted(by_unit.items())}, k, facts.today),
        k=k,
        as_of=facts.today,
    )


FIELDS = ("bases", "unit__name", "received_on", "closed_on", "target_days")


def _one(
    bases: list[str], unit: str | None, received: date, closed: date | None, target: int | None, *, law: Law
) -> One:
    row = law.find("cmp.close", received)
    if target is None and row is not None and row.known:
        target = int(row.number)
    return One(tuple(bases), unit or "", received, closed, target)


def _lines(groups: dict[str, list[One]], k: int, today: date) -> list[Line]:
    received = {name: len(rows) for name, rows in groups.items()}
    closed = {name: sum(one.closed is not None for one in rows) for name, rows in groups.items()}
    old = {name: sum(_is_old(one, today) for one in rows) for name, rows in groups.items()}
    hidden = withheld(received, k)
    no_closed, no_old = (parted(part, received, k, hidden) for part in (closed, old))
    return [
        Line(
            name=name,
            received=_told(received[name], name in hidden),
            closed=_told(closed[name], name in no_closed),
            old=_told(old[name], name in no_old),
            days=_median(rows, k, shown=name not in no_closed),
            in_time=_in_time(rows, k, shown=name not in no_closed),
        )
        for name, rows in groups.items()
    ]


def _is_old(one: One, today: date) -> bool:
    return one.closed is None and today - one.received > timedelta(days=LONG)


def _told(n: int, is_hidden: bool) -> str:
    return MARK if is_hidden else str(n)


def _median(rows: Iterable[One], k: int, *, shown: bool) -> str:
    days = [one.days for one in rows if one.days is not None]
    if not days:
        return "–"
    return f"{median(days):g}" if shown and len(days) >= k else MARK


def _in_time(rows: Iterable[One], k: int, *, shown: bool) -> str:
    """Of those closed that had a day to be answered by."""
    known: list[Any] = [(one.days, one.target) for one in rows if one.days is not None and one.target is not None]
    if not known:
        return _("no target is set")
    met = sum(days <= target for days, target in known)
    if not shown or len(known) < k or is_small(met, k) or is_small(len(known) - met, k):
        return MARK
    return f"{100 * met / len(known):.1f} %"
