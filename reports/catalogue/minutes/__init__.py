"""The minutes of a team as they were approved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import ReportKind, Subjects
from reports.catalogue.minutes.facts import meetings
from reports.catalogue.minutes.sections import SECTIONS

KIND = ReportKind(
    code="minutes",
    label=_("Minutes of a team"),
    about=_("Who was there, what was decided and who does what, as the team approved it."),
    sections=SECTIONS,
    subjects=Subjects(_("Meeting"), meetings),
)
