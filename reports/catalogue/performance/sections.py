"""The parts of a performance sheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.catalogue.performance import facts
from reports.sections import basis

SECTIONS = (
    Section("mission", _("Mission"), _("What the unit is for."), facts.mission),
    Section("services", _("Core services"), _("What it does for whom."), facts.services),
    Section("goals", _("Accomplishment goals"), _("Which of the city’s goals it serves."), facts.goals),
    Section("measures", _("Performance measures"), _("The story behind the figures."), facts.measures),
    Section("notes", _("Notes on the data"), _("Sources, changes of method."), basis.notes),
)
