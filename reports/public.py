"""What the public reads: reports that were released to it, and their editions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import Http404

from raci.records import Content
from reports.annex import DataFile
from reports.editions import data_of, frozen
from reports.models import Edition, Report


@dataclass(frozen=True)
class PublicReport:
    """A report as it was approved and released, with the PDFs that were made of that text."""

    report: Report
    content: Content
    editions: list[Edition]

    @property
    def data(self) -> list[tuple[Edition, list[DataFile]]]:
        """The tables of each PDF."""
        return [(one, data_of(one)) for one in self.editions]


def public_reports() -> list[PublicReport]:
    """All of them, the newest first (2 queries)."""
    found = _released().order_by("-released_at", "-pk")
    made: dict[int, list[Edition]] = {}
    for edition in _editions():
        made.setdefault(edition.report_id, []).append(edition)
    return [_as_released(row, made.get(row.pk, [])) for row in found]


def public_report(pk: int) -> PublicReport:
    """One, by its record's number; Http404 where it was not released to the public (2 queries)."""
    row = _released().filter(record=pk).first()
    if row is None:
        raise Http404
    return _as_released(row, list(_editions().filter(report=row)))


def public_edition(pk: int) -> Edition:
    """A PDF of a text that was released to the public; Http404 for any other."""
    found = _editions().select_related("report").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _as_released(row: Report, made: list[Edition]) -> PublicReport:
    if row.released_text is None:
        raise Http404
    return PublicReport(row, frozen(row.released_text), made)


def _released() -> QuerySet[Report]:
    public = Report.objects.filter(audience=Report.Audience.PUBLIC, released_text__isnull=False)
    return public.select_related("released_text")


def _editions() -> QuerySet[Edition]:
    """Made, and of the text that is released."""
    made = Edition.objects.exclude(sha256="").filter(text=F("report__released_text"))
    return made.filter(report__in=_released()).select_related("text").order_by("language", "pk")
