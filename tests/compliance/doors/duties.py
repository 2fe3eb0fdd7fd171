"""Obligations, evidence, which rules apply, the funding register, facts of the city, findings and corrective actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.actions.assessments import assess
from compliance.actions.findings import add_action, raise_finding, report_done, verify
from compliance.actions.proofs import add_evidence
from compliance.models import CorrectiveAction, Evidence, Finding, FundingAward, Obligation
from raci import clock
from raci.actions.meetings.calendars import make_link
from raci.history import acting
from tests.city import SmallCity
from tests.compliance.duties.asked import award, facts, obligation, requirement


def finding(city: SmallCity, title: str = "No relay line at the pool", on: Obligation | None = None) -> Finding:
    """Of Parks, by the Auditor."""
    values = {
        "title": title, "words": "Called three times, nobody answered.", "source": "audit", "weight": "high",
        "found_on": clock.today(), "requirement": on.requirement if on else None,
    }  # fmt: skip
    return raise_finding(city.parks, values, by=city.auditor, obligation=on)


def action(city: SmallCity, found: Finding, title: str = "Fit a relay line") -> CorrectiveAction:
    """Of the director of Parks."""
    values = {
        "title": title, "words": "", "owner": city.post("director-parks"), "due_on": clock.today() + timedelta(days=14),
        "effort_days": 3,
    }  # fmt: skip
    return add_action(found, values, by=city.director)


def proof(city: SmallCity, one: Obligation, title: str = "Test log") -> Evidence:
    """A file of it."""
    file = SimpleUploadedFile("log.txt", f"{title}: all counters were tested.\n".encode())
    return add_evidence(one, by=city.director, title=title, effective_on=clock.today(), upload=file)


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each."""
    facts(city, employees=7000, population=652_503)
    one = obligation(city)
    shown = proof(city, one)
    found = finding(city, on=one)
    going, done = action(city, found), action(city, found, "Train the counters")
    report_done(done, by=city.director, done_on=clock.today(), words="All were trained.")
    drafted = obligation(city, begins_on=clock.today() - timedelta(days=700))
    assess(drafted, by=city.director, judgement="EVIDENCE_DUE", words="Not looked at yet.")
    mended = finding(city, "No notice at the counter")
    closure = report_done(action(city, mended), by=city.director, done_on=clock.today(), words="It hangs there.")
    verify(closure, by=city.administrator, how="I saw it.")
    return {
        "law-obligation": {"pk": one.pk},
        "law-evidence": {"pk": shown.pk},
        "law-requirement": {"code": requirement("ADA-16").code},
        "law-award": {"pk": award(city).pk},
        "law-fact": {"key": "employees"},
        "law-feed": {"key": make_link(by=city.deputy)},
        "law-no-feed": {"key": "nothing"},
        "law-finding": {"pk": found.pk},
        "law-free-finding": {"pk": finding(city, "A form without large print").pk},
        "law-drafted": {"pk": drafted.pk},
        "law-mended": {"pk": mended.pk},
        "law-action": {"pk": going.pk},
        "law-done-action": {"pk": done.pk},
    }


def _first(model: Any) -> Any:
    return lambda: {"pk": model.objects.earliest("pk").pk}


LISTS = {
    "compliance:obligation-list": ("director", dict),
    "compliance:obligation-grid": ("director", dict),
    "compliance:obligation-calendar": ("director", dict),
    "compliance:rule-list": ("director", dict),
    "compliance:award-list": ("director", dict),
    "compliance:effects-basis-list": ("director", dict),
    "compliance:city-fact-list": ("attorney", dict),
    "compliance:finding-list": ("auditor", dict),
    "compliance:corrective-action-list": ("director", dict),
    "compliance:obligation-detail": ("director", _first(Obligation)),
    "compliance:finding-detail": ("auditor", _first(Finding)),
    "compliance:corrective-action-detail": ("director", _first(CorrectiveAction)),
    "compliance:award-detail": ("director", _first(FundingAward)),
}


def grow(city: SmallCity, number: int) -> None:
    """An obligation, evidence, a finding, an action, an award and a fact more."""
    obligation(city, begins_on=clock.today() - timedelta(days=number + 1))
    first = Obligation.objects.earliest("pk")
    proof(city, first, f"Log {number}")
    finding(city, f"Finding {number}", first)
    action(city, Finding.objects.earliest("pk"), f"Action {number}")
    award(city, f"B-{number}")
    facts(city, on=clock.today() - timedelta(days=number + 2), employees=7000 + number)


EXPORTS = {"obligations": "director", "findings": "auditor", "corrective-actions": "director", "awards": "director"}
FULL = {"obligations": 1, "findings": 1, "corrective-actions": 2, "awards": 3}


def plant(city: SmallCity, number: int, payload: str) -> None:
    """As rows: acts put blanks in order."""
    today, now = clock.today(), clock.now()
    said = {"raised_by": city.auditor, "raised_as": "City Auditor", "raised_at": now}
    with acting(by=city.director, act="add_award"):
        values = {"programme": payload, "number": f"{number}", "cents": 1, "begins_on": today}
        FundingAward.objects.create(
            unit=city.parks, title=payload, agency="OTHER", agency_name=payload[:200] or "x", **values
        )
        Obligation.objects.create(
            requirement=requirement("ADA-10"), unit=city.parks, event=payload or "x", event_on=today, begins_on=today,
        )  # fmt: skip
        found = Finding.objects.create(
            unit=city.parks, title=payload, words=payload, source="check", weight="low", found_on=today, **said
        )
        CorrectiveAction.objects.create(
            finding=found, title=payload, owner=city.post("director-parks"), due_on=today, made_by=city.director,
            made_as="Director", made_at=now,
        )  # fmt: skip


ONE_THING = [
    "compliance:obligation-calendar-file",
    "compliance:obligation-feed",
    "compliance:obligation-generate",
    "compliance:obligation-event",
    "compliance:obligation-evidence",
    "compliance:obligation-evidence-file",
    "compliance:obligation-evidence-remove",
    "compliance:obligation-assess",
    "compliance:obligation-discard",
    "compliance:obligation-due",
    "compliance:requirement-choose",
    "compliance:requirement-training",
    "compliance:award-create",
    "compliance:award-edit",
    "compliance:effects-basis-say",
    "compliance:city-fact-say",
    "compliance:finding-create",
    "compliance:finding-close",
    "compliance:finding-withdraw",
    "compliance:finding-recommend",
    "compliance:corrective-action-create",
    "compliance:corrective-action-edit",
    "compliance:corrective-action-report",
    "compliance:corrective-action-verify",
    "compliance:corrective-action-drop",
]
LOOKS = [
    {"name": "compliance:obligation-list"},
    {"name": "compliance:obligation-grid"},
    {"name": "compliance:obligation-calendar"},
    {"name": "compliance:obligation-detail", "args": "law-obligation"},
    {"name": "compliance:obligation-evidence", "args": "law-obligation"},
    {"name": "compliance:obligation-evidence", "args": "law-obligation", "press": "*", "status": 422},
    {"name": "compliance:obligation-evidence-remove", "args": "law-evidence"},
    {"name": "compliance:obligation-assess", "args": "law-obligation"},
    {"name": "compliance:obligation-due", "args": "law-obligation"},
    {"name": "compliance:obligation-event"},
    {"name": "compliance:rule-list", "who": "officer"},
    {"name": "compliance:requirement-choose", "args": "law-requirement", "who": "officer"},
    {"name": "compliance:requirement-training", "args": "law-requirement", "who": "officer"},
    {"name": "compliance:award-list"},
    {"name": "compliance:award-detail", "args": "law-award"},
    {"name": "compliance:award-create"},
    {"name": "compliance:award-create", "press": "*", "status": 422},
    {"name": "compliance:award-edit", "args": "law-award"},
    {"name": "compliance:effects-basis-list", "who": "officer"},
    {"name": "compliance:effects-basis-say", "who": "officer"},
    {"name": "compliance:city-fact-list", "who": "officer"},
    {"name": "compliance:city-fact-say", "args": "law-fact", "who": "officer"},
    {"name": "compliance:finding-list", "who": "auditor"},
    {"name": "compliance:finding-create", "who": "auditor"},
    {"name": "compliance:finding-detail", "args": "law-finding", "who": "auditor"},
    {"name": "compliance:finding-close", "args": "law-mended", "who": "auditor"},
    {"name": "compliance:finding-withdraw", "args": "law-free-finding", "who": "auditor"},
    {"name": "compliance:finding-recommend", "args": "law-finding", "who": "auditor"},
    {"name": "compliance:corrective-action-list"},
    {"name": "compliance:corrective-action-create", "args": "law-finding"},
    {"name": "compliance:corrective-action-detail", "args": "law-action"},
    {"name": "compliance:corrective-action-detail", "args": "law-done-action", "who": "administrator"},
    {"name": "compliance:corrective-action-edit", "args": "law-action"},
    {"name": "compliance:corrective-action-report", "args": "law-action"},
    {"name": "compliance:corrective-action-drop", "args": "law-action", "who": "auditor"},
]
NO_PAGE = [
    ("compliance:obligation-evidence-file", "a file"),
    ("compliance:obligation-calendar-file", "a file"),
    ("compliance:obligation-feed", "a file"),
    ("compliance:obligation-generate", "sent"),
    ("compliance:obligation-discard", "sent"),
    ("compliance:corrective-action-verify", "sent"),
]
