"""The parts of a scorecard."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.catalogue.scorecard import facts
from reports.sections import basis

SECTIONS = (
    Section("measures", _("Measures"), _("What moved, and why."), facts.measures),
    Section("plan", _("Actions of its plan"), _("What is behind or blocked, and what would help."), facts.plan),
    Section("progress", _("What it reports"), _("What the unit says of its quarter."), facts.progress),
    Section("law", _("Civil rights law"), _("What is being done about what is overdue."), facts.law),
    Section("notes", _("Notes on the data"), _("Sources, changes of method."), basis.notes),
)
