"""An equity plan as it was approved, with the receipt of its decision."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import ReportKind, Subjects
from reports.catalogue.plan.facts import plans
from reports.catalogue.plan.sections import SECTIONS

KIND = ReportKind(
    code="plan",
    label=_("Equity plan as approved"),
    about=_(
        "The text that was decided, word for word, with the receipt: who decided, by what right, on which conditions."
    ),
    sections=SECTIONS,
    subjects=Subjects(_("Plan"), plans),
    for_all=True,
)
