"""The parts of an auditor’s pack."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.evidence import facts
from reports.catalogue.kind import Section
from reports.sections import basis

SECTIONS = (
    Section("obligations", _("Obligations"), _("What the auditor asked for."), facts.obligations),
    Section("evidence", _("Evidence"), _("Where originals are kept."), facts.evidence),
    Section("parameters", _("Rows of the law"), _("Who looked them up."), facts.parameters),
    Section("decisions", _("Decisions"), _("What an auditor should look at."), facts.decisions),
    Section("changes", _("What changed"), _("What explains it."), facts.changes),
    Section("notes", _("Notes on the data"), _("What is not in it."), basis.notes),
)
