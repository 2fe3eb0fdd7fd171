"""Reports: a draft of the Office of Equity, and one approved with its edition."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pikepdf

from raci import clock, jobs
from raci.authority import facts_for
from raci.history import acting
from raci.models import Case, Record, Scope
from reports import acts, releasing
from reports.catalogue import KINDS
from reports.models import Narrative, Report
from tests.city import SmallCity
from tests.metrics.methods_at_work import approve

PERIOD: dict[str, Any] = {"begins_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)}


def begun(city: SmallCity, kind: str = "mayor", **more: Any) -> Report:
    """By a writer of the Office of Equity."""
    values = {"title": "Progress, third quarter", "wanted": "information", **PERIOD, **more}
    if (subjects := KINDS[kind].subjects) and "subject" not in values:
        values["subject"] = subjects.among(facts_for(city.office))[0][0]
    return acts.request_report(kind, **values, by=city.office)


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A draft, and what is approved with an edition in English."""
    draft = begun(city, title="Progress, fourth quarter")
    acts.write_section(draft, "summary", "en", "The gap closed.", by=city.office)
    done = begun(city, "leadership", title="What needs the Leadership Team")
    approve(city, done.record)
    edition, job = acts.request_edition(done, "en", by=city.office)
    acts.keep_edition(edition, a_page(), by=city.office)
    jobs.cancel(job, by=city.office)
    out = begun(city, title="What the city did for equity")
    approve(city, out.record)
    public, job = acts.request_edition(out, "en", by=city.office)
    acts.keep_edition(public, a_page(), by=city.office)
    jobs.cancel(job, by=city.office)
    releasing.release_report(out, to=["role:MAYOR"], public=True, by=city.administrator)
    return {
        "report-out": {"pk": out.record_id},
        "report-public": {"pk": public.pk},
        "report-public-data": {"pk": public.pk, "number": 1},
        "report-draft": {"pk": draft.record_id},
        "report-summary": {"pk": draft.record_id, "section": "summary"},
        "report-done": {"pk": done.record_id},
        "report-edition": {"pk": edition.pk},
        "report-data": {"pk": edition.pk, "number": 1},
    }


def a_page() -> bytes:
    """A PDF of one empty page."""
    kept = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(kept)
    return kept.getvalue()


LISTS = {"reports:report-list": ("office", dict)}
EXPORTS = {"reports": "office"}
FULL = {"reports": 1}


def grow(city: SmallCity, number: int) -> None:
    """One more draft, without facts: what they are does not matter to a list."""
    plant(city, number, f"Report {number}")


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A report whose texts are the payload."""
    with acting(by=city.office, act="create"):
        scope = Scope.objects.get(activity_code="3.3", unit__kind="city")
        record = Record.objects.create(kind="report", scope=scope, title=payload)
        Case.objects.create(record=record, number=1, title=payload, state_since=clock.now(), state_by=payload)
        row = Report.objects.create(
            record=record,
            kind="mayor",
            title=payload,
            asked=payload,
            sections=["summary"],
            facts={},
            taken_at=clock.now(),
            **PERIOD,
        )  # fmt: skip
        Narrative.objects.create(report=row, section="summary", words=payload, written_by=payload)


ONE_THING = [
    "reports:edition-create",
    "reports:report-anew",
    "reports:report-release", "reports:receipt-confirm", "reports:public-list", "reports:public-detail", "reports:public-file",
    "reports:public-data",
    "reports:report-create", "reports:report-detail", "reports:report-edit", "reports:report-section", "reports:edition-file",
    "reports:edition-data",
]  # fmt: skip
NO_PAGE = [
    ("reports:report-anew", "takes the facts, then leads to the report"),
    ("reports:edition-create", "asks for the edition, then leads to the work"),
    ("reports:receipt-confirm", "confirms, then leads to the report"),
    ("reports:public-file", "a PDF"),
    ("reports:public-data", "a CSV"),
    ("reports:edition-file", "a PDF"),
    ("reports:edition-data", "a CSV"),
]
LOOKS: list[dict[str, Any]] = [
    {"name": "reports:report-list", "who": "office"},
    {"name": "reports:report-list", "who": "new"},
    {"name": "reports:report-create", "who": "office"},
    {"name": "reports:report-create", "who": "office", "press": "Take the facts and begin", "status": 422},
    {"name": "reports:report-detail", "args": "report-draft", "who": "office"},
    {"name": "reports:report-detail", "args": "report-done", "who": "administrator"},
    {"name": "reports:report-detail", "args": "report-out", "who": "mayor"},
    {"name": "reports:report-release", "args": "report-done", "who": "administrator"},
    {"name": "reports:public-list", "who": ""},
    {"name": "reports:public-detail", "args": "report-out", "who": ""},
    {"name": "reports:report-edit", "args": "report-draft", "who": "office"},
    {"name": "reports:report-section", "args": "report-summary summary", "who": "office"},
]
