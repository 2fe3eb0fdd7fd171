"""Meetings of a board, and who of those who sat that day came. Nobody decides anything here: it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.actions.changing import changing
from boards.keepers import stepping
from boards.kinds import BOARD
from boards.models import Appointment, Attendance, Board, BoardMeeting
from boards.queries.standing import serving_on
from raci import clock
from raci.models import Person
from raci.refusals import NotReady, Problem


def enter_meeting(board: Board, met_on: date, title: str, *, by: Person) -> BoardMeeting:
    """A day on which the board met."""
    _check(board, met_on)
    with stepping(BOARD, board, [board.liaison_id], by=by, act="keep_meeting"):
        return BoardMeeting.objects.create(board=board, met_on=met_on, title=title.strip())


def write_attendance(
    row: BoardMeeting, title: str, said: Mapping[int, str], *, by: Person, edits: int | None = None
) -> None:
    """Who came, by the number of each one's appointment; "" takes what was written back."""
    sat = set(sitting(row).values_list("pk", flat=True))
    with changing(row, by=by, act="keep_meeting", edits=edits, posts=[row.board.liaison_id]) as locked:
        locked.title = title.strip()
        known = {one.appointment_id: one for one in Attendance.objects.filter(meeting=row)}
        for appointment in sat & said.keys():
            _write(row, appointment, said[appointment], known.get(appointment))


def move_meeting(row: BoardMeeting, met_on: date, *, by: Person, edits: int | None = None) -> None:
    """The day was written down wrongly. Refused where somebody of whom it says that they came did not sit that day."""
    _check(row.board, met_on, row)
    with changing(row, by=by, act="keep_meeting", edits=edits, posts=[row.board.liaison_id]) as locked:
        written = Appointment.objects.filter(attendance__meeting=row)
        gone = written.exclude(pk__in=Appointment.objects.filter(serving_on(met_on))).select_related("member").first()
        if gone is not None:
            words = _("%(member)s did not sit on %(day)s. Take back first what is written of them.")
            day = date_format(met_on, "j M Y")
            raise NotReady([Problem(words % {"member": gone.member, "day": day}, field="met_on")])
        locked.met_on = met_on


def sitting(row: BoardMeeting) -> QuerySet[Appointment]:
    """Who had a seat of the board on the day of the meeting."""
    found = Appointment.objects.filter(serving_on(row.met_on), seat__board=row.board_id)
    return found.select_related("member", "seat").order_by("member__name", "pk")


def _write(row: BoardMeeting, appointment: int, presence: str, known: Attendance | None) -> None:
    if known is not None and not presence:
        known.delete()
    elif presence and (known is None or known.presence != presence):
        one = known or Attendance(meeting=row, appointment_id=appointment)
        one.presence = presence
        one.save()


def _check(board: Board, met_on: date, row: BoardMeeting | None = None) -> None:
    if met_on > clock.today():
        raise NotReady([Problem(_("This day is still to come. Write a meeting down once it was."), field="met_on")])
    others = BoardMeeting.objects.filter(board=board, met_on=met_on)
    if (others.exclude(pk=row.pk) if row else others).exists():
        raise NotReady([Problem(_("A meeting of this day is written down already. Open that one."), field="met_on")])
