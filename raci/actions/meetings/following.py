"""Action items: given to a post or a person with a due day, followed from meeting to meeting, closed by R or by their owner."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.meetings import telling
from raci.actions.meetings.agenda import locked_item, writing_down
from raci.authority import Capacity, Facts, Permission, facts_for
from raci.history import acting
from raci.keeping import may_keep
from raci.kinds import ACTION_ITEM
from raci.models import ActionItem, AgendaItem, Person, Post
from raci.refusals import Conflict, NotReady, Problem, Refused

State = ActionItem.State


def give_action(
    item: AgendaItem, *, by: Person, words: str, due_on: date, post: Post | None = None, person: Person | None = None
) -> ActionItem:
    """Under an item of the agenda, give a post (whoever holds it) or a person something to do until a day."""
    with writing_down(item.meeting, by=by, act="give_action") as meeting:
        locked = locked_item(item)
        problems = []
        if not words.strip():
            problems.append(Problem(_("Say what is to be done."), field="words"))
        if (post is None) == (person is None):
            problems.append(Problem(_("Choose a post or a person."), field="owner"))
        if due_on < meeting.on:
            problems.append(Problem(_("It is due before the meeting."), field="due_on"))
        if problems:
            raise NotReady(problems)
        made = ActionItem.objects.create(
            team=meeting.team, item=locked, words=words.strip(), due_on=due_on, post=post, person=person
        )
        telling.given(made, by)
    return made


def may_close(facts: Facts, action: ActionItem) -> Permission:
    """Its owner says that it is done; so do those who keep the team's meetings."""
    owner = _owning(facts, action)
    if owner or action.person_id == facts.person.pk:
        return Permission(True, _("It is yours to do."))
    return may_keep(facts, ACTION_ITEM, action.team.unit)


def close_action(action: ActionItem, *, by: Person, note: str, dropped: bool = False) -> None:
    """Say how it was done, or why it is dropped (those who keep the team's meetings alone)."""
    if not note.strip():
        raise NotReady([Problem(_("Say how it was done, or why it is dropped."), field="note")])
    with transaction.atomic():
        facts = facts_for(by)
        locked = ActionItem.objects.select_for_update(of=("self",)).select_related("team__unit").get(pk=action.pk)
        keeps = may_keep(facts, ACTION_ITEM, locked.team.unit)
        permission = keeps if dropped else may_close(facts, locked)
        if not permission:
            raise Refused(permission.reason)
        if locked.state != State.OPEN:
            raise Conflict(_("It is already %(state)s.") % {"state": locked.get_state_display()})
        owner = _owning(facts, locked)
        label = owner.label if owner else keeps.via.capacity.label if keeps.via else ""
        with acting(by=by, post=label, cell=keeps.via.cell if keeps.via else "", act="close_action", why=note):
            locked.state = State.DROPPED if dropped else State.DONE
            locked.closed_at, locked.closing_note = clock.now(), note.strip()
            locked.save()
    action.refresh_from_db()


def put_off_action(action: ActionItem, *, by: Person, due_on: date, why: str) -> None:
    """Give it another due day, with the reason: those who keep the team's meetings."""
    with transaction.atomic():
        locked = ActionItem.objects.select_for_update(of=("self",)).select_related("team__unit").get(pk=action.pk)
        permission = may_keep(facts_for(by), ACTION_ITEM, locked.team.unit)
        if permission.via is None:
            raise Refused(permission.reason)
        if locked.state != State.OPEN:
            raise Conflict(_("It is already %(state)s.") % {"state": locked.get_state_display()})
        if not why.strip():
            raise NotReady([Problem(_("Give the reason."), field="why")])
        via = permission.via
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="put_off_action", why=why):
            locked.due_on = due_on
            locked.save()
    action.refresh_from_db()


def _owning(facts: Facts, action: ActionItem) -> Capacity | None:
    return next((one for one in facts.posts if one.post == action.post_id), None)
