"""A vacant seat announced, and what became of it: process data only, nothing of who applied."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from boards.actions.changing import Values, changing, take
from boards.actions.telling import tell_of_shortlist
from boards.applying.opened import not_over, taker
from boards.keepers import selecting, stepping
from boards.kinds import VACANCY_NOTICE
from boards.models import Seat, VacancyNotice
from raci import clock
from raci.drawing import day as day_words
from raci.models import Person
from raci.refusals import NotReady, Problem

BACK, AHEAD = timedelta(days=366), timedelta(days=60)  # how far from today a notice is announced


def announce(seat: Seat, values: Values, *, by: Person) -> VacancyNotice:
    """That the seat is to be filled: where that was said, in which languages, until when one may apply."""
    _check(values, None)
    with stepping(VACANCY_NOTICE, seat.board, selecting(seat.board), by=by, act="announce_vacancy"):
        row = VacancyNotice(seat=seat)
        _need_only_one(row, values)
        take(row, values)
        row.save()
        return row


def change_notice(row: VacancyNotice, values: Values, *, by: Person, edits: int | None = None) -> None:
    """What is said of it, and how many applied."""
    _check(values, row.announced_on)
    posts = selecting(row.seat.board)
    with changing(row, by=by, act="change_vacancy_notice", edits=edits, posts=posts) as locked:
        _need_only_one(locked, values)
        take(locked, values)


def hand_over_shortlist(row: VacancyNotice, *, by: Person) -> None:
    """The shortlist is ready: who appoints is told. How many stand on it is told, and nothing of who."""
    shortlisted = row.applications.filter(state__in=["shortlisted", "interviewed"]).count()
    if not shortlisted:
        raise NotReady([Problem(_("Nobody is on the shortlist yet."))])
    with changing(row, by=by, act="hand_over_shortlist", posts=selecting(row.seat.board)) as locked:
        locked.shortlist_on = clock.today()
    tell_of_shortlist(locked, shortlisted)


def _need_only_one(row: VacancyNotice, values: Values) -> None:
    """Inside the act: a seat has one notice that is open, so that nobody applies to one while another is read."""
    today, closes = clock.today(), values.get("closes_on")
    Seat.objects.select_for_update(of=("self",)).get(pk=row.seat_id)
    other = not_over(today).filter(seat=row.seat_id).exclude(pk=row.pk).first()
    if other is None or (closes and closes < today) or (row.pk and taker(row)):
        return
    words = _(
        "This seat is announced already, on %(day)s, and people can still apply. Change that notice, or end it first."
    )
    url = reverse("boards:vacancy-detail", args=[other.pk])
    raise NotReady([Problem(words % {"day": day_words(other.announced_on)}, url=url)])


def _check(values: Values, was: date | None) -> None:
    """The days make sense; one that stands already is not asked about again."""
    closes, day, today = values.get("closes_on"), values["announced_on"], clock.today()
    if day != was and not today - BACK <= day <= today + AHEAD:
        words = _("This day lies too far from today. A notice is of the last %(back)d days, or of the next %(ahead)d.")
        raise NotReady([Problem(words % {"back": BACK.days, "ahead": AHEAD.days}, field="announced_on")])
    if closes and closes < values["announced_on"]:
        raise NotReady([Problem(_("Applications end before the announcement."), field="closes_on")])
