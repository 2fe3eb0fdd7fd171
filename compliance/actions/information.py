"""Asking an office for information without telling it who complained; the office answers, and reads nothing else."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.complaints import texts
from compliance.complaints.seats import need_reader
from compliance.kinds import CARRYING_OUT, COMPLAINT
from compliance.models import Complaint, InformationRequest
from raci import clock, notices, restricted
from raci.authority import Capacity, Facts, Subject, covering_posts, facts_for
from raci.history import acting
from raci.models import Person, Post, Unit
from raci.refusals import Conflict, NotReady, Problem, Refused


def ask_information(complaint: Complaint, unit: Unit, words: str, due_on: date, *, by: Person) -> InformationRequest:
    """A question in words of its own to an office."""
    facts = facts_for(by)
    via = need_reader(facts, complaint)
    problems = []
    if not words.strip():
        problems.append(Problem(_("Write what the office is asked. Name nobody who complained."), field="words"))
    if due_on < clock.today():
        problems.append(Problem(_("This day is past."), field="due_on"))
    if not answering(facts, unit):
        problems.append(Problem(_("Nobody in this office is responsible for compliance (R of 1.4)."), field="unit"))
    if problems:
        raise NotReady(problems)
    with acting(by=by, post=via.label, act="ask_information"):
        row = InformationRequest(
            complaint=complaint, unit=unit, asked_on=clock.today(), due_on=due_on, asked_as_id=via.post
        )
        texts.put(row, {"words": words})
        row.save()
        for person in restricted.holders(facts, list(Post.objects.filter(pk__in=answering(facts, unit)))):
            url = reverse("compliance:information-detail", args=[row.pk])
            subject = _("Your office is asked for information")
            notices.tell([person], record=None, key=f"information:{row.uid}", line=subject, url=url)
    return row


def answering(facts: Facts, unit: Unit) -> frozenset[int]:
    """The posts of the office itself that are responsible for compliance there."""
    found = covering_posts(Subject.of_scope(CARRYING_OUT, unit), "R", facts.today, facts.matrix)
    return frozenset(one.post for one, _person in found if one.unit_path == unit.path)


def answers_by(facts: Facts, row: InformationRequest) -> Capacity | None:
    """By which post of the office this person answers, if by any."""
    return restricted.mine(facts, COMPLAINT, answering(facts, row.unit))


def give_information(row: InformationRequest, words: str, *, by: Person) -> None:
    """The office's answer; once."""
    via = answers_by(facts_for(by), row)
    if via is None:
        raise Refused(_("There is no such request."), visible=False)
    if not words.strip():
        raise NotReady([Problem(_("Write the answer."), field="words")])
    with acting(by=by, post=via.label, act="give_information"):
        locked = InformationRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.answered_on is not None:
            raise Conflict(_("This request was answered already."))
        texts.put(locked, {"words": words}, field="answer")
        locked.answered_on, locked.answered_as_id = clock.today(), via.post
        locked.save()
