"""The demonstration's reports, by the same acts as everybody's. They come last: their facts are all that came before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from raci import clock
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Person
from reports.acts import request_report, write_section
from reports.models import Report

FILE = "reports.yaml"
WRITER, DECIDER = "equity-policy", "city-administrator"
Holder = Callable[[str], Person]


def bring_reports(folder: Path, person: Holder, answer_all: Callable[[Case], Any]) -> None:
    """What the city's folder tells, if it tells something; `answer_all` has everybody answer who was asked."""
    path = folder / FILE
    if not path.exists():
        return
    for told in yaml.safe_load(path.read_text(encoding="utf-8"))["reports"]:
        report = _written(told, person(WRITER))
        if told["state"] == "approved":
            _decided(report, person, answer_all)


def _written(told: dict[str, Any], by: Person) -> Report:
    today = clock.today()
    report = request_report(
        told["kind"], title=told["title"], begins_on=today - timedelta(days=told["days"]), ends_on=today,
        wanted=told["wanted"], asked=told.get("asked", ""), by=by,
    )  # fmt: skip
    for section, words in told["words"].items():
        write_section(report, section, "en", words, by=by)
    return report


def _decided(report: Report, person: Holder, answer_all: Callable[[Case], Any]) -> None:
    case = report.record.cases.get()
    cases.open_consultation(case, by=person(WRITER))
    answer_all(case)
    cases.submit(case, by=person(WRITER))
    cases.decide(case, by=person(DECIDER), kind=Act.APPROVE, sha256=case.texts.get().sha256)
