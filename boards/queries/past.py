"""A board as it stood on another day: who served follows from the days of their terms; what it was called, from history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from boards.models import Appointment, Board
from raci import asof
from raci.authority import Permission


def recall(board: Board, day: date) -> None:
    """Its name and who stood beside it, as history knew them on the day; before it was entered, as they are (3 queries)."""
    rows = Board.history.filter(id=board.pk, history_date__lt=asof.remembered_until(day))
    row = rows.select_related("liaison__unit").order_by("-history_date", "-history_id").first()
    if row is not None:
        board.name, board.liaison = row.name, row.liaison


def was_known(one: Appointment, day: date) -> bool:
    """Whether somebody had been nominated or appointed by then; who serves since nobody knows when, had."""
    steps = (one.nominated_on, one.appointed_on, one.confirmed_on, one.sworn_on, one.serves_from)
    begun = [step for step in steps if step is not None]
    return not begun or min(begun) <= day


def now_alone(permission: Permission, is_now: bool) -> Permission:
    """What may be done is done on the page of today."""
    return permission if is_now else replace(permission, allowed=False)
