"""The parts of an approved plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.catalogue.plan import facts

SECTIONS = (
    Section("receipt", _("Receipt"), _("What a reader should know of the decision."), facts.receipt),
    Section("text", _("The plan"), _("What has happened since."), facts.text),
)
