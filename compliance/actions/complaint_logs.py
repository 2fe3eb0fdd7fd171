"""Bringing in a log of complaints: all rows that can be read, in one transaction; the same log again adds nothing."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.utils.translation import gettext as _

from compliance.actions.receiving import NUMBERS, made, write
from compliance.complaints.reading_logs import MOST_ROWS, Fate, Mapped, Read, propose, read_rows
from compliance.complaints.seats import need_circle
from compliance.models import Complaint, ComplaintStep
from raci import clock
from raci.authority import facts_for
from raci.history import acting
from raci.models import Person, Unit
from raci.refusals import NotReady, Problem

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Judged:
    """A log with the verdict of each of its rows."""

    mapped: Mapped
    rows: list[Read]
    log: str

    def count(self, fate: Fate) -> int:
        """Rows of this fate."""
        return sum(row.fate == fate for row in self.rows)

    @property
    def counts(self) -> dict[Fate, int]:
        """Each fate with its rows; their sum is the file."""
        return {fate: self.count(fate) for fate in Fate}


def judge_log(content: bytes, *, log: str, said: Mapping[str, str] | None = None) -> Judged:
    """What would become of each row; changes nothing. `log`: how the log is called, which tells its numbers from others'."""
    headings, rows = _table(content)
    mapped = propose(headings, said)
    if mapped.missing:
        text = _("Say which column holds: %(names)s. The file has: %(headings)s.")
        values = {"names": ", ".join(mapped.missing), "headings": ", ".join(f"“{one}”" for one in headings)}
        raise NotReady([Problem(text % values, field="file")])
    read = read_rows(rows, mapped, clock.today())
    known = set(Complaint.objects.filter(line__in=[_line(log, one) for one in read]).values_list("line", flat=True))
    return Judged(mapped, [_there(one, log, known) for one in read], log)


def bring_in_log(judged: Judged, *, by: Person) -> int:
    """Every row that is new; how many. Numbers here are the city's own; the log's stands in the sealed words."""
    via = need_circle(facts_for(by))
    units = {unit.name.casefold(): unit for unit in Unit.objects.exclude(kind=Unit.Kind.CITY)}
    wanted = [one for one in judged.rows if one.fate in (Fate.IN, Fate.REMARK)]
    with transaction.atomic(), acting(by=by, post=via.label, act="bring_in_complaints"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
        there = set(
            Complaint.objects.filter(line__in=[_line(judged.log, one) for one in wanted]).values_list("line", flat=True)
        )
        new = [one for one in wanted if _line(judged.log, one) not in there]
        for one in sorted(new, key=lambda one: (str(one.received), one.line)):
            row = made(_values(one, units), **_standing(one), line=_line(judged.log, one))
            words = _("Brought in from “%(log)s”, number %(number)s. %(status)s")
            values = {"log": judged.log, "number": one.number, "status": one.said.get("status", "")}
            write(row, ComplaintStep.Kind.NOTED, via=via, on=clock.today(), said={"words": words % values})
    return len(new)


def _values(one: Read, units: Mapping[str, Unit]) -> dict[str, object]:
    entity = one.said.get("entity", "")
    return {
        "bases": list(one.bases),
        "unit": units.get(entity.casefold()),
        "received_on": one.received,
        "event_on": one.event,
        "way": Complaint.Way.LOG,
        "is_anonymous": True,
        "fears_retaliation": one.retaliation,
        "office": entity,
        "what": one.said.get("summary") or one.said.get("bases", ""),
        "relief": one.said.get("documents", ""),
    }


def _standing(one: Read) -> dict[str, object]:
    if not one.is_closed:
        return {"state": Complaint.State.RECEIVED, "result": one.result}
    return {"state": Complaint.State.CLOSED, "closed_on": one.closed, "result": one.result}


def _there(one: Read, log: str, known: set[str]) -> Read:
    return replace(one, fate=Fate.THERE) if not one.problems and _line(log, one) in known else one


def _line(log: str, one: Read) -> str:
    return hashlib.sha256(f"{log}\0{one.number.casefold()}".encode()).hexdigest()


def _table(content: bytes) -> tuple[list[str], list[tuple[int, Sequence[str]]]]:
    if len(content) > MOST_BYTES:
        raise NotReady([Problem(_("The file is larger than 20 MB. Split it."), field="file")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    headings = next(reader, [])
    rows: list[tuple[int, Sequence[str]]] = []
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            rows.append((number, cells))
    if not headings or not rows:
        raise NotReady(
            [Problem(_("The file has no rows: it needs a line of headings and a line a complaint."), field="file")]
        )
    if len(rows) > MOST_ROWS:
        raise NotReady([Problem(_("The file has more than 20,000 rows. Split it."), field="file")])
    return headings, rows
