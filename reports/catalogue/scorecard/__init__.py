"""The scorecard of a bureau or office: its measures, its plan, what the law asks of it, on a few pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import ReportKind, Subjects
from reports.catalogue.scorecard.facts import units
from reports.catalogue.scorecard.sections import SECTIONS

KIND = ReportKind(
    code="scorecard",
    label=_("Scorecard of a bureau"),
    about=_(
        "How one unit stands: its measures, the actions of its plan, what the law asks of it, and what it reports late."
    ),
    sections=SECTIONS,
    subjects=Subjects(_("Unit"), units),
    for_all=True,
)
