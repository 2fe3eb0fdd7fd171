"""Who sits in which seat, where the source does not say: a seat for each who sits at the same time, and the rest stand empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, islice

from boards.rosters.shape import ALTERNATE, EX_OFFICIO, ORDINARY, Body, Place, Sat

Odd = tuple[str, int, str, str]  # code, row, field, words


@dataclass(frozen=True)
class Seated:
    """The seats of a body, who sits in which, and what is odd about their number."""

    places: list[Place]
    sat: list[Sat]
    odd: list[Odd]


def seated(body: Body, named: Sequence[Place], sat: Sequence[Sat], *, all_named: bool = False) -> Seated:
    """The seats that the source names or counts come first; where more sit than it says, one is added for each.

    `all_named`: the source names every seat, so that what it says of their number adds none.
    """
    room = _Room(body, named, all_named=all_named)
    found = [room.seat(one) for one in sat]
    return Seated(room.places, found, room.odd(sat))


class _Room:
    def __init__(self, body: Body, named: Sequence[Place], *, all_named: bool) -> None:
        self.body, self.places = body, list(named)
        self.taken: dict[str, list[Sat]] = {}
        self.named = {one.label for one in named}  # a seat with a name is for whom the source puts there
        seats, alternates = max(0, (body.seats_said or 0) - len(named)), body.alternates_said or 0
        if all_named:
            seats = alternates = 0
        self.places += [self._place(label, ORDINARY) for label in self._numbers(seats)]
        self.places += [self._place(f"Alternate {at + 1}", ALTERNATE) for at in range(alternates)]
        self.begun = len(self.places)

    def _numbers(self, seats: int) -> list[str]:
        """The first numbers that no seat has for its name."""
        free = (str(at) for at in count(1) if str(at) not in self.named)
        return list(islice(free, seats))

    def _place(self, label: str, seat_type: str) -> Place:
        return Place(self.body.key, label, seat_type, term_months=self.body.term_months)

    def seat(self, one: Sat) -> Sat:
        """The membership with its seat. Who does not serve is put beside a seat, and keeps nobody from it."""
        if one.seat:
            return self._in_its_own(one)
        if not one.is_serving:
            return replace(one, seat=(next(iter(self.places), None) or self._add(one)).label)
        place = self._free(one) or self._add(one)
        if one.seat_type == EX_OFFICIO and place.seat_type == ORDINARY:
            at = self.places.index(place)
            self.places[at] = place = replace(place, seat_type=EX_OFFICIO)
        self.taken.setdefault(place.label, []).append(one)
        return replace(one, seat=place.label, seat_type=place.seat_type)

    def _in_its_own(self, one: Sat) -> Sat:
        """In the seat that the source names, unless somebody else has it on the same days: then in one beside it."""
        place = next((each for each in self.places if each.label == one.seat), None)
        if place is None:
            place = replace(self._place(one.seat, one.seat_type), district=one.district)
            self.places.append(place)
            self.begun += 1
        if one.is_serving and not self._fits(place.label, one):
            place = self._add(replace(one, seat=""), f"{one.seat} (beside)")
        if one.is_serving:
            self.taken.setdefault(place.label, []).append(one)
        return replace(one, seat=place.label, seat_type=place.seat_type)

    def _free(self, one: Sat) -> Place | None:
        wanted = ALTERNATE if one.seat_type == ALTERNATE else ORDINARY
        fits = [each for each in self.places if each.label not in self.named and self._fits(each.label, one)]
        mine = [each for each in fits if (each.seat_type == ALTERNATE) == (wanted == ALTERNATE)]
        return next(iter(mine or ([] if wanted == ALTERNATE else fits)), None)

    def _fits(self, label: str, one: Sat) -> bool:
        return not any(_together(one, other) for other in self.taken.get(label, ()))

    def _add(self, one: Sat, label: str = "") -> Place:
        kind = one.seat_type
        prefix = "Alternate " if kind == ALTERNATE else ""
        number = 1 + sum(each.seat_type == ALTERNATE for each in self.places) if prefix else len(self.places) + 1
        place = self._place(label or f"{prefix}{number}", kind)
        labels = {each.label for each in self.places}
        while place.label in labels:
            number += 1
            place = replace(place, label=f"{label or prefix}{'-' if label else ''}{number}")
        self.places.append(place)
        return place

    def odd(self, sat: Sequence[Sat]) -> list[Odd]:
        """What there is to say of the number of seats."""
        body, serving = self.body, [one for one in sat if one.is_serving and one.ended_on is None]
        found: list[Odd] = []
        said = (body.seats_said or 0) + (body.alternates_said or 0)
        if body.seats_said == 0 and serving:
            found.append(
                (
                    "no_seats_said",
                    body.row,
                    "seats",
                    f"The source says 0 seats and lists {len(serving)} who sit: a seat for each of them is counted.",
                )
            )
        elif body.seats_said is not None and len(self.places) > max(said, self.begun):
            found.append(
                (
                    "more_members_than_seats",
                    body.row,
                    "seats",
                    f"The source says {said} seats and lists {len(serving)} who sit: seats were added for the others.",
                )
            )
        if body.alternates_said and not any(one.seat_type == ALTERNATE for one in sat):
            found.append(
                (
                    "alternates_not_told_apart",
                    body.row,
                    "alternates",
                    f"{body.seats_said} seats and {body.alternates_said} alternates: who is an alternate is not said, "
                    "so seats were given in the order of the rows.",
                )
            )
        if body.is_dissolved and serving:
            found.append(
                (
                    "dissolved_with_members",
                    body.row,
                    "status",
                    f"“{body.status_said}”, and {len(serving)} are still listed: kept, and counted in no seat.",
                )
            )
        return found  # fmt: skip


def _together(one: Sat, other: Sat) -> bool:
    """Whether both have a seat on some day. A day that is not known may be any."""
    return _begins(one) <= _ends(other) and _begins(other) <= _ends(one)


def _begins(one: Sat) -> date:
    return one.serves_from or date.min


def _ends(one: Sat) -> date:
    return one.ended_on or date.max
