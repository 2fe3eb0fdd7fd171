"""Tying an action of a draft to what it stands on and waits for. Its measures are parts of it: `plans.actions`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import connection
from django.utils.translation import gettext as _

from plans.actions import Changed, open_case, plan_of
from plans.models import Action, ActionTie, Goal, GoalTie, TieInForce
from plans.ties.offers import KINDS, Offer, goals_above, offered
from plans.ties.order import circle
from plans.ties.words import Kind
from raci.authority import facts_for
from raci.models import Person
from raci.records import canonical, digest
from raci.refusals import NotReady, Problem
from raci.workflow import editing

WORDS = 300


def tied(action: Action) -> dict[str, set[int]]:
    """By kind the numbers of what it is tied to (1 query)."""
    found: dict[str, set[int]] = {str(kind): set() for kind in KINDS}
    for kind, number in ActionTie.objects.filter(action=action).values_list("kind", "number"):
        found[kind].add(number)
    return found


def fingerprint_of_ties(action: Action) -> str:
    """What a form was opened on."""
    return digest(canonical({kind: sorted(numbers) for kind, numbers in tied(action).items()}))


def tie(action: Action, wanted: Mapping[str, Collection[int]], *, by: Person, opened: str = "") -> None:
    """Tie an action of a draft to exactly these, by kind and number; what they may not read they cannot tie it to.

    `opened`: `fingerprint_of_ties` when the form was opened; `Changed` where they are others by now.
    """
    with editing(open_case(plan_of(action)), by=by):
        if Action.objects.select_for_update(of=("self",)).filter(pk=action.pk).first() is None:
            raise Changed(_("Somebody else removed it while this page was open."), None)
        now = tied(action)
        if opened and opened != fingerprint_of_ties(action):
            text = _("Somebody else changed this while the page was open. Look at what it says now, and save again.")
            raise NotReady([Problem(text)])
        offers = offered(action, facts_for(by), also=wanted[Kind.NEEDS])
        _check_order(action, set(wanted[Kind.NEEDS]) - now[Kind.NEEDS], offers[Kind.NEEDS])
        for kind, before in now.items():
            _set(action, kind, before, set(wanted[kind]), offers[kind])


def _set(action: Action, kind: str, before: set[int], after: set[int], offers: Iterable[Offer]) -> None:
    known = {one.number: one for one in offers}
    if after - set(known):
        raise NotReady([Problem(_("One of these cannot be chosen any more. Choose anew."), field=kind)])
    for row in ActionTie.objects.filter(action=action, kind=kind, number__in=before - after):
        row.delete()
    for number in sorted(after - before):
        one = known[number]
        ActionTie.objects.create(
            action=action, kind=kind, number=number, about=one.about, words=one.words[:WORDS], place=one.place[:WORDS]
        )


def _check_order(action: Action, new: set[int], offers: Iterable[Offer]) -> None:
    """No action waits for itself through others, in drafts or in force; one such change at a time in the whole city."""
    if not new:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('plans.needs'))")
    needs: dict[int, set[int]] = {}
    for model in (ActionTie, TieInForce):
        column = "action_id" if model is ActionTie else "action"
        for one, other in model._default_manager.filter(kind=Kind.NEEDS).values_list(column, "number"):
            needs.setdefault(one, set()).add(other)
    names = {one.number: one.words for one in offers} | {action.pk: action.title}
    for number in sorted(new):
        if way := circle(needs, action.pk, number):
            raise NotReady([Problem(_circle_said(way, names), field=Kind.NEEDS)])
        needs.setdefault(action.pk, set()).add(number)


def _circle_said(way: list[int], names: Mapping[int, str]) -> str:
    """Names only what was offered to them; of the rest it says that there is one."""
    links = [f"“{names[one]}”" if one in names else _("an action of another plan") for one in way]
    text = _("This would close a circle, in which nothing could ever begin: %(way)s. Take one of them away.")
    return text % {"way": " → ".join(links)}


# ---- goals


def served(goal: Goal) -> str:
    """What a form was opened on: the number of the goal that it hangs on; "-" where it hangs on none."""
    tie = GoalTie.objects.filter(goal=goal).first()
    return str(tie.number) if tie else "-"


def serve(goal: Goal, wanted: int | None, *, by: Person, opened: str = "") -> None:
    """Hang a goal of a draft on a goal above, or on none. `opened`: `served` when the form was opened."""
    with editing(open_case(goal.plan), by=by):
        if Goal.objects.select_for_update(of=("self",)).filter(pk=goal.pk).first() is None:
            raise Changed(_("Somebody else removed it while this page was open."), None)
        now = GoalTie.objects.filter(goal=goal).first()
        if opened and opened != served(goal):
            text = _("Somebody else changed this while the page was open. Look at what it says now, and save again.")
            raise NotReady([Problem(text)])
        if wanted == (now.number if now else None):
            return
        if now:
            now.delete()
        if wanted is None:
            return
        one = next((each for each in goals_above(goal, facts_for(by), None) if each.number == wanted), None)
        if one is None or one.about is None:
            raise NotReady([Problem(_("This goal cannot be chosen any more. Choose anew."), field="goal")])
        GoalTie.objects.create(
            goal=goal, number=one.number, about=one.about, words=one.words[:WORDS], place=one.place[:WORDS]
        )
