"""A vacant seat announced, and what became of it: process data only, nothing of who applied."""

from __future__ import annotations

from django.utils.translation import gettext as _

from boards.actions.changing import Values, changing, take
from boards.actions.telling import tell_of_shortlist
from boards.keepers import selecting, stepping
from boards.kinds import VACANCY_NOTICE
from boards.models import Seat, VacancyNotice
from raci import clock
from raci.models import Person
from raci.refusals import NotReady, Problem


def announce(seat: Seat, values: Values, *, by: Person) -> VacancyNotice:
    """That the seat is to be filled: where that was said, in which languages, until when one may apply."""
    _check(values)
    with stepping(VACANCY_NOTICE, seat.board, selecting(seat.board), by=by, act="announce_vacancy"):
        row = VacancyNotice(seat=seat)
        take(row, values)
        row.save()
        return row


def change_notice(row: VacancyNotice, values: Values, *, by: Person, edits: int | None = None) -> None:
    """What is said of it, and how many applied."""
    _check(values)
    posts = selecting(row.seat.board)
    with changing(row, by=by, act="change_vacancy_notice", edits=edits, posts=posts) as locked:
        take(locked, values)


def hand_over_shortlist(row: VacancyNotice, *, by: Person) -> None:
    """The shortlist is ready: who appoints is told. How many stand on it is told, and nothing of who."""
    shortlisted = row.applications.filter(state__in=["shortlisted", "interviewed"]).count()
    if not shortlisted:
        raise NotReady([Problem(_("Nobody is on the shortlist yet."))])
    with changing(row, by=by, act="hand_over_shortlist", posts=selecting(row.seat.board)) as locked:
        locked.shortlist_on = clock.today()
    tell_of_shortlist(locked, shortlisted)


def _check(values: Values) -> None:
    closes = values.get("closes_on")
    if closes and closes < values["announced_on"]:
        raise NotReady([Problem(_("Applications end before the announcement."), field="closes_on")])
