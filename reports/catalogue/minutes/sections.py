"""The parts of minutes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.catalogue.minutes import facts

SECTIONS = (
    Section("approval", _("Approval"), _("What a reader should know."), facts.approval),
    Section("text", _("Minutes"), _("What has happened since."), facts.text),
)
