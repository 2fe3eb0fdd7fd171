"""Reports of every kind in one city, and their editions as they would be made, without the way through a decision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from raci.authority import facts_for
from raci.models import Text
from raci.records import canonical, digest
from reports import acts
from reports.catalogue import KINDS
from reports.content import content
from reports.models import Edition, Report
from tests.city import SmallCity

PERIOD: dict[str, Any] = {"begins_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)}
MOMENT = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def asked(city: SmallCity, kind: str, *, about: str = "", **more: Any) -> Report:
    """A draft of the Office of Equity; of the first thing it can be about, or the one whose name holds `about`."""
    values = {"title": f"{KINDS[kind].label}, third quarter", "wanted": "information", **PERIOD, **more}
    if subjects := KINDS[kind].subjects:
        named = subjects.among(facts_for(city.office))
        values["subject"] = next(pk for pk, name in named if about in name)
    return acts.request_report(kind, **values, by=city.office)


def edition_of(report: Report, language: str = "en") -> Edition:
    """The edition of its draft as it stands, in no table."""
    told = canonical(content(report.record))
    text = Text(number=1, content=told, sha256=digest(told))
    return Edition(
        report=report, number=1, text=text, language=language, asked_at=MOMENT, ledger_position=4711, ledger_hash="5e" * 32
    )  # fmt: skip
