"""Objectives: who affirmed one when is kept by R of 1.1, and taken back with the reason where it was a mistake."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from raci import clock
from raci.keeping import keeping
from raci.kinds import OBJECTIVE
from raci.models import Affirmation, Objective, Person
from raci.refusals import Conflict, NotReady, Problem
from raci.the_city import need_city


def affirm_objective(objective: Objective, *, by: Person, body: str, affirmed_on: date, words: str = "") -> Affirmation:
    """Record that a body affirmed an objective on a day; not one to come."""
    problems = []
    if not body.strip():
        problems.append(Problem(_("Say who affirmed it."), field="body"))
    if affirmed_on > clock.today():
        problems.append(Problem(_("It cannot have been affirmed after today."), field="affirmed_on"))
    with keeping(OBJECTIVE, need_city(), by=by, act="affirm_objective", why=words) as via:
        if problems:
            raise NotReady(problems)
        return Affirmation.objects.create(
            objective=objective,
            body=body.strip(),
            affirmed_on=affirmed_on,
            words=words.strip(),
            recorded_by=by,
            recorded_as=via.capacity.label,
            recorded_at=clock.now(),
        )


def take_back_affirmation(affirmation: Affirmation, *, by: Person, why: str) -> None:
    """It was recorded by mistake; it stays, crossed out, with the reason."""
    with keeping(OBJECTIVE, need_city(), by=by, act="take_back_affirmation", why=why):
        if not why.strip():
            raise NotReady([Problem(_("Give the reason."), field="why")])
        locked = Affirmation.objects.select_for_update(of=("self",)).get(pk=affirmation.pk)
        if locked.taken_back_at:
            raise Conflict(_("It is already taken back."))
        locked.taken_back_at, locked.why_taken_back = clock.now(), why.strip()
        locked.save()
    affirmation.refresh_from_db()
