"""A board's meetings with their quorum, and how often each of its members came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from boards.keepers import may_step
from boards.kinds import BOARD
from boards.models import Appointment, Attendance, Board, BoardMeeting
from boards.queries.boards import board_for
from boards.queries.standing import serving_on
from boards.standing import add_months
from raci.authority import Facts, Permission
from raci.refusals import Refused

MONTHS = 12  # of attendance
MOST = 50  # meetings of a page


@dataclass(frozen=True)
class Came:
    """How often one member came to the meetings that something is written of."""

    appointment: Any
    present: int
    excused: int
    absent: int

    @property
    def written(self) -> int:
        """To how many meetings something is written of them."""
        return self.present + self.excused + self.absent


@dataclass(frozen=True)
class MeetingsPage:
    """A board's meetings, newest first, and its members' attendance of a year."""

    board: Board
    meetings: list[Any]
    came: list[Came]
    since: date
    may_keep: Permission


def with_attendance(rows: QuerySet[BoardMeeting]) -> QuerySet[Any]:
    """Meetings with `present` and `written`, counted for the rows that are shown alone."""
    written = Attendance.objects.filter(meeting=OuterRef("pk")).order_by()
    present = written.filter(presence=Attendance.Presence.PRESENT)
    return rows.annotate(present=_number(present), written=_number(written))


def _number(rows: QuerySet[Attendance]) -> Coalesce:
    counted = rows.values("meeting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def met_quorum(row: Any) -> bool | None:
    """Whether enough came to decide; None where the quorum or who came is not known."""
    return None if row.board.quorum is None or not row.written else row.present >= row.board.quorum


def meetings_page(code: str, facts: Facts) -> MeetingsPage:
    """What its page shows (a constant number of queries)."""
    board, since = board_for(code), add_months(facts.today, -MONTHS)
    meetings = list(with_attendance(board.meetings.select_related("board")).order_by("-met_on", "-pk")[:MOST])
    for one in meetings:
        one.met_quorum = met_quorum(one)
    may = may_step(facts, BOARD, board, [board.liaison_id])
    return MeetingsPage(board, meetings, _came(board, since, facts.today), since, may)


def _came(board: Board, since: date, today: date) -> list[Came]:
    """Of those who serve, and those who served and of whom something is written (1 query)."""
    year = Q(attendance__meeting__met_on__gt=since)
    counts: dict[str, Any] = {
        f"n_{one}": Count("attendance", filter=year & Q(attendance__presence=one)) for one in Attendance.Presence.values
    }
    rows: Any = Appointment.objects.filter(seat__board=board).select_related("member", "seat").annotate(**counts)
    rows = rows.filter(serving_on(today) | Q(n_present__gt=0) | Q(n_excused__gt=0) | Q(n_absent__gt=0))
    return [Came(one, one.n_present, one.n_excused, one.n_absent) for one in rows.order_by("member__name", "pk")]


def meeting_for(pk: int) -> BoardMeeting:
    """One meeting: kept kinds are read by all staff."""
    found = BoardMeeting.objects.select_related("board__unit", "board__liaison").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such meeting."), visible=False)
    return found
