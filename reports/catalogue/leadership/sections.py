"""The eight parts of the report to the Leadership Team (compliance reference 17)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.sections import basis, exceptions, law, measures, plans

SECTIONS = (
    Section(
        "decisions",
        _("Decisions needed at this meeting"),
        _("Who decides (A), who prepares (R)."),
        exceptions.decisions,
    ),
    Section("exceptions", _("What is behind"), _("Why, and what would help."), plans.exceptions),
    Section("due", _("What comes due"), _("What to prepare for."), exceptions.due),
    Section("silence", _("What nobody has said yet"), _("Who is asked to say it."), exceptions.silence),
    Section("moved", _("What moved"), _("The story behind what became better or worse."), measures.moved),
    Section("law", _("Risks of law"), _("No privileged detail."), law.overdue),
    Section("asks", _("What is asked for"), _("People, money, training.")),
    Section("notes", _("Notes on the data"), _("Sources, changes of method."), basis.notes),
)
