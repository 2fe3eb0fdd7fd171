"""Where else a person can complain, by which day, and what the city owes.

No late complaint is refused: it is logged, and counsel decides. 49 CFR 21.11(b), 28 CFR 42.107(b), 24 CFR 1.7(b) (Title VI);
28 CFR 35.170(b) (ADA); 24 CFR 8.56(c) (Section 504); 29 CFR 1601.13(a), 1601.28 (Title VII); 29 USC 626(d) (age);
42 USC 3610(a), 3613 (Fair Housing); 24 CFR 75.33(b) (Section 3, no limit).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.checks.clocks import BUSINESS_DAYS, deadline
from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import UNLIMITED, Law
from compliance.checks.verdicts import Result, Said, Verdict, gravest, say
from compliance.checks.verdicts import worded as _

TITLE = "Complaints: external and internal clocks"
REQUIREMENT = "T6-05"
# The parameter of each clock from the event. Those with a fair employment practices agency have a longer one beside it.
CLOCKS = {
    "title_vi": "cmp.t6", "ada": "cmp.ada", "section_504": "cmp.s504", "ada_grievance": "ada.grievance.file",
    "title_vii": "cmp.t7", "age": "cmp.adea", "fair_housing": "cmp.fha", "fair_housing_court": "cmp.fha_court",
    "section3": "cmp.s3", "local": "cmp.local",
}  # fmt: skip
LONGER = {"title_vii": "cmp.t7_fepa", "age": "cmp.adea_state"}
INTERNAL = {"acknowledge": "cmp.ack", "close": "cmp.close"}


@dataclass(frozen=True)
class Facts:
    """An event, when it was told to the city or another body, and on which grounds."""

    event_on: date | None = fact("Day of the event; a discrete act keeps its own clock")
    last_event_on: date | None = fact("Of conduct that went on, its last day: clocks run from it")
    bases: tuple[str, ...] = several("The grounds", choices=CLOCKS)
    fepa: bool | None = fact("Whether a state or local agency has jurisdiction over the ground (Title VII, age)")
    filed_on: date | None = fact("Day it was filed with the external body; null where it has not been")
    received_on: date | None = fact("Day the city received it, where it did")
    acknowledged_on: date | None = fact("Day the city acknowledged it")
    closed_on: date | None = fact("Day the city closed it")
    notice_received_on: date | None = fact("Day the notice of the right to sue was received, where there is one")
    as_of: date | None = fact("Day the question is asked for")
    holidays: tuple[date, ...] = several("Days on which offices are closed")


EXAMPLE: dict[str, Any] = {
    "event_on": "2026-03-02",
    "bases": ["title_vi", "ada_grievance", "title_vii"],
    "fepa": True,
    "as_of": "2026-06-30",
    "holidays": ["2026-12-25"],
}


@dataclass(frozen=True)
class Clock:
    """One clock as it stands: its figures and its result."""

    result: Result
    said: Said
    told: dict[str, Any]


def judge(facts: Facts, law: Law) -> Verdict:
    """Each clock with its day, the last business day before it, and whether it is open, met or past."""
    seen = Consultation(law, REQUIREMENT)
    start = facts.last_event_on or facts.event_on
    seen.need(start, "event_on", _("Every clock runs from the day of the event, which is not known."))
    seen.need(facts.as_of, "as_of", _("Whether a clock is open is not known without the day asked for."))
    if not facts.bases and facts.received_on is None and facts.notice_received_on is None:
        seen.reject("bases", _("No ground is given."))
    if start is None:
        return seen.undetermined()
    is_ordered = _in_order(facts, seen)
    clocks = _external(facts, start, seen) + _internal(facts, seen)
    figures = {"counted_from": start, "clocks": [one.told for one in clocks]}
    why = [one.said for one in clocks]
    if any(one.told["state"] in ("filed_late", "passed") for one in clocks):
        why.append(
            say(_("A late complaint is logged all the same: tell the person the limits, and let counsel decide."))
        )
    if facts.as_of is None or not clocks or not is_ordered:
        return seen.undetermined(figures, *why)
    return seen.verdict(gravest(one.result for one in clocks), why, figures)


ORDER = (
    ("event_on", "last_event_on"), ("event_on", "received_on"), ("event_on", "filed_on"), ("received_on", "acknowledged_on"),
    ("received_on", "closed_on"), ("event_on", "notice_received_on"),
)  # fmt: skip


def _in_order(facts: Facts, seen: Consultation) -> bool:
    """Whether no day lies before one that it follows."""
    found = True
    for before, after in ORDER:
        earlier, day = getattr(facts, before), getattr(facts, after)
        if earlier is not None and day is not None and day < earlier:
            seen.reject(after, _("%(after)s lies before %(before)s."), after=after, before=before)
            found = False
    return found


def _external(facts: Facts, start: date, seen: Consultation) -> list[Clock]:
    found = [_basis(name, facts, start, seen) for name in facts.bases]
    if facts.notice_received_on is not None:
        found.append(_clock("right_to_sue", "cmp.t7_sue", facts.notice_received_on, None, facts, seen))
    return found


def _basis(name: str, facts: Facts, start: date, seen: Consultation) -> Clock:
    if name not in LONGER:
        return _clock(name, CLOCKS[name], start, facts.filed_on, facts, seen)
    text = _(
        "The limit of %(name)s is longer where a state or local agency has jurisdiction; whether one has is not known."
    )
    has = seen.need(facts.fepa, "fepa", text, name=name)
    one = _clock(name, LONGER[name] if has else CLOCKS[name], start, facts.filed_on, facts, seen)
    if has is not None:
        return one
    other = _clock(name, LONGER[name], start, facts.filed_on, facts, seen)
    said = say(_("%(name)s: %(day)s, or %(other)s where an agency has jurisdiction."), name=name,
               day=one.told.get("deadline"), other=other.told.get("deadline"))  # fmt: skip
    return Clock(
        Result.CANNOT_DETERMINE,
        said,
        {**one.told, "state": "not_known", "deadline_with_agency": other.told.get("deadline")},
    )


def _internal(facts: Facts, seen: Consultation) -> list[Clock]:
    if facts.received_on is None:
        return []
    done = {"acknowledge": facts.acknowledged_on, "close": facts.closed_on}
    return [_clock(name, key, facts.received_on, done[name], facts, seen) for name, key in INTERNAL.items()]


def _clock(name: str, key: str, start: date, done: date | None, facts: Facts, seen: Consultation) -> Clock:
    row = seen.row(key, start)
    if row is None:
        told: dict[str, Any] = {"clock": name, "parameter": key, "deadline": None, "state": "not_known"}
        return Clock(Result.CANNOT_DETERMINE, say(_("%(name)s: the limit is not entered."), name=name), told)
    if row.value == UNLIMITED:
        said = say(_("%(name)s: no limit is set (%(citation)s)."), name=name, citation=row.citation)
        told = {"clock": name, "parameter": key, "deadline": None, "state": "no_limit"}
        return Clock(Result.NO_INDICATION, said, told)
    counts_open = facts.holidays if row.unit == BUSINESS_DAYS else ()
    due = deadline(start, int(row.number), row.unit, counts_open)
    file_by = deadline(start, int(row.number), row.unit, facts.holidays).file_by
    state = _state(due.day, done, facts.as_of)
    told = {
        "clock": name, "parameter": key, "days": int(row.number), "unit": row.unit, "from": start, "deadline": due.day,
        "weekday": due.weekday, "file_by": file_by, "state": state,
    }  # fmt: skip
    text = _("%(name)s: %(count)s %(unit)s, %(day)s (%(weekday)s); file by %(file_by)s. %(state)s")
    values = {"name": name, "count": row.number, "unit": row.unit, "day": due.day, "weekday": due.weekday}
    return Clock(STATES[state][0], say(text, **values, file_by=file_by, state=STATES[state][1]), told)


STATES = {
    "met": (Result.EVIDENCE_CURRENT, _("In time.")),
    "filed_late": (Result.EVIDENCE_OVERDUE, _("Late.")),
    "open": (Result.EVIDENCE_DUE, _("Open.")),
    "passed": (Result.EVIDENCE_OVERDUE, _("Past.")),
    "not_known": (Result.CANNOT_DETERMINE, _("Whether it is open is not known.")),
}


def _state(due: date, done: date | None, today: date | None) -> str:
    if done is not None:
        return "met" if done <= due else "filed_late"
    if today is None:
        return "not_known"
    return "open" if today <= due else "passed"


def limits_for(bases: Sequence[str]) -> list[str]:
    """The parameters of these grounds, for who tells a person of the outside ways at intake."""
    return [key for name in bases for key in (CLOCKS.get(name), LONGER.get(name)) if key]
