"""Handing over a post: one act ends a holding and begins the successor's, each by its own rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raci.actions.documents import begin_holding_with
from raci.actions.posts import end_holding, ender, recorder
from raci.authority import Facts, Via
from raci.models import Holding, Person, Post
from raci.refusals import NotReady, Problem


@dataclass(frozen=True)
class Handover:
    """Who follows, and when."""

    successor: Person
    last_day: date  # of who holds it now
    first_day: date  # of the successor; earlier than the day after where both are to hold it for some days
    why: str
    together: bool = False  # that both, or several, hold it for some days is meant
    acting_holder: bool = False
    ground: str = ""
    document: UploadedFile[bytes] | None = None


def may_hand_over(holding: Holding, facts: Facts) -> Via:
    """By what this person hands the post over: they may end the one holding and record the other; `Refused` says why not."""
    ender(holding, facts)
    return recorder(holding.post, facts)


@transaction.atomic
def hand_over(holding: Holding, handover: Handover, *, by: Person) -> Holding:
    """End the holding and begin the successor's; where the post takes a second person, the successor is proposed."""
    problems = []
    related = Holding.objects.select_related("post__role", "post__unit", "person")
    holding = related.select_for_update(of=("self",)).get(pk=holding.pk)
    Post.objects.select_for_update(of=("self",)).get(pk=holding.post_id)  # two at once: the second sees the first
    if not handover.together and (others := _who_else(holding, handover)):
        text = _("From the successor’s first day %(names)s would hold it too. If that is meant, say so.")
        problems.append(Problem(text % {"names": ", ".join(others)}, field="together"))
    if handover.successor.pk == holding.person_id:
        problems.append(Problem(_("Choose somebody else than who holds it now."), field="successor"))
    made, found = _beginning(holding, handover, by)  # first, so that nobody is told of a vacancy that there is not
    problems += found
    if holding.ends_on is None or handover.last_day < holding.ends_on:
        problems += _ending(holding, handover, by)
    elif handover.last_day > holding.ends_on:
        text = _("It ends before that day already. To prolong it, begin another holding.")
        problems.append(Problem(text, field="last_day"))
    if problems or made is None:
        raise NotReady(problems)
    return made


def _who_else(holding: Holding, handover: Handover) -> list[str]:
    """Who would hold the post with the successor: who hands it over, and whoever was recorded meanwhile or before."""
    there = Holding.objects.filter(post=holding.post_id).exclude(pk=holding.pk).exclude(state=Holding.State.REFUSED)
    still = there.filter(Q(ends_on=None) | Q(ends_on__gte=handover.first_day)).exclude(person=handover.successor)
    others = [one.person.name for one in still.select_related("person").order_by("begins_on", "pk")]
    return [holding.person.name, *others] if handover.first_day <= handover.last_day else others


def _ending(holding: Holding, handover: Handover, by: Person) -> list[Problem]:
    words = {"person": handover.successor.name, "why": handover.why.strip()}
    why = _("Handed over to %(person)s: %(why)s") % words if handover.why.strip() else ""
    try:
        with transaction.atomic():
            end_holding(holding, by=by, ends_on=handover.last_day, why=why)
    except NotReady as refusal:
        return [_as(one, {"ends_on": "last_day"}) for one in refusal.problems]
    return []


def _beginning(holding: Holding, handover: Handover, by: Person) -> tuple[Holding | None, list[Problem]]:
    values: dict[str, Any] = {
        "person": handover.successor,
        "begins_on": handover.first_day,
        "acting_holder": handover.acting_holder,
        "ground": handover.ground or _handed_over(holding, handover),
    }
    try:
        with transaction.atomic():
            return begin_holding_with(handover.document, post=holding.post, by=by, **values), []
    except NotReady as refusal:
        return None, [_as(one, {"person": "successor", "begins_on": "first_day"}) for one in refusal.problems]


def _handed_over(holding: Holding, handover: Handover) -> str:
    """What the new holding says it was given by, where no document of the giver is named; the top posts need one."""
    if handover.document is not None:
        return ""
    return _("Handed over by %(person)s") % {"person": holding.person.name}


def _as(problem: Problem, fields: dict[str, str]) -> Problem:
    return Problem(problem.text, field=fields.get(problem.field, problem.field), url=problem.url)
