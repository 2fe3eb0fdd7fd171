"""The performance sheet of a unit, laid out as "Performance. Value. Results": mission, services, goals, measures by quarter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import ReportKind, Subjects
from reports.catalogue.performance.facts import units
from reports.catalogue.performance.sections import SECTIONS

KIND = ReportKind(
    code="performance",
    label=_("Performance sheet of a unit"),
    about=_("Performance, value, results: what a unit is for, what it does, and its measures quarter by quarter."),
    sections=SECTIONS,
    subjects=Subjects(_("Unit"), units),
    for_all=True,
)
