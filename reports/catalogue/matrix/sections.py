"""The one part of a matrix."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.catalogue.matrix import facts

SECTIONS = (Section("matrix", _("Who does, decides, is consulted and told"), _("How to read it."), facts.sheet),)
