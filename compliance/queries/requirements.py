"""One requirement as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from compliance.kinds import OBLIGATION, STANDARDS
from compliance.law.leads import leads
from compliance.law.pack_text import applies_words, due_words
from compliance.law.standing import counting
from compliance.lists.requirements import lead_words
from compliance.models import Parameter, RequiredTraining, Requirement
from engagement.training.owing import Owed, due
from raci.authority import Facts
from raci.grants import visible
from raci.keeping import may_keep_for_the_city
from raci.models import Role


@dataclass(frozen=True)
class RequirementPage:
    """What is asked, on what authority, when, of whom; and by which parameters its days or limits are told."""

    row: Requirement
    due: str
    applies: str
    lead: str
    owners: list[Role]  # all who are responsible for its activity
    parameters: list[Parameter]
    reads_pack: bool  # whether the record of its pack is theirs to open
    training: RequiredTraining | None  # by which it is met
    trained: list[Owed]  # which unit has how many people trained, of those that owe it now
    may_choose: bool  # whether they say by which training it is met

    @property
    def co_owners(self) -> str:
        """The others beside the lead."""
        return ", ".join(role.name for role in self.owners if role.pk != self.row.lead_id)


def requirement_page(code: str, facts: Facts) -> RequirementPage:
    """Everybody who is signed in reads what the law asks (a constant number of queries)."""
    row = Requirement.objects.select_related("programme", "pack", "lead").filter(code=code).first()
    if row is None:
        raise Http404
    found = leads(matrix=facts.matrix)
    keyed = counting().filter(key__startswith=row.parameter) if row.parameter else Parameter.objects.none()
    training = RequiredTraining.objects.select_related("programme").filter(requirement=row).first()
    code_of_it = training.programme.code if training else ""
    asked = [one for one in due(facts.today) if training and one.because and one.row.programme.code == code_of_it]
    return RequirementPage(
        row=row,
        due=due_words(vars(row)),
        applies=applies_words(row.applies),
        lead=lead_words(row),
        owners=found.responsible(row.activity_code),
        parameters=list(keyed),
        reads_pack=visible(facts, STANDARDS).filter(record=row.pack.record_id).exists(),
        training=training,
        trained=[one for one in asked if code in one.because.split()],
        may_choose=bool(may_keep_for_the_city(facts, OBLIGATION)),
    )
