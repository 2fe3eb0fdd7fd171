"""Seats of a board: added, described, abolished. Nobody types whether one is vacant: it follows from who sits there."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from boards.actions.boards import close_seat
from boards.actions.changing import Values, changing, take
from boards.kinds import SEAT
from boards.models import Board, Seat
from raci.keeping import keeping
from raci.models import Person
from raci.refusals import NotReady, Problem


def add_seat(board: Board, values: Values, *, by: Person) -> Seat:
    """One seat more."""
    _check(values)
    with keeping(SEAT, board.unit, by=by, act="add_seat"):
        if board.dissolved_on:
            raise NotReady([Problem(_("The board is dissolved. It gets no more seats."))])
        _need_own_label(board, values["label"])
        seat = Seat(board=board)
        take(seat, values)
        seat.save()
        return seat


def change_seat(seat: Seat, values: Values, *, by: Person, edits: int | None = None) -> None:
    """What is said of it. `edits`: what the form was opened on."""
    _check(values)
    with changing(seat, by=by, act="change_seat", edits=edits) as locked:
        _need_own_label(locked.board, values["label"], locked)
        take(locked, values)


def abolish_seat(seat: Seat, day: date, *, by: Person, why: str) -> None:
    """The seat's last day; who sits there leaves with it."""
    if not why.strip():
        raise NotReady([Problem(_("Say by what it is abolished: the ordinance, the resolution."), field="why")])
    with changing(seat, by=by, act="abolish_seat", why=why.strip()) as locked:
        if locked.abolished_on:
            raise NotReady([Problem(_("This seat is abolished already."))])
        close_seat(locked, day)


def _check(values: Values) -> None:
    begins, ends = values.get("from_on"), values.get("abolished_on")
    if begins and ends and ends < begins:
        raise NotReady([Problem(_("It cannot be abolished before it is there."), field="abolished_on")])


def _need_own_label(board: Board, label: str, seat: Seat | None = None) -> None:
    others = board.seats.filter(label__iexact=label)
    if (others.exclude(pk=seat.pk) if seat else others).exists():
        words = _("This board has a seat “%(label)s” already. Give this one another number or name.")
        raise NotReady([Problem(words % {"label": label}, field="label")])
