"""A report as a kind of record: governed, under 3.3; the words in its sections belong to its draft."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raci.models import Record
from raci.records import Kind, Life
from reports import content
from reports.models import Report

REPORTING = "3.3"  # the activity: report on equity progress


def _url(record: Record) -> str:
    return reverse("reports:report-detail", args=[record.pk])


REPORT = Kind(
    code="report", model=Report, activity=REPORTING, life=Life.GOVERNED, label=_("Progress report"), url=_url,
    content=content.content, problems=content.problems, differences=content.differences, facts=content.facts,
    place="reports:report-list", begin="reports:report-create", template="reports/progress/content.html",
)  # fmt: skip
