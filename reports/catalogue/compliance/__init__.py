"""How the city stands under each programme of civil rights law."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.compliance.sections import SECTIONS
from reports.catalogue.kind import ReportKind

KIND = ReportKind(
    code="compliance",
    label=_("Compliance status"),
    about=_(
        "What civil rights law asks of the city, what shows that it is done, what is overdue, and what changed in law."
    ),
    sections=SECTIONS,
)
