"""The parts of an audit of representation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.catalogue.representation import facts

SECTIONS = (
    Section("findings", _("What it finds"), _("What a reader who reads nothing else should know."), facts.findings),
    Section(
        "questions",
        _("Who serves, and who lives here"),
        _("What the figures say, and what they cannot say."),
        facts.questions,
    ),
    Section("process", _("How seats are filled"), _("Where outreach could matter."), facts.process),
    Section("boards", _("Board by board"), _("Why nothing more is said of a board."), facts.boards),
    Section("advice", _("Recommendations"), _("What is asked of whom."), facts.advice),
    Section("rules", _("By which rules figures are told"), _("What else a reader should know."), facts.rules),
)
