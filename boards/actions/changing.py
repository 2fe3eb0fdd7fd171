"""One thing of a board changes, by whoever keeps it, and on what they saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from boards.keepers import Posts, stepping
from boards.kinds import APPOINTMENT, BOARD, SEAT, VACANCY_NOTICE
from boards.models import Appointment, Board, BoardMeeting, Seat, VacancyNotice
from raci.models import Person
from raci.records import Kind
from raci.refusals import Conflict

Kept = Board | BoardMeeting | Seat | Appointment | VacancyNotice
Row = TypeVar("Row", Board, BoardMeeting, Seat, Appointment, VacancyNotice)
Values = Mapping[str, Any]
KINDS: dict[type, Kind] = {
    Board: BOARD, BoardMeeting: BOARD, Seat: SEAT, Appointment: APPOINTMENT, VacancyNotice: VACANCY_NOTICE
}  # fmt: skip


def board_of(row: Kept) -> Board:
    """The board that this belongs to."""
    if isinstance(row, Board):
        return row
    return row.board if isinstance(row, Seat | BoardMeeting) else row.seat.board


@contextmanager
def changing(
    row: Row, *, by: Person, act: str, edits: int | None = None, why: str = "", posts: Posts = ()
) -> Iterator[Row]:
    """One transaction with the row locked; afterwards it is saved and counts one edit more.

    `edits`: what a form was opened on. Raises `Conflict` where somebody changed the row since. `posts`: those that the board
    names for this step, besides whoever keeps it.
    """
    with stepping(KINDS[type(row)], board_of(row), posts, by=by, act=act, why=why):
        locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        if edits is not None and locked.edits != edits:
            raise Conflict(
                _("Somebody else changed this while you wrote. Open it again and look at what they changed.")
            )
        yield locked
        locked.edits += 1
        locked.save()


def take(row: Kept, values: Values) -> None:
    """What a form says, into the row's fields."""
    for name, value in values.items():
        setattr(row, name, value)
