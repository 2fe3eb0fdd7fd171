"""Boards: entered, changed, dissolved; who of the staff stands beside one, and when they last spoke with it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.actions.changing import Values, changing, take
from boards.actions.codes import Codes
from boards.kinds import BOARD
from boards.models import Appointment, Board, LiaisonContact, Seat
from raci import clock
from raci.actions.telling_teams import holders
from raci.keeping import keeping
from raci.models import Person, Post, Unit
from raci.notices import tell
from raci.refusals import NotReady, Problem

MOST_SEATS = 200  # that a form makes at once


def enter_board(unit: Unit, values: Values, *, seats: int, by: Person) -> Board:
    """A board of this unit with so many numbered seats."""
    _check(values)
    if not 0 <= seats <= MOST_SEATS:
        raise NotReady([Problem(_("From 0 to %(most)d seats.") % {"most": MOST_SEATS}, field="seats")])
    with keeping(BOARD, unit, by=by, act="enter_board"):
        _need_own_name(unit, values["name"])
        board = Board(unit=unit, code=Codes().free(values["name"]))
        take(board, values)
        board.save()
        for number in range(1, seats + 1):
            Seat.objects.create(board=board, label=str(number), from_on=board.established_on)
        return board


def change_board(board: Board, values: Values, *, by: Person, edits: int | None = None) -> None:
    """What is said of it. `edits`: what the form was opened on."""
    _check(values)
    with changing(board, by=by, act="change_board", edits=edits) as locked:
        _need_own_name(locked.unit, values["name"], locked)
        if values.get("parent") and board.pk in _line(values["parent"]):
            raise NotReady([Problem(_("A board cannot be a committee of itself."), field="parent")])
        take(locked, values)


def name_liaison(board: Board, post: Post | None, *, by: Person) -> None:
    """Which post stands beside the board, or none; who holds it is told."""
    with changing(board, by=by, act="name_liaison") as locked:
        locked.liaison = post
    if post is not None:
        line = _("Your post %(post)s stands beside the board %(board)s from now on: its seats, terms and vacancies.")
        words = {"post": post.title, "board": board.name}
        key = f"board:{board.pk}:liaison:{post.pk}:{clock.today()}"
        people = [one for one in holders(post) if one != by]
        tell(people, record=None, key=key, line=line % words, url=board_url(board))


def note_contact(board: Board, day: date, about: str, *, by: Person) -> LiaisonContact:
    """That somebody spoke with the board on a day."""
    if day > clock.today():
        raise NotReady([Problem(_("This day has not come yet."), field="contacted_on")])
    with keeping(BOARD, board.unit, by=by, act="note_contact"):
        return LiaisonContact.objects.create(board=board, contacted_on=day, about=about)


def dissolve_board(board: Board, day: date, *, by: Person, why: str) -> None:
    """The board has its last day: so have its seats, and who sits there."""
    if not why.strip():
        raise NotReady([Problem(_("Say by what it is dissolved: the ordinance, the resolution."), field="why")])
    if board.established_on and day < board.established_on:
        raise NotReady([Problem(_("It cannot be dissolved before it was established."), field="day")])
    with changing(board, by=by, act="dissolve_board", why=why.strip()) as locked:
        locked.dissolved_on = day
        for seat in locked.seats.filter(Q(abolished_on=None) | Q(abolished_on__gt=day)):
            close_seat(seat, day)


def close_seat(seat: Seat, day: date) -> None:
    """Inside an act: the seat's last day, and the last of who has it or was to have it."""
    if seat.from_on and day < seat.from_on:
        raise NotReady([Problem(_("Seat %(seat)s is there only from a later day on.") % {"seat": seat}, field="day")])
    for one in seat.appointments.filter(Q(ended_on=None) | Q(ended_on__gt=day)):
        _end_with_it(one, day)
    seat.abolished_on = day
    seat.edits += 1
    seat.save()


def _end_with_it(one: Appointment, day: date) -> None:
    if one.serves_from and one.serves_from > day:
        one.serves_from, one.is_serving, one.ended_how = None, False, Appointment.Ended.WITHDRAWN
    else:
        one.ended_how = Appointment.Ended.DISSOLVED if one.is_serving else Appointment.Ended.WITHDRAWN
    one.ended_on = day
    one.edits += 1
    one.save()


def board_url(board: Board) -> str:
    """Its page."""
    return reverse("boards:board-detail", args=[board.code])


def _check(values: Values) -> None:
    established, dissolved = values.get("established_on"), values.get("dissolved_on")
    if established and dissolved and dissolved < established:
        raise NotReady([Problem(_("It cannot be dissolved before it was established."), field="dissolved_on")])


def _need_own_name(unit: Unit, name: str, board: Board | None = None) -> None:
    others = Board.objects.filter(unit=unit, name__iexact=name, dissolved_on=None)
    if (others.exclude(pk=board.pk) if board else others).exists():
        words = _("%(unit)s keeps a board called “%(name)s” already. Change that one, or give this one another name.")
        raise NotReady([Problem(words % {"unit": unit, "name": name}, field="name")])


def _line(board: Board) -> set[int]:
    """The board and all that it is a committee of."""
    found: set[int] = set()
    at: Board | None = board
    while at is not None and at.pk not in found:
        found.add(at.pk)
        at = at.parent
    return found
