"""The eight parts of the report to the Leadership Team (compliance reference 17)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.catalogue.leadership import facts
from reports.sections import exceptions, law, measures

SECTIONS = (
    Section(
        "decisions",
        _("Decisions needed at this meeting"),
        _("Who decides (A), who prepares (R)."),
        exceptions.decisions,
    ),
    Section("exceptions", _("What is behind, by service area"), _("Why, and what would help."), facts.exceptions),
    Section("due", _("What comes due in 30, 60 and 90 days"), _("What to prepare for."), exceptions.due),
    Section(
        "lines",
        _("Where two lines meet"),
        _("What pulls between the functional and the operational line."),
        facts.two_lines,
    ),
    Section("moved", _("What moved beyond chance"), _("The story behind what became better or worse."), measures.moved),
    Section("law", _("Risks for counsel"), _("No privileged detail."), law.risks),
    Section("asks", _("What is asked for"), _("People, money, training.")),
    Section("log", _("Actions log"), _("What was agreed last time, and what came of it."), facts.agreed),
)
