"""The register as a roster, so that it is written as Popolo and comes back the same. Without addresses, as every export."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from boards.models import Appointment, Board, Member, Seat
from boards.queries.public import FILLED, public_boards
from boards.queries.standing import there_on, with_standing
from boards.rosters.shape import Body, Person, Place, Roster, Sat
from boards.rosters.words import Status, status_of
from boards.standing import State

SOURCE = "popolo"


def as_roster(boards: Iterable[Board]) -> Roster:
    """These boards with their seats, and everybody who has or had one (3 queries)."""
    kept = {board.pk: board for board in boards}
    seats = list(Seat.objects.filter(board__in=kept).order_by("board", "pk"))
    rows = Appointment.objects.filter(seat__in=seats).select_related("seat", "member")
    sat = list(rows.order_by("seat__board", "pk"))
    members = {one.member_id: one.member for one in sat}
    return Roster(
        "register", SOURCE, len(sat), tuple(_body(one, kept) for one in kept.values()),
        tuple(_place(one, kept[one.board_id]) for one in seats), tuple(_person(one) for one in members.values()),
        tuple(_sat(one, kept[one.seat.board_id]) for one in sat), (),
    )  # fmt: skip


def as_public_roster(day: date) -> Roster:
    """What the public's pages show of the directory, and no more: the seats there are, and who serves on the day (3 queries)."""
    kept = {board.pk: board for board in public_boards(day).order_by("name", "pk")}
    seats = with_standing(Seat.objects.filter(there_on(day), board__in=kept), day).order_by("board", "pk")
    sits = {seat.sits: seat for seat in seats if seat.stands in FILLED}
    sat = list(Appointment.objects.filter(pk__in=sits).select_related("seat", "member").order_by("seat__board", "pk"))
    members = {one.member_id: one.member for one in sat}
    return Roster(
        "register", SOURCE, len(sat), tuple(_public_body(one) for one in kept.values()),
        tuple(
            Place(kept[one.board_id].code, one.label, qualification=one.qualification, district=one.district) for one in seats
        ),
        tuple(_person(one) for one in members.values()),
        tuple(_public_sat(one, kept[one.seat.board_id], sits[one.pk].stands) for one in sat), (),
    )  # fmt: skip


def _public_body(board: Board) -> Body:
    return Body(
        board.code, board.name, source_id=board.code, body_type=board.body_type, purpose=board.purpose, url=board.url,
        legal_basis=board.legal_basis, appointed_by=board.appointed_by, confirmed_by=board.confirmed_by,
    )  # fmt: skip


def _public_sat(one: Appointment, board: Board, stands: str) -> Sat:
    goes_on = stands == State.FILLED.value
    return Sat(
        f"appointment-{one.pk}", board.code, f"member-{one.member_id}", seat=one.seat.label, holds_over=not goes_on,
        term_end=one.term_end if goes_on else None,
    )  # fmt: skip


def _body(board: Board, kept: dict[int, Board]) -> Body:
    above = kept.get(board.parent_id or 0)
    return Body(
        board.code, board.name, source_id=board.code, body_type=board.body_type, also_known_as=board.also_known_as,
        purpose=board.purpose, legal_basis=board.legal_basis, url=board.url, parent=above.code if above else "",
        appointed_by=board.appointed_by, confirmed_by=board.confirmed_by, quorum=board.quorum, seats_said=board.seats_said,
        holdover=board.holdover, established_on=board.established_on, dissolved_on=board.dissolved_on,
    )  # fmt: skip


def _place(seat: Seat, board: Board) -> Place:
    return Place(
        board.code, seat.label, seat.seat_type, seat.qualification, seat.district, seat.term_months, seat.from_on,
        seat.abolished_on,
    )  # fmt: skip


def _person(member: Member) -> Person:
    return Person(f"member-{member.pk}", member.name, f"member-{member.pk}")


def _sat(one: Appointment, board: Board) -> Sat:
    return Sat(
        f"appointment-{one.pk}", board.code, f"member-{one.member_id}", seat=one.seat.label, seat_type=one.seat.seat_type,
        role=one.role, nominated_on=one.nominated_on, appointed_on=one.appointed_on, confirmed_on=one.confirmed_on,
        sworn_on=one.sworn_on, serves_from=one.serves_from, term_end=one.term_end, ended_on=one.ended_on,
        ended_how=one.ended_how, status_said=one.status_said, is_serving=one.is_serving,
        holds_over=status_of(one.status_said) is Status.HOLDOVER,
    )  # fmt: skip
