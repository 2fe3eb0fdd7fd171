"""The pack of an auditor or of counsel: what is asked, what shows it, by which rows of law, what was decided, what changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.evidence.sections import SECTIONS
from reports.catalogue.kind import ReportKind

KIND = ReportKind(
    code="evidence",
    label=_("Auditor’s pack"),
    about=_("Obligations, the hash of each piece of evidence, the rows of law, decisions and how much changed."),
    sections=SECTIONS,
    paper="sheet",
)
