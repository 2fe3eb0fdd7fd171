"""An ADA grievance: each step's day, what is late, and how long its records are kept.

28 CFR 35.107(b) asks for a prompt and equitable procedure; the days are those of the Department of Justice's
model, or the city's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from compliance.checks.clocks import Deadline, deadline, years_later
from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import Law
from compliance.checks.verdicts import Result, Said, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "ADA grievance: the clock of each step"
REQUIREMENT = "ADA-06"


@dataclass(frozen=True)
class Facts:
    """A grievance and the days on which its steps were taken; a step without a day has not been taken."""

    event_on: date | None = fact("Day of the event")
    filed_on: date | None = fact("Day the grievance was filed; null where it has not been")
    met_on: date | None = fact("Day of the meeting with the person; null where it has not been")
    responded_on: date | None = fact("Day of the written response; null where it has not been")
    appealed_on: date | None = fact("Day of the appeal; null where there is none")
    appeal_met_on: date | None = fact("Day of the meeting about the appeal; null where it has not been")
    final_response_on: date | None = fact("Day of the final response; null where it has not been")
    as_of: date | None = fact("Day the question is asked for")
    holidays: tuple[date, ...] = several("Days on which offices are closed")


EXAMPLE: dict[str, Any] = {
    "event_on": "2026-03-02",
    "filed_on": "2026-04-10",
    "met_on": "2026-04-22",
    "as_of": "2026-04-30",
}


@dataclass(frozen=True)
class Step:
    """A step: from which day it runs, whose it is, and when it was done."""

    name: str
    key: str
    begins: date | None
    done: date | None
    of_city: bool = True


def judge(facts: Facts, law: Law) -> Verdict:
    """Late where a step of the city is past its day, due where one is running, current where none is."""
    seen = Consultation(law, REQUIREMENT)
    today = seen.need(facts.as_of, "as_of", _("Whether a step is late is not known without the day asked for."))
    event = seen.need(facts.event_on, "event_on", _("The clocks run from the day of the event, which is not known."))
    if today is None or event is None or not _in_order(facts, seen):
        return seen.undetermined()
    rows = [row for step in _steps(facts) if (row := _row(step, facts, today, seen))]
    external = _external(event, facts, seen)
    if seen.lacking:
        return seen.undetermined({"steps": rows, **external})
    told = {"steps": rows, **external, **_kept(facts, seen, today)}
    states = [row["state"] for row in rows if row["of_city"]]
    result = (
        Result.EVIDENCE_OVERDUE
        if "overdue" in states
        else Result.EVIDENCE_DUE
        if "open" in states
        else Result.EVIDENCE_CURRENT
    )
    return seen.verdict(result, _sentences(rows), told)


def _steps(facts: Facts) -> Iterator[Step]:
    yield Step("file", "ada.grievance.file", facts.event_on, facts.filed_on, of_city=False)
    yield Step("meet", "ada.grievance.meet", facts.filed_on, facts.met_on)
    yield Step("respond", "ada.grievance.respond", facts.met_on, facts.responded_on)
    yield Step("appeal", "ada.grievance.appeal", facts.responded_on, facts.appealed_on, of_city=False)
    yield Step("appeal_meet", "ada.grievance.appeal_meet", facts.appealed_on, facts.appeal_met_on)
    yield Step("final_response", "ada.grievance.final", facts.appeal_met_on, facts.final_response_on)


def _row(step: Step, facts: Facts, today: date, seen: Consultation) -> dict[str, Any] | None:
    """None where the step has not begun, or its days are not entered."""
    row = seen.row(step.key, facts.event_on) if step.begins else None
    if row is None or step.begins is None:
        return None
    due = deadline(step.begins, int(row.number), row.unit, facts.holidays)
    return {
        "step": step.name, "of_city": step.of_city, "from": step.begins, "deadline": due.day, "weekday": due.weekday,
        "file_by": due.file_by, "done": step.done, "state": _state(due, step.done, today),
    }  # fmt: skip


def _state(due: Deadline, done: date | None, today: date) -> str:
    if done is not None:
        return "done" if done <= due.day else "done_late"
    return "open" if today <= due.day else "overdue"


def _in_order(facts: Facts, seen: Consultation) -> bool:
    names = ("event_on", "filed_on", "met_on", "responded_on", "appealed_on", "appeal_met_on", "final_response_on")
    days = [(name, getattr(facts, name)) for name in names]
    for (before, earlier), (after, day) in pairwise(days):
        if day is not None and earlier is None:
            seen.reject(
                before,
                _("%(after)s is known, and %(before)s is not: the steps follow each other."),
                after=after,
                before=before,
            )
        elif day is not None and earlier is not None and day < earlier:
            seen.reject(after, _("%(after)s lies before %(before)s."), after=after, before=before)
    return not seen.lacking


def _external(event: date, facts: Facts, seen: Consultation) -> dict[str, Any]:
    row = seen.row("cmp.ada", event)
    if row is None:
        return {}
    due = deadline(event, int(row.number), row.unit, facts.holidays)
    return {"doj_deadline": due.day, "doj_weekday": due.weekday, "doj_file_by": due.file_by}


def _kept(facts: Facts, seen: Consultation, today: date) -> dict[str, Any]:
    closed = facts.final_response_on or (facts.responded_on if facts.appealed_on is None else None)
    years = seen.optional("rec.grievance", today) if closed else None
    return {"keep_until": years_later(closed, int(years.number)) if closed and years is not None else None}


def _sentences(rows: list[dict[str, Any]]) -> list[Said]:
    text = _("%(step)s: by %(day)s (%(weekday)s), %(state)s.")
    why = [say(text, step=row["step"], day=row["deadline"], weekday=row["weekday"], state=row["state"]) for row in rows]
    if rows[0]["state"] in ("done_late", "overdue"):
        why.append(
            say(
                _(
                    "A grievance filed late is logged all the same: tell the person the outside limits, and let counsel decide."
                )
            )
        )
    return why
