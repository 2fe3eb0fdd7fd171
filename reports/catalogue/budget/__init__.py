"""A budget reconciliation, line by line, with what the equity tool asked about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.budget.facts import reconciliations
from reports.catalogue.budget.sections import SECTIONS
from reports.catalogue.kind import ReportKind, Subjects

KIND = ReportKind(
    code="budget",
    label=_("Budget reconciliation"),
    about=_(
        "From one budget to the next, line by line: whether it adds up, why it ends there, and for whom money moves."
    ),
    sections=SECTIONS,
    subjects=Subjects(_("Reconciliation"), reconciliations),
    for_all=True,
)
