"""What a judged roster becomes in the register: boards, seats, members and appointments, each set in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from boards.actions.codes import Codes
from boards.bringing.judging import Judged, differences, values
from boards.models import Appointment, Board, Member, MemberContact, RosterImport, RosterRemark, Seat
from boards.models.boards import LONG
from boards.rosters.shape import Body, Place, Remark, Roster, Sat
from raci import clock
from raci.history.bulk import bulk_create

Progress = Callable[[int, int], object]


@dataclass
class _Room:
    """The seats of one board while people are put into them: days on which each is taken."""

    board: Board
    seats: dict[str, Seat]
    taken: dict[str, list[tuple[date, date]]] = field(default_factory=dict)
    added: list[Seat] = field(default_factory=list)

    def seat_for(self, one: Sat, batch: RosterImport) -> Seat:
        """The seat that the file gives, another that is free on these days, or one more."""
        days = (one.serves_from or date.min, one.ended_on or date.max)
        if not one.is_serving:
            return self.seats.get(one.seat) or self._more(one, batch)
        wanted = [self.seats[one.seat]] if one.seat in self.seats else []
        others = [seat for seat in self.seats.values() if seat.seat_type == one.seat_type]
        seat = next((each for each in (*wanted, *others) if self._is_free(each, days)), None) or self._more(one, batch)
        self.taken.setdefault(seat.label, []).append(days)
        return seat

    def _is_free(self, seat: Seat, days: tuple[date, date]) -> bool:
        return all(days[1] < begun or ended < days[0] for begun, ended in self.taken.get(seat.label, ()))

    def _more(self, one: Sat, batch: RosterImport) -> Seat:
        number = len(self.seats) + 1
        while str(number) in self.seats:
            number += 1
        seat = Seat(board=self.board, label=str(number), seat_type=one.seat_type, batch=batch)
        self.seats[seat.label] = seat
        self.added.append(seat)
        return seat


def write(batch: RosterImport, judged: Judged, progress: Progress) -> dict[str, Any]:
    """Everything, inside the act. What changed rows were before is given back, for taking the batch out again."""
    roster = judged.roster
    progress(1, 6)
    boards = _boards(batch, judged)
    progress(2, 6)
    members = _members(batch, judged)
    progress(3, 6)
    before = _appointments(batch, judged, boards, members)
    progress(5, 6)
    remarks = [
        *judged.remarks,
        *_left(judged),
        *_dissolved(batch, roster),
    ]
    RosterRemark.objects.bulk_create(_remark(batch, one) for one in remarks)
    progress(6, 6)
    return before


def day_of(batch: RosterImport) -> date:
    """The day its file speaks of: today unless somebody said."""
    return batch.as_of or clock.today()


# ---- boards and their seats


def _boards(batch: RosterImport, judged: Judged) -> dict[str, Board]:
    """Key > board: those that are there, and the new ones, what stands above before what stands below."""
    roster, found = judged.roster, {}
    for body in roster.bodies:
        if body.source_id in judged.known.boards:
            found[body.key] = judged.known.boards[body.source_id]
    codes = Codes()
    left = {body.key: body for body in roster.bodies if body.key not in found}
    while left:
        level = [one for one in left.values() if one.parent not in left] or list(left.values())[:1]
        new = [_board(batch, roster.source, one, found.get(one.parent), codes) for one in level]
        bulk_create(Board, new)
        for one, board in zip(level, new, strict=True):
            found[one.key] = board
            del left[one.key]
    return found


def _board(batch: RosterImport, source: str, body: Body, parent: Board | None, codes: Codes) -> Board:
    return Board(
        unit=batch.unit, name=body.name[:300], code=codes.free(body.name), also_known_as=body.also_known_as[:500],
        body_type=body.body_type, purpose=_purpose(body)[:LONG], legal_basis=body.legal_basis[:500], url=body.url[:500],
        parent=parent, appointed_by=body.appointed_by[:300], confirmed_by=body.confirmed_by[:300], quorum=body.quorum,
        seats_said=body.seats_said, holdover=body.holdover, established_on=body.established_on,
        dissolved_on=_last_day(batch, body), source=source, source_id=body.source_id, batch=batch,
    )  # fmt: skip


def _purpose(body: Body) -> str:
    """What the register has no field for is kept in words."""
    more = [
        f"Belongs to: {body.department}." if body.department else "",
        f"Qualification: {body.qualification}" if body.qualification else "",
    ]
    return "\n".join(one for one in (body.purpose, *more) if one)


def _last_day(batch: RosterImport, body: Body) -> date | None:
    """A body that is dissolved since nobody knows when: the day before the file's, which is remarked on."""
    if body.dissolved_on or not body.is_dissolved:
        return body.dissolved_on
    day = day_of(batch) - timedelta(days=1)
    return max(day, body.established_on) if body.established_on else day


def _dissolved(batch: RosterImport, roster: Roster) -> Iterable[Remark]:
    for body in roster.bodies:
        if body.is_dissolved and not body.dissolved_on:
            said = (
                f"“{body.status_said}” since a day that is not said: {_last_day(batch, body)} is kept as its last day."
            )
            yield Remark(body.row, "dissolved_on", "last_day_of_body_not_said", said, body.name)


# ---- members


def _members(batch: RosterImport, judged: Judged) -> dict[str, Member]:
    roster, there = judged.roster, judged.known.members
    new = {
        one.key: Member(name=one.name[:200], source=roster.source, source_id=one.source_id, batch=batch)
        for one in roster.people
        if one.source_id not in there
    }
    bulk_create(Member, new.values())
    contacts = [
        MemberContact(member=new[one.key], email=one.email, noted_on=day_of(batch))
        for one in roster.people
        if one.key in new and _is_address(one.email)
    ]
    bulk_create(MemberContact, contacts)
    return {one.key: new[one.key] if one.key in new else there[one.source_id] for one in roster.people}


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


# ---- seats and who sits in them


def _appointments(
    batch: RosterImport, judged: Judged, boards: dict[str, Board], members: dict[str, Member]
) -> dict[str, Any]:
    known = judged.known.appointments
    changed = {
        one.key: found for one in judged.roster.sat if one.key in known and (found := differences(known[one.key], one))
    }
    before = {str(known[key].pk): _change(known[key], found) for key, found in changed.items()}
    rooms = _rooms(batch, judged, boards)
    new = [(one, rooms[one.body].seat_for(one, batch)) for one in judged.roster.sat if one.key not in known]
    bulk_create(Seat, [seat for room in rooms.values() for seat in room.added])
    bulk_create(
        Appointment,
        (
            Appointment(
                seat=seat,
                member=members[one.person],
                source=judged.roster.source,
                source_id=one.key,
                batch=batch,
                **values(one),
            )
            for one, seat in new
        ),
    )
    return before


def _change(there: Appointment, found: dict[str, Any]) -> dict[str, Any]:
    """Write what the file says; what it was before, as JSON keeps it, and the edits it then has."""
    before = {name: getattr(there, name) for name in found}
    for name, value in found.items():
        setattr(there, name, value)
    there.edits += 1
    there.save()
    return {
        "edits": there.edits,
        "was": {name: one.isoformat() if isinstance(one, date) else one for name, one in before.items()},
    }


def _rooms(batch: RosterImport, judged: Judged, boards: dict[str, Board]) -> dict[str, _Room]:
    """Each board with its seats: those in the register, and those that the file has beside them."""
    keys = {board.pk: key for key, board in boards.items()}
    rooms = {key: _Room(board, {}) for key, board in boards.items()}
    for seat in Seat.objects.filter(board__in=keys):
        rooms[keys[seat.board_id]].seats[seat.label] = seat
    sits = Appointment.objects.filter(seat__board__in=keys, is_serving=True).select_related("seat")
    for one in sits:
        days = (one.serves_from or date.min, one.ended_on or date.max)
        rooms[keys[one.seat.board_id]].taken.setdefault(one.seat.label, []).append(days)
    for place in judged.roster.places:
        room = rooms[place.body]
        if place.label[:100] not in room.seats:
            room.seats[place.label[:100]] = seat = _seat(batch, room.board, place)
            room.added.append(seat)
    return rooms


def _seat(batch: RosterImport, board: Board, place: Place) -> Seat:
    return Seat(
        board=board, label=place.label[:100], seat_type=place.seat_type, qualification=place.qualification[:500],
        district=place.district[:200], term_months=place.term_months, from_on=place.from_on, abolished_on=place.abolished_on,
        batch=batch,
    )  # fmt: skip


# ---- what is remarked on


def _left(judged: Judged) -> Iterable[Remark]:
    """Who came from this source, serves by the register, and is not in the file any more: people decide what that means."""
    boards = [one.pk for one in judged.known.boards.values()]
    sits = Appointment.objects.filter(
        seat__board__in=boards, source=judged.roster.source, is_serving=True, ended_on=None
    )
    keys = [one.key for one in judged.whole.sat]
    for one in sits.exclude(source_id__in=keys).select_related("member", "seat__board"):
        said = (
            f"{one.member.name} is not in the file any more, and serves on by the register: end it there if they left."
        )
        yield Remark(0, "", "not_in_the_file", said, one.seat.board.name)


def _remark(batch: RosterImport, one: Remark) -> RosterRemark:
    return RosterRemark(
        batch=batch, code=one.code[:60], row=one.row, field=one.field[:100], body=one.body[:300], words=one.words
    )
