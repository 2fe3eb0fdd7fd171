"""The report to the City Leadership Team: internal, exceptions first, by service area (compliance reference 17)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import ReportKind
from reports.catalogue.leadership.sections import SECTIONS

KIND = ReportKind(
    code="leadership",
    label=_("Report to the Leadership Team"),
    about=_("What needs those who lead: decisions, what is behind by service area, what comes due, who asks for help."),
    sections=SECTIONS,
)
