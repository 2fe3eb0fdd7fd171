"""The matrix on one landscape sheet: who is responsible, accountable, consulted and informed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import ReportKind, Subjects
from reports.catalogue.matrix.facts import versions
from reports.catalogue.matrix.sections import SECTIONS

KIND = ReportKind(
    code="matrix",
    label=_("RACI matrix"),
    about=_("Who is responsible, accountable, consulted and informed, on one sheet."),
    sections=SECTIONS,
    subjects=Subjects(_("Version"), versions),
    for_all=True,
    paper="sheet",
)
