"""The parts of a budget reconciliation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.budget import facts
from reports.catalogue.kind import Section
from reports.sections import basis

SECTIONS = (
    Section("lines", _("Line by line"), _("What a reader should know of it."), facts.lines),
    Section("review", _("What the equity review says"), _("For whom money moves."), facts.review),
    Section("notes", _("Notes on the data"), _("Sources, changes of method."), basis.notes),
)
