"""A board's page: its seats on a line of time and in a table that says the same, who acts, and what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.actions.appointments import named_for
from boards.keepers import may_step
from boards.kinds import APPOINTMENT, BOARD
from boards.models import Appointment, Board, LiaisonContact, Seat, VacancyNotice
from boards.queries import past
from boards.queries.funnel import funnels, going_on, step_words
from boards.queries.recommendations import Recommended, recommended_to, sources_for
from boards.queries.seat_rows import SeatRow, seat_rows
from boards.queries.standing import is_active, said_to_hold_over, standing_of
from boards.standing import BoardStanding, Clause, Place, Term
from boards.time_line import TimeLine, time_line
from boards.words import days_words
from raci.authority import Facts, Permission
from raci.drawing import day as day_words
from raci.keeping import may_keep
from raci.models import Holding
from raci.models.city import in_force_on
from raci.refusals import Refused

MOST_CONTACTS = 5
LONG_SILENCE = 365  # days without a contact


@dataclass(frozen=True)
class BoardPage:
    """One board on a day."""

    board: Board
    standing: BoardStanding
    rows: list[SeatRow]
    line: TimeLine
    contacts: list[LiaisonContact]
    liaison_held: bool
    committees: list[Board]
    recommended: list[Recommended]
    may_recommend: bool
    may_keep: Permission
    may_appoint: Permission
    today: date

    @property
    def is_active(self) -> bool:
        """Whether there is still the board."""
        return is_active(self.board, self.today)

    @property
    def is_before(self) -> bool:
        """Whether there was no such board yet on the day."""
        return self.board.established_on is not None and self.today < self.board.established_on

    @property
    def contact_words(self) -> str:
        """When staff last spoke with it, and how long ago that is."""
        if not self.contacts:
            return _("no contact noted yet")
        days = self.contact_days
        words = {"day": day_words(self.contacts[0].contacted_on), "days": days_words(days)}
        return (_("last contact %(day)s, %(days)s ago") if days else _("last contact %(day)s, today")) % words

    @property
    def contact_days(self) -> int:
        """For how many days nobody has noted a contact."""
        return (self.today - self.contacts[0].contacted_on).days if self.contacts else 0

    @property
    def contact_is_long_ago(self) -> bool:
        """Whether a year has passed since (the X-ray's measure), or nobody ever noted one."""
        return not self.contacts or self.contact_days > LONG_SILENCE

    @cached_property
    def sentence(self) -> str:
        """How its seats stand, on top of the page."""
        one = self.standing
        parts = [
            ngettext("%(n)s seat", "%(n)s seats", one.total) % {"n": one.total},
            _("%(n)s filled") % {"n": one.filled},
            *self._holdovers(),
            self._vacant(),
        ]
        return " · ".join(parts)

    def _holdovers(self) -> list[str]:
        many = self.standing.holdover
        return [ngettext("%(n)s holdover", "%(n)s holdovers", many) % {"n": many}] if many else []

    def _vacant(self) -> str:
        open_days = [seat.days for seat in self.standing.seats if not seat.is_filled and seat.days is not None]
        vacant = self.standing.vacant
        if not vacant:
            return _("none vacant")
        if not open_days:
            return _("%(n)s vacant") % {"n": vacant}
        longest = days_words(max(open_days))
        words = _("%(n)s vacant, for %(days)s") if vacant == 1 else _("%(n)s vacant, the longest for %(days)s")
        return words % {"n": vacant, "days": longest}

    @property
    def quorum_words(self) -> str:
        """What its quorum says of the day; "" where nothing stands out."""
        one = self.standing
        numbers = {"filled": one.filled, "quorum": one.quorum, "ending": one.ending.get(6, 0)}
        if not self.is_active or self.is_before:
            return ""
        if one.lacks_quorum:
            return _("It cannot decide: %(filled)s serve, and the quorum is %(quorum)s.") % numbers
        if one.may_lose_quorum:
            words = _(
                "Its quorum is at risk: %(filled)s serve, the quorum is %(quorum)s, and %(ending)s of the terms end"
                " within six months."
            )
            return words % numbers
        return ""

    @property
    def seats_said_words(self) -> str:
        """Where the source says another number of seats than there are here."""
        said = self.board.seats_said
        if said is None or said == self.standing.total or not self.is_active or self.is_before:
            return ""
        words = _(
            "The source says %(said)s seats; here are %(seats)s. Somebody who knows the law of this board has to look."
        )
        return words % {"said": said, "seats": self.standing.total}


def board_for(code: str) -> Board:
    """The board of this code: kept kinds are read by all staff."""
    found = Board.objects.select_related(
        "unit", "parent", "liaison__unit", "appointing_post", "confirming_post"
    ).filter(code=code)
    return _one(found)


def _one(found: QuerySet[Board]) -> Board:
    board = found.first()
    if board is None:
        raise Refused(_("There is no such board."), visible=False)
    return board


def board_page(code: str, facts: Facts, day: date | None = None) -> BoardPage:
    """What its page shows (a constant number of queries); of another day, by what is recorded today, and with nothing to do."""
    board, today = board_for(code), day or facts.today
    is_now = today == facts.today
    if not is_now:
        past.recall(board, today)
    seats = _by_label([one for one in board.seats.all() if _shown(one, today)])
    rows = Appointment.objects.filter(seat__board=board).select_related("member")
    appointments = [one for one in rows if is_now or past.was_known(one, today)]
    standing = standing_of(board, seats, appointments, today)
    shown = [one for one in seats if one.pk in {seat.seat for seat in standing.seats}]
    line = time_line(today, _places(shown), _terms(appointments), Clause(board.holdover))
    return BoardPage(
        board=board,
        standing=standing,
        rows=seat_rows(shown, standing, line, appointments, _notices(board, today) if is_now else {}),
        line=line,
        contacts=list(board.contacts.filter(contacted_on__lte=today)[:MOST_CONTACTS]),
        liaison_held=_is_held(board, today),
        committees=list(board.committees.order_by("name")),
        recommended=recommended_to(board, facts) if is_now else [],
        may_recommend=is_now and bool(sources_for(board, facts)),
        may_keep=past.now_alone(may_keep(facts, BOARD, board.unit), is_now),
        may_appoint=past.now_alone(may_step(facts, APPOINTMENT, board, named_for("nominated_on", board)), is_now),
        today=today,
    )


def _shown(seat: Seat, today: date) -> bool:
    return Place(seat.pk, seat.from_on, seat.abolished_on).there_on(today)


def _by_label(seats: Sequence[Seat]) -> list[Seat]:
    """By number where labels are numbers: 2 before 10."""
    return sorted(
        seats, key=lambda one: (not one.label.isdigit(), int(one.label) if one.label.isdigit() else 0, one.label)
    )


def _places(seats: Sequence[Seat]) -> list[Place]:
    return [Place(one.pk, one.from_on, one.abolished_on) for one in seats]


def _terms(appointments: Sequence[Appointment]) -> list[Term]:
    return [
        Term(one.seat_id, one.member.name, one.serves_from, one.term_end, one.ended_on, one.pk, said_to_hold_over(one))
        for one in appointments
        if one.is_serving
    ]


def _notices(board: Board, today: date) -> dict[int, VacancyNotice]:
    """The newest notice of each seat that goes on, with its `step` in words (2 queries)."""
    found = list(VacancyNotice.objects.filter(going_on(today), seat__board=board).order_by("announced_on", "pk"))
    counted = funnels(found)
    for one in found:
        one.step = step_words(one, counted[one.pk], today)  # type: ignore[attr-defined]
    return {one.seat_id: one for one in found}


def _is_held(board: Board, today: date) -> bool:
    if board.liaison_id is None:
        return False
    held = Holding.objects.filter(in_force_on(today), post=board.liaison_id, state=Holding.State.IN_FORCE)
    return held.filter(person__is_active=True).exists()
