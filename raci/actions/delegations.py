"""Several letters passed on, or taken, in one go: all of them or none (each by the rules of `actions.posts`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from raci.actions.posts import accept_delegation, delegate
from raci.models import Delegation, Holding, Person
from raci.refusals import NotReady, Problem


@transaction.atomic
def delegate_letters(
    letters: Sequence[tuple[Holding, str, str]], *, to: Person, begins_on: date, ends_on: date, by: Person
) -> list[Delegation]:
    """Pass letters of several activities to one person for the same days; what is wrong is said with its letter."""
    made, problems = [], []
    for holding, activity, letter in letters:
        try:
            with transaction.atomic():
                passed = delegate(
                    holding, to=to, activity=activity, letter=letter, begins_on=begins_on, ends_on=ends_on, by=by
                )
        except NotReady as refusal:
            problems += [_of_letter(one, letter, activity) for one in refusal.problems]
        else:
            made.append(passed)
    if problems:
        raise NotReady(list(dict.fromkeys(problems)))
    return made


def _of_letter(problem: Problem, letter: str, activity: str) -> Problem:
    """What is wrong with the letter names it; what is wrong with days or person is said once for all."""
    if problem.field not in ("letter", "to"):
        return problem
    names = {"letter": letter, "activity": activity, "problem": problem.text}
    return Problem(_("%(letter)s of %(activity)s: %(problem)s") % names, field=problem.field)


@transaction.atomic
def accept_delegations(several: Iterable[Delegation], *, by: Person) -> None:
    """Take several letters that were offered."""
    for delegation in several:
        accept_delegation(delegation, by=by)
