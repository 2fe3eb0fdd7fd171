"""What the auditors' page shows of the ledger; a constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from raci import clock
from raci.history.acts import ACTS
from raci.history.timeline import history_table, told_models
from raci.models import Notice

if TYPE_CHECKING:
    from raci.models import Person

PAGE = 50
EXPORTED = "history-export:"  # key of the inbox line that keeps an export's hash


@dataclass(frozen=True)
class Ledger:
    """Where the ledger stands: entries, seals, and the hash of the last one, which everything before it hangs on."""

    entries: int = 0
    seals: int = 0
    head: str = ""
    sealed_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One entry of the ledger, for reading; of a bare one nothing is told but its place."""

    position: int
    at: datetime | None
    who: str
    as_what: str
    sentence: str
    thing: str
    number: Any


@dataclass(frozen=True)
class HistoryPage:
    """What a program is shown: the ledger entry by entry."""

    ledger: Ledger
    lines: list[Line]
    older: int | None  # the position to read on before
    is_newest: bool
    exports: list[Notice]


@dataclass(frozen=True)
class HistoryHead:
    """What the page shows above the list of changes."""

    ledger: Ledger
    exports: list[Notice]


def history_head(person: Person) -> HistoryHead:
    """The ledger's state and the person's own exports (2 queries)."""
    exports = Notice.objects.filter(person=person, key__startswith=EXPORTED)
    return HistoryHead(ledger=ledger_now(), exports=list(exports[:5]))


def history_page(person: Person, *, before: int | None = None) -> HistoryPage:
    """The ledger's state, a page of its newest entries before a position, and the person's own exports (3 queries)."""
    lines = list(_lines(before))
    return HistoryPage(
        ledger=ledger_now(),
        lines=lines,
        older=lines[-1].position if lines and lines[-1].position > 1 else None,
        is_newest=before is None,
        exports=list(Notice.objects.filter(person=person, key__startswith=EXPORTED)[:5]),
    )


def sealed_now() -> Ledger:
    """Seal the history committed so far, and where the ledger stands then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_now()")
    return ledger_now()


def ledger_now() -> Ledger:
    """Where the ledger stands at this moment (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT first + entries - 1, n, encode(hash, 'hex'), at FROM seal ORDER BY n DESC LIMIT 1")
        return Ledger(*(cursor.fetchone() or ()))


def changed_between(begins: date, ends: date) -> list[tuple[str, int]]:
    """How many entries of each thing the days of a period brought, most first (1 query); restricted things are not counted."""
    called = {history_table(model): str(capfirst(model._meta.verbose_name)) for model in told_models()}
    first, beyond = clock.beginning_of(begins), clock.beginning_of(ends + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl, count(*) FROM ledger WHERE at >= %s AND at < %s AND tbl = ANY(%s) GROUP BY tbl ORDER BY 2 DESC, 1",
            [first, beyond, list(called)],
        )
        return [(called[table], count) for table, count in cursor.fetchall()]


def _lines(before: int | None) -> Iterator[Line]:
    called = {history_table(model): str(capfirst(model._meta.verbose_name)) for model in told_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, tbl, history_id, line FROM ledger WHERE position < %s ORDER BY position DESC LIMIT %s",
            [min(before or 2**62, 2**62), PAGE],
        )
        for position, table, history_id, text in cursor.fetchall():
            yield _line(position, called.get(table, table), history_id, text)


def _line(position: int, thing: str, history_id: int, text: str) -> Line:
    told = json.loads(text).get("payload")
    if told is None:
        return Line(position, None, "", "", "", _("Restricted entry"), None)
    at = told.get("history_at")
    return Line(
        position=position,
        at=datetime.fromisoformat(at) if at else None,
        who=str(told.get("history_actor", "")).partition(" <")[0],
        as_what=told.get("history_post") or "",
        sentence=ACTS.sentence(told.get("history_act", "")),
        thing=thing,
        number=told.get("id", history_id),
    )
