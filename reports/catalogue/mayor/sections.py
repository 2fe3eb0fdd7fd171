"""The twelve parts of the progress report (compliance reference 17)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.catalogue.kind import Section
from reports.catalogue.mayor import facts
from reports.sections import basis, boards, budget, complaints, law, measures, plans, safety

SECTIONS = (
    Section("asked", _("What is asked, and by whose authority"), _("What, of whom, by when."), facts.authority),
    Section("summary", _("In one page"), _("What a reader who reads nothing else should know."), measures.headline),
    Section(
        "indicators", _("How people live"), _("What the indicators say, and what they cannot say."), measures.population
    ),
    Section("measures", _("How the city does"), _("The story behind the measures."), measures.performance),
    Section("plans", _("Equity plans"), _("What is behind or blocked, and why."), plans.by_department),
    Section("law", _("Civil rights law"), _("What is due, what was found, what changed in law."), law.status),
    Section("boards", _("Boards and commissions"), _("What vacancies mean for who is heard."), boards.seats),
    Section("complaints", _("Complaints"), _("What they have in common; nothing about a person."), complaints.counted),
    Section("safety", _("Work safety and workers’ compensation"), _("What lies behind the claims."), safety.rates),
    Section("budget", _("Budget"), _("What money was moved, and for whom."), budget.reconciled),
    Section("decisions", _("Decisions requested"), _("Each with its options and what it costs.")),
    Section("notes", _("Notes on the data"), _("Sources, changes of method, what is hidden and why."), basis.notes),
)
