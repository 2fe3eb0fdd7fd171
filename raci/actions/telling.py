"""Who is told what, when a case moves: inbox lines and e-mails, written with the move and sent after it is committed."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import records
from raci.authority import Subject, covering_posts
from raci.consulting import Asked
from raci.models import Consultation, Decision, Holding, Person, Text
from raci.models.city import in_force_on
from raci.notices import tell
from raci.workflow import Step


def asked(step: Step, roles: list[Asked], text: Text) -> None:
    """Those who are asked or invited."""
    people = [person for role in roles for person in role.people]
    line = _("You are asked about %(title)s (%(text)s).") % {"title": step.record.title, "text": text}
    _tell(step, people, f"asked:{text.pk}", line)


def answered(step: Step, consultation: Consultation) -> None:
    """Those responsible learn what was answered."""
    line = _("%(role)s answered about %(title)s: %(answer)s.") % {
        "role": consultation.role.name,
        "title": step.record.title,
        "answer": consultation.get_answer_display(),
    }
    _tell(step, _holders(step, "R"), f"answered:{consultation.pk}", line)


def submitted(step: Step, text: Text) -> None:
    """Those who decide; where nobody can, the level above."""
    deciders = [person for person in _holders(step, "A") if person.pk not in (*step.subject.authors, step.by.pk)]
    if deciders:
        line = _("%(title)s (%(text)s) waits for your decision.") % {"title": step.record.title, "text": text}
        _tell(step, deciders, f"submitted:{text.pk}:{step.record.edits}", line)
    else:
        line = _("%(title)s (%(text)s) waits for a decision, and the post that decides is vacant.")
        line %= {"title": step.record.title, "text": text}
        _tell(step, level_above(step.facts.today), f"vacant:{text.pk}:{step.record.edits}", line)


def decided(step: Step, decision: Decision) -> None:
    """Those responsible always; the consulted and the informed when it is approved."""
    line = _("%(title)s was %(what)s by %(post)s.") % {
        "title": step.record.title,
        "what": decision.get_kind_display(),
        "post": decision.decided_as,
    }
    if step.case.effective_on:
        line += " " + _("It is in force from %(day)s.") % {"day": date_format(step.case.effective_on)}
    people = _holders(step, "R")
    if decision.kind in (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS):
        people += _holders(step, "C") + _holders(step, "I")
    _tell(step, people, f"decided:{decision.pk}", line)
    for condition in decision.conditions.select_related("owner"):
        line = _("A condition of %(title)s is yours as %(post)s, until %(day)s.") % {
            "title": step.record.title,
            "post": condition.owner.title,
            "day": date_format(condition.due_on),
        }
        held = Holding.objects.filter(in_force_on(step.facts.today), post=condition.owner, state="in_force")
        owners = [holding.person for holding in held.select_related("person")]
        _tell(step, owners, f"condition:{condition.pk}", line)


def _holders(step: Step, letter: str) -> list[Person]:
    return [person for _capacity, person in covering_posts(step.subject, letter, step.facts.today)]


def level_above(today: date) -> list[Person]:
    """For a post of the whole city: whoever reads what is published (Mayor, Council) and those who fill posts (R of 4.4)."""
    fillers = covering_posts(Subject("4.4", "/", unit_is_city=True), "R", today)
    heads = Holding.objects.filter(in_force_on(today), post__role__reads_published=True, state="in_force")
    return [person for _capacity, person in fillers] + [holding.person for holding in heads.select_related("person")]


def _tell(step: Step, people: list[Person], key: str, line: str) -> None:
    others = {person.pk: person for person in people if person.pk != step.by.pk}
    tell(others.values(), record=step.record, key=key, line=line, url=records.kind_of(step.record).url(step.record))
