"""The clocks of a complaint, by the checks: each with its day, the last business day before it, and the row it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.checks import complaint_deadlines, grievance_clock
from compliance.checks.clocks import last_open
from compliance.checks.law import Law
from compliance.checks.verdicts import Verdict
from compliance.models import Complaint

GRIEVANCE = "ada"
RETALIATION_DAYS = 90  # good practice (compliance.md 11.3); no row of law
NAMES: Mapping[str, Any] = {
    "title_vi": gettext_lazy("Complaint to the agency that gave the money (Title VI)"),
    "ada": gettext_lazy("Complaint to the Department of Justice or another agency (ADA)"),
    "section_504": gettext_lazy("Complaint to the agency that gave the money (Section 504)"),
    "ada_grievance": gettext_lazy("Grievance to the city (ADA)"),
    "title_vii": gettext_lazy("Charge to the EEOC (Title VII)"),
    "age": gettext_lazy("Charge to the EEOC (age)"),
    "fair_housing": gettext_lazy("Complaint to HUD (fair housing)"),
    "fair_housing_court": gettext_lazy("Lawsuit (fair housing)"),
    "section3": gettext_lazy("Complaint to HUD (Section 3)"),
    "local": gettext_lazy("Complaint under the city’s own law"),
    "right_to_sue": gettext_lazy("Lawsuit after the notice of the right to sue"),
    "acknowledge": gettext_lazy("The city acknowledges the complaint"),
    "close": gettext_lazy("The city answers the complaint"),
    "target": gettext_lazy("The day the city set itself for its answer"),
    "retaliation": gettext_lazy("The city asks whether anybody was punished for complaining"),
    "file": gettext_lazy("Grievance filed with the city"),
    "meet": gettext_lazy("The city meets with the person"),
    "respond": gettext_lazy("The city responds in writing"),
    "appeal": gettext_lazy("The person appeals"),
    "appeal_meet": gettext_lazy("The city meets about the appeal"),
    "final_response": gettext_lazy("The city’s final response"),
}
STATES: Mapping[str, Any] = {
    "met": gettext_lazy("done in time"), "done": gettext_lazy("done in time"), "filed_late": gettext_lazy("done late"),
    "done_late": gettext_lazy("done late"), "open": gettext_lazy("running"), "passed": gettext_lazy("past"),
    "overdue": gettext_lazy("past"), "not_known": gettext_lazy("not known"), "no_limit": gettext_lazy("no limit is set"),
}  # fmt: skip
LONGER: Mapping[str, Any] = {  # with the statute
    "title_vii": gettext_lazy(
        "%(length)s where a state or local agency enforces a law of its own (42 USC 2000e-5(e)(1))"
    ),
    "age": gettext_lazy("%(length)s where a state agency enforces a law of its own (29 USC 626(d)(1)(B))"),
}
OF_CITY = ("acknowledge", "close", "target", "retaliation", "meet", "respond", "appeal_meet", "final_response")
CLOCKS_OF = {
    "language": ("title_vi",),
    "ada": ("ada", "ada_grievance"),
    "fair_housing": ("fair_housing", "fair_housing_court"),
}


@dataclass(frozen=True)
class Clock:
    """One clock as a page shows it."""

    code: str
    day: date | None
    file_by: date | None
    state: str
    is_city: bool
    citation: str = ""
    row: str = ""  # what names the row of law
    lacking: str = ""  # what is not known, and who can enter it
    length: str = ""
    otherwise: str = ""  # of a limit that is longer where an agency has jurisdiction, and whether one has is not known

    @property
    def name(self) -> str:
        """What runs."""
        return str(NAMES[self.code])

    @property
    def state_name(self) -> str:
        """How it stands."""
        return str(STATES[self.state])

    @property
    def is_late(self) -> bool:
        """Whether it is past, or was met late."""
        return self.state in ("passed", "overdue", "filed_late", "done_late")


def clocks_of(complaint: Complaint, law: Law, today: date, holidays: Collection[date]) -> list[Clock]:
    """All of them: what the city owes, then where else the person can go."""
    found = [*_own(complaint, today, holidays)]
    found += _deadlines(complaint, law, today, holidays)
    if GRIEVANCE in complaint.bases and complaint.event_on is not None:
        found += _grievance(complaint, law, today, holidays)
    return sorted(found, key=lambda one: (not one.is_city, one.day or date.max))


def limits(
    bases: Collection[str], event_on: date | None, law: Law, today: date, holidays: Collection[date]
) -> list[Clock]:
    """The outside ways for these bases: what a person is told at intake, without a day where none is known."""
    row = Complaint(bases=list(bases), event_on=event_on or today, received_on=today)
    found = [one for one in _deadlines(row, law, today, holidays) if not one.is_city]
    if event_on is not None:
        return found
    return [
        Clock(one.code, None, None, "open", False, one.citation, one.row, one.lacking, one.length, one.otherwise)
        for one in found
    ]


def _own(complaint: Complaint, today: date, holidays: Collection[date]) -> Iterator[Clock]:
    if complaint.target_days is not None:
        day = complaint.received_on + timedelta(days=complaint.target_days)
        yield _practice(
            "target", day, complaint.closed_on or complaint.responded_on, today, holidays, _("set for this case")
        )
    if complaint.fears_retaliation or complaint.closed_on is not None:
        start = complaint.closed_on or complaint.received_on
        day = start + timedelta(days=RETALIATION_DAYS)
        yield _practice(
            "retaliation", day, complaint.retaliation_checked_on, today, holidays, _("good practice, no row of law")
        )


def _practice(code: str, day: date, done: date | None, today: date, holidays: Collection[date], why: str) -> Clock:
    state = ("met" if done <= day else "filed_late") if done else ("open" if today <= day else "passed")
    return Clock(code, day, last_open(day, holidays), state, True, why)


def _deadlines(complaint: Complaint, law: Law, today: date, holidays: Collection[date]) -> list[Clock]:
    names = [name for basis in complaint.bases for name in CLOCKS_OF.get(basis, (basis,))]
    facts = complaint_deadlines.Facts(
        event_on=complaint.event_on,
        last_event_on=complaint.last_event_on,
        bases=tuple(dict.fromkeys(names)),
        fepa=complaint.agency_has_jurisdiction,
        received_on=complaint.received_on,
        acknowledged_on=complaint.acknowledged_on,
        closed_on=complaint.closed_on or complaint.responded_on,
        notice_received_on=complaint.notice_received_on,
        as_of=today,
        holidays=tuple(holidays),
    )
    if complaint.event_on is None and complaint.last_event_on is None:
        # what the city owes runs from the day of receipt; the rest is not known without the day of the event
        facts = complaint_deadlines.Facts(**{**vars(facts), "event_on": complaint.received_on, "bases": ()})
    verdict = complaint_deadlines.judge(facts, law)
    return [_told(one, one["clock"], verdict) for one in verdict.figures.get("clocks", ())]


def _grievance(complaint: Complaint, law: Law, today: date, holidays: Collection[date]) -> Iterator[Clock]:
    facts = grievance_clock.Facts(
        event_on=complaint.event_on,
        filed_on=complaint.received_on,
        met_on=complaint.met_on,
        responded_on=complaint.responded_on,
        appealed_on=complaint.appealed_on,
        appeal_met_on=complaint.appeal_met_on,
        final_response_on=complaint.final_response_on,
        as_of=today,
        holidays=tuple(holidays),
    )
    verdict = grievance_clock.judge(facts, law)
    keys = {
        "meet": "ada.grievance.meet", "respond": "ada.grievance.respond", "appeal": "ada.grievance.appeal",
        "appeal_meet": "ada.grievance.appeal_meet", "final_response": "ada.grievance.final",
    }  # fmt: skip
    for one in verdict.figures.get("steps", ()):
        if one["step"] in keys:  # how late it was filed stands among the outside ways already
            yield _told({**one, "parameter": keys[one["step"]]}, one["step"], verdict)


def _told(one: Mapping[str, Any], code: str, verdict: Verdict) -> Clock:
    row = next((found for found in verdict.parameters if found.key == one["parameter"]), None)
    lack = next((found for found in verdict.lacking if found.what.startswith(one["parameter"])), None)
    one_year = one.get("unit") == "years" and one.get("days") == 1
    unit = {"days": _("days"), "business days": _("business days"), "years": _("year") if one_year else _("years")}
    return Clock(
        code=code,
        day=one.get("deadline"),
        file_by=one.get("file_by"),
        state=one["state"],
        is_city=code in OF_CITY,
        citation=row.citation if row else "",
        row=row.row.removesuffix("@?") if row else one["parameter"],
        lacking=_("not entered yet; %(who)s can enter it") % {"who": lack.who} if lack else "",
        length=f"{one['days']} {unit.get(one['unit'], one['unit'])}" if "days" in one else "",
        otherwise=_otherwise(code, one, verdict),
    )


def _otherwise(code: str, one: Mapping[str, Any], verdict: Verdict) -> str:
    """The longer limit, in words."""
    row = next((found for found in verdict.parameters if found.key == complaint_deadlines.LONGER.get(code)), None)
    if row is None or one["state"] != "not_known" or not one.get("deadline_with_agency"):
        return ""
    return str(LONGER[code]) % {"length": f"{row.number} {_('days')}"}
