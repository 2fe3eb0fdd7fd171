"""How the bodies of a roster stand on a day: seats, filled, vacant, expired, holdover; by the one rule of `boards.standing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boards.rosters.shape import Body, Remark, Roster, Sat
from boards.standing import BoardStanding, Clause, Place, State, Term, board_on


@dataclass(frozen=True)
class Counted:
    """A body on a day. `listed`: memberships the source has; `without_seat`: of those, staff, nominees and former members."""

    body: Body
    standing: BoardStanding
    listed: int
    without_seat: int


def count(roster: Roster, day: date) -> list[Counted]:
    """Each body, in the order of the roster. A body that is dissolved has no seats."""
    places: dict[str, list[Place]] = {}
    sat: dict[str, list[Sat]] = {}
    for place in roster.places:
        places.setdefault(place.body, []).append(Place(place.label, place.from_on, place.abolished_on))
    for one in roster.sat:
        sat.setdefault(one.body, []).append(one)
    return [
        _counted(body, [] if gone(body, day) else places.get(body.key, []), sat.get(body.key, []), day)
        for body in roster.bodies
    ]


def gone(body: Body, day: date) -> bool:
    """Whether the body is dissolved on this day; where nobody says since when, on every day."""
    return body.dissolved_on < day if body.dissolved_on else body.is_dissolved


def _counted(body: Body, places: list[Place], sat: list[Sat], day: date) -> Counted:
    terms = [
        Term(one.seat, one.person, one.serves_from, one.term_end, one.ended_on, one.key, one.holds_over)
        for one in sat
        if one.is_serving
    ]
    standing = board_on(day, places, terms, clause=Clause(body.holdover), quorum=body.quorum)
    seated = sum(one.state is not State.VACANT for one in standing.seats)
    return Counted(body, standing, len(sat), len(sat) - seated)


def of_the_day(roster: Roster, counted: list[Counted]) -> list[Remark]:
    """What is odd only on this day: whoever sits there though the term is over and nothing says that they serve on."""
    rows = {one.key: one for one in roster.sat}
    found = []
    for each in counted:
        for seat in each.standing.seats:
            if seat.state is State.EXPIRED and seat.term is not None:
                one = rows[str(seat.term.key)]
                status = f"“{one.status_said}”, and the" if one.status_said else "The"
                said = (
                    f"{status} term ended on {one.term_end}; nothing says that they serve until a successor comes."
                    " The seat counts as vacant."
                )
                found.append(Remark(one.row, "term_end", "term_over", said, each.body.name))
    return found
