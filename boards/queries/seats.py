"""A seat's page, and an appointment's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from boards.actions.appointments import named_for
from boards.keepers import may_step, selecting
from boards.kinds import APPOINTMENT, SEAT, VACANCY_NOTICE
from boards.models import Appointment, MemberContact, Seat, VacancyNotice
from boards.queries.funnel import funnels
from boards.queries.seat_rows import SeatRow
from boards.queries.standing import standing_of
from boards.standing import add_months
from boards.words import appointment_state
from raci.authority import Facts, Permission
from raci.keeping import may_keep
from raci.refusals import Refused


@dataclass(frozen=True)
class Stated:
    """An appointment with where it stands."""

    row: Appointment
    state: str


@dataclass(frozen=True)
class SeatPage:
    """One seat: how it stands, who had it, and what was announced."""

    seat: Seat
    now: SeatRow | None  # none where the board has no such seat today
    appointments: list[Stated]
    notices: list[VacancyNotice]
    may_keep: Permission
    may_appoint: Permission
    may_announce: Permission

    @property
    def is_vacant(self) -> bool:
        """Whether it counts as vacant."""
        return self.now is not None and not self.now.standing.is_filled


@dataclass(frozen=True)
class AppointmentPage:
    """One appointment: its steps, what comes next, and how the member is reached where the reader may know."""

    row: Appointment
    state: str
    next_step: str
    may_keep: Permission
    may_step: Permission
    contact: MemberContact | None
    others: list[Stated]

    @property
    def is_over(self) -> bool:
        """Whether its last day is known."""
        return self.row.ended_on is not None


def seat_for(pk: int) -> Seat:
    """One seat: kept kinds are read by all staff."""
    found = Seat.objects.select_related("board__unit", "board__liaison").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such seat."), visible=False)
    return found


def seat_page(pk: int, facts: Facts) -> SeatPage:
    """What its page shows (a constant number of queries)."""
    seat, today = seat_for(pk), facts.today
    newest_first = F("serves_from").desc(nulls_first=True)
    rows = list(seat.appointments.select_related("member").order_by(newest_first, "-pk"))
    for one in rows:
        one.seat = seat
    unit = seat.board.unit
    return SeatPage(
        seat=seat,
        now=_now(seat, rows, today),
        appointments=[Stated(one, appointment_state(one, today)) for one in rows],
        notices=_notices(seat),
        may_keep=may_keep(facts, SEAT, unit),
        may_appoint=may_step(facts, APPOINTMENT, seat.board, named_for("nominated_on", seat.board)),
        may_announce=may_step(facts, VACANCY_NOTICE, seat.board, selecting(seat.board)),
    )


def _notices(seat: Seat) -> list[VacancyNotice]:
    """Each with how many applied, as `came` (2 queries)."""
    found = list(seat.notices.all())
    counted = funnels(found)
    for one in found:
        one.came = counted[one.pk].received  # type: ignore[attr-defined]
    return found


def _now(seat: Seat, rows: list[Appointment], today: date) -> SeatRow | None:
    standing = standing_of(seat.board, [seat], rows, today)
    if not standing.seats:
        return None
    one = standing.seats[0]
    found = next((row for row in rows if one.term and row.pk == one.term.key), None)
    coming = [row for row in rows if row.ended_on is None and row != found]
    return SeatRow(seat, one, found, coming, None, ())


def appointment_for(pk: int) -> Appointment:
    """One appointment."""
    found = Appointment.objects.select_related("member__person", "seat__board__unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such appointment."), visible=False)
    return found


def appointment_page(pk: int, facts: Facts) -> AppointmentPage:
    """What its page shows; the contact is asked for only where the reader keeps this board."""
    row, today = appointment_for(pk), facts.today
    may = may_keep(facts, APPOINTMENT, row.seat.board.unit)
    others = Appointment.objects.filter(member=row.member).exclude(pk=row.pk).select_related("seat__board")
    step = next_step(row)
    return AppointmentPage(
        row=row,
        state=appointment_state(row, today),
        next_step=step,
        may_keep=may,
        may_step=may_step(facts, APPOINTMENT, row.seat.board, named_for(step, row.seat.board) if step else ()),
        contact=MemberContact.objects.filter(member=row.member).first() if may else None,
        others=[Stated(one, appointment_state(one, today)) for one in others.order_by("seat__board__name", "pk")],
    )


def next_step(row: Appointment) -> str:
    """Which step comes next on the way to the seat: the field of its day; "" where none is left."""
    if row.ended_on is not None:
        return ""
    if row.appointed_on is None and not row.is_serving:
        return "appointed_on"
    if row.confirmed_on is None and row.seat.board.confirmed_by and not row.is_serving:
        return "confirmed_on"
    return "sworn_on" if row.sworn_on is None and not row.is_serving else ""


def usual_term(seat: Seat, begins: date) -> date | None:
    """The last day of a term of the usual length that begins then."""
    return add_months(begins, seat.term_months) - timedelta(days=1) if seat.term_months else None
