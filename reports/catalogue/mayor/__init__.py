"""The progress report to the Mayor and the Assembly or Council, "for information or action" (compliance reference 17)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import ReportKind
from reports.catalogue.mayor.sections import SECTIONS

KIND = ReportKind(
    code="mayor",
    label=_("Progress report to the Mayor and Council"),
    about=_(
        "Twelve parts for whoever governs the city: what is asked of them, how things stand, and what is not known."
    ),
    sections=SECTIONS,
    for_all=True,
)
