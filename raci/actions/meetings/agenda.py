"""The agenda: items in order, each with the outcome wanted; written, taken from what waits, moved and taken off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.meetings.planning import locked_meeting
from raci.agenda import Proposal
from raci.keeping import keeping
from raci.kinds import MEETING
from raci.models import AgendaItem, Meeting, Minutes, Person, Team
from raci.refusals import Conflict, NotReady, Problem


@contextmanager
def writing_down(meeting: Meeting, *, by: Person, act: str) -> Iterator[Meeting]:
    """Change what is written of a meeting, as R of 4.6: until its minutes are handed in, and again when they are given back."""
    with keeping(MEETING, meeting.team.unit, by=by, act=act):
        locked = locked_meeting(meeting.pk)
        reason = why_closed(locked)
        if reason:
            raise Conflict(reason)
        yield locked


def why_closed(meeting: Meeting) -> str:
    """Why nothing of the meeting can be changed any more; "" while it can."""
    if meeting.state == Meeting.State.CANCELLED:
        return _("The meeting was called off.")
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes and minutes.state not in Minutes.OPEN:
        return _("Its minutes are %(state)s, so what was written down stands.") % {"state": minutes.get_state_display()}
    return ""


def add_item(
    meeting: Meeting,
    *,
    by: Person,
    title: str,
    wanted: str,
    presenter: str = "",
    minutes: int | None = None,
    about: str = "",
    equity: str = "",
) -> AgendaItem:
    """Put an item at the end of the agenda, while it is open."""
    with writing_down(meeting, by=by, act="add_agenda_item") as locked:
        _need_open_agenda(locked)
        _check(title, equity, locked)
        said = {
            "title": title.strip(), "wanted": wanted, "presenter": presenter, "minutes": minutes, "about": about,
            "equity": equity.strip(),
        }  # fmt: skip
        return AgendaItem.objects.create(meeting=locked, order=_next(locked), **said)


def add_proposals(meeting: Meeting, proposals: Collection[Proposal], *, by: Person) -> int:
    """Put what waits on the agenda, in the order given; what is there already is left. Returns how many were new."""
    with writing_down(meeting, by=by, act="add_proposals") as locked:
        _need_open_agenda(locked)
        known = set(locked.items.values_list("origin", flat=True))
        new = [one for one in proposals if one.origin not in known]
        for order, one in enumerate(new, start=_next(locked)):
            AgendaItem.objects.create(
                meeting=locked, order=order, title=one.title, wanted=one.wanted, about=one.about, origin=one.origin
            )
    return len(new)


def change_item(item: AgendaItem, *, by: Person, **said: Any) -> None:
    """Change an item's title, outcome wanted, presenter, minutes or what it is about."""
    with writing_down(item.meeting, by=by, act="change_agenda_item"):
        locked = locked_item(item)
        for name, value in said.items():
            setattr(locked, name, value)
        _check(locked.title, locked.equity, item.meeting)
        locked.save()
    item.refresh_from_db()


def move_item(item: AgendaItem, *, by: Person, up: bool) -> None:
    """Change places with the item before or after it; at the end nothing happens."""
    with writing_down(item.meeting, by=by, act="move_agenda_item") as meeting:
        items = list(meeting.items.order_by("order", "pk"))
        place = next((number for number, one in enumerate(items) if one.pk == item.pk), None)
        if place is None:
            raise Conflict(_("The item has been taken off the agenda."))
        other = place - 1 if up else place + 1
        if 0 <= other < len(items):
            items[place], items[other] = items[other], items[place]
        for order, one in enumerate(items, start=1):
            if one.order != order:
                one.order = order
                one.save(update_fields=["order"])


def remove_item(item: AgendaItem, *, by: Person) -> None:
    """Take an item off, while nothing has been noted, decided or given out under it."""
    with writing_down(item.meeting, by=by, act="remove_agenda_item"):
        locked = locked_item(item)
        if locked.notes or locked.got or locked.resolutions.exists() or locked.action_items.exists():
            raise Conflict(
                _("Something is written down under this item, so it stays. Say that it was put off instead.")
            )
        locked.delete()


def locked_item(item: AgendaItem) -> AgendaItem:
    """The item's row, locked; `Conflict` where somebody took it off."""
    locked = AgendaItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if locked is None:
        raise Conflict(_("The item has been taken off the agenda."))
    return locked


def _next(meeting: Meeting) -> int:
    return int(meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1


def _need_open_agenda(meeting: Meeting) -> None:
    """What comes in after its last day goes to the next meeting."""
    closes_on = meeting.agenda_closes_on
    if meeting.state == Meeting.State.PLANNED and closes_on is not None and clock.today() > closes_on:
        text = _("The agenda closed on %(day)s: put it on the next meeting’s.") % {"day": date_format(closes_on)}
        raise NotReady([Problem(text)])


def _check(title: str, equity: str, meeting: Meeting) -> None:
    problems = []
    if not title.strip():
        problems.append(Problem(_("Say what the item is."), field="title"))
    if meeting.team.kind == Team.Kind.GOVERNING and not equity.strip():
        problems.append(Problem(_("Say what it means for equity: a governing body needs it."), field="equity"))
    if problems:
        raise NotReady(problems)
