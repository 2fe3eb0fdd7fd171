"""An audit of who serves on boards, as it was approved: what was let through when it was counted, and nothing else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import ReportKind, Subjects
from reports.catalogue.representation.facts import audits
from reports.catalogue.representation.sections import SECTIONS

KIND = ReportKind(
    code="representation",
    label=_("Representation on boards and commissions"),
    about=_("Who serves on boards beside who lives here, as the approved audit tells it; what is small is masked."),
    sections=SECTIONS,
    subjects=Subjects(_("Audit"), audits),
    for_all=True,
)
