"""The parts of the compliance status."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.compliance import facts
from reports.catalogue.kind import Section
from reports.sections import basis, law

SECTIONS = (
    Section("programmes", _("By programme"), _("What the numbers mean."), law.by_programme),
    Section("units", _("By unit"), _("Where help is needed."), facts.by_unit),
    Section("overdue", _("What is overdue"), _("What is being done about it."), law.overdue),
    Section("due", _("What comes due"), _("What to prepare for."), facts.due),
    Section("findings", _("Findings and corrective actions"), _("What was found, and what follows."), facts.findings),
    Section("law", _("What changed in law"), _("What it means for the city."), law.changes),
    Section("unknown", _("What nobody has entered yet"), _("Who is asked to enter it."), law.unknown),
    Section("notes", _("Notes on the data"), _("Sources, changes of method."), basis.notes),
)
