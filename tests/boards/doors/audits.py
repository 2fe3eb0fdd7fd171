"""Audits of representation: a draft of the City Auditor's own, and one of the city's that is approved and published."""

from __future__ import annotations

from typing import Any

from boards.actions import audits as acts
from boards.actions.audit_tallies import enter_tally
from boards.models import Board, RepresentationAudit
from raci import clock
from raci.history import acting
from tests.boards.audits import approve, begun, later, seat_people, submitted
from tests.city import SmallCity

COUNTS = {"woman": 20, "man": 16}


def draft(city: SmallCity, title: str = "Who serves, a draft") -> RepresentationAudit:
    """The auditor's own, counted from a survey, with a recommendation."""
    audit = begun(city, title=title)
    enter_tally(audit.questions.get(), COUNTS, source="Survey", by=city.auditor)
    return audit


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each."""
    seat_people(city, 40, board="Audited")
    board = Board.objects.get(code="audited")
    audit = draft(city)
    said = {"about": "outreach", "title": "Announce it", "words": "At the library.", "board": board, "unit": None}
    advice = acts.advise(audit, {**said, "answer_due_on": later(30)}, by=city.auditor)
    with acting(by=city.auditor, act="edit", record=audit.record_id):
        audit = RepresentationAudit.objects.get(pk=audit.pk)
        audit.asked_at = clock.now()
        audit.save()
    out = begun(city, activity="3.1", by=city.attorney, title="Who serves, published")
    enter_tally(out.questions.get(), COUNTS, source="Survey", by=city.attorney)
    approve(submitted(city, out, by=city.attorney), city.administrator)
    acts.publish(out, by=city.attorney)
    return {
        "audit": {"pk": audit.record_id},
        "audit-out": {"pk": out.record_id},
        "audit-question": {"pk": audit.questions.get().pk},
        "audit-advice": {"pk": advice.pk},
        "audit-to-count": {"pk": audit.pk},
    }


LISTS = {"boards:audit-list": ("auditor", dict)}
EXPORTS = {"board-audits": "auditor"}
FULL = {"board-audits": 1}


def grow(city: SmallCity, number: int) -> None:
    """A draft more."""
    acts.begin_audit(activity="4.7", title=f"Audit {number}", as_of=clock.today(), by=city.auditor)


def plant(city: SmallCity, number: int, payload: str) -> None:
    """An audit whose texts are the payload."""
    audit = acts.begin_audit(activity="4.7", title=payload[:300], as_of=clock.today(), by=city.auditor)
    acts.change_audit(audit, {"purpose": payload, "findings": payload, "limits": payload}, by=city.auditor)


ONE_THING = [
    "boards:audit-create", "boards:audit-detail", "boards:audit-edit", "boards:audit-file", "boards:audit-publish",
    "boards:audit-raise", "boards:audit-ask", "boards:audit-ask-custodian", "boards:audit-advise", "boards:audit-question",
    "boards:audit-question-drop", "boards:audit-survey", "boards:audit-advice", "boards:audit-advice-remove",
    "boards:vault-audit", "boards:public-audit-list", "boards:public-audit", "boards:public-audit-csv",
    "boards:public-audit-json",
]  # fmt: skip
LOOKS = [
    {"name": "boards:audit-list", "who": "auditor"},
    {"name": "boards:audit-create", "who": "auditor"},
    {"name": "boards:audit-create", "who": "auditor", "press": "*", "status": 422},
    {"name": "boards:audit-detail", "args": "audit", "who": "auditor"},
    {"name": "boards:audit-detail", "args": "audit-out", "who": "officer"},
    {"name": "boards:audit-edit", "args": "audit", "who": "auditor"},
    {"name": "boards:audit-ask", "args": "audit", "who": "auditor"},
    {"name": "boards:audit-question", "args": "audit-question", "who": "auditor"},
    {"name": "boards:audit-survey", "args": "audit-question", "who": "auditor"},
    {"name": "boards:audit-advise", "args": "audit", "who": "auditor"},
    {"name": "boards:audit-advice", "args": "audit-advice", "who": "auditor"},
    {"name": "boards:vault-audit", "args": "audit-to-count", "who": "auditor"},
    {"name": "boards:public-audit-list", "who": ""},
    {"name": "boards:public-audit", "args": "audit-out", "who": ""},
]
NO_PAGE = [
    ("boards:audit-file", "a file"),
    ("boards:public-audit-csv", "a file"),
    ("boards:public-audit-json", "a file"),
    ("boards:audit-publish", "a button of the audit's page"),
    ("boards:audit-raise", "a button of the audit's page"),
    ("boards:audit-ask-custodian", "a button of the audit's page"),
    ("boards:audit-question-drop", "a button of the audit's page"),
    ("boards:audit-advice-remove", "a button of the audit's page"),
]
