"""What the public reads of boards: those the city put into its directory, who serves there, and which seats are vacant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from boards.applying.opened import opened
from boards.lists.seats import vacant_seats
from boards.models import Board, Seat, VacancyNotice
from boards.queries.standing import active_on, there_on, with_counts, with_standing
from boards.standing import State
from raci import clock

FILLED = (State.FILLED.value, State.HOLDOVER.value)
MOST = 1_000  # of a page


@dataclass(frozen=True)
class PublicBoard:
    """A board, and its seats with whoever serves there."""

    board: Any
    seats: list[Any]


def directory(today: date) -> list[Any]:
    """The active boards of the directory (1 query)."""
    return list(with_counts(public_boards(today), today).order_by("name", "pk")[:MOST])


def public_board(code: str) -> PublicBoard:
    """One of them (2 queries). A member's name stands there while they serve; nothing else of them does."""
    today = clock.today()
    board = with_counts(public_boards(today), today).filter(code=code).first()
    if board is None:
        raise Http404
    seats = with_standing(Seat.objects.filter(there_on(today), board=board), today).order_by("pk")
    return PublicBoard(board, list(seats))


def public_vacancies() -> list[tuple[Any, VacancyNotice | None]]:
    """Vacant seats of the directory's boards with the notice that is open (2 queries)."""
    today = clock.today()
    seats = list(vacant_seats(today).filter(board__is_public=True).order_by("board__name", "pk")[:MOST])
    notices = opened(today).filter(seat__in=[one.pk for one in seats]).order_by("announced_on", "pk")
    open_notices = {one.seat_id: one for one in notices}
    return [(one, open_notices.get(one.pk)) for one in seats]


def notice_for(pk: int) -> VacancyNotice | None:
    """A notice of the directory's boards, open or over (1 query)."""
    related = (
        "seat__board__unit",
        "seat__board__liaison",
        "seat__board__appointing_post",
        "seat__board__confirming_post",
    )
    return VacancyNotice.objects.select_related(*related).filter(pk=pk, seat__board__is_public=True).first()


def years_kept() -> int:
    """For how many years an application is kept once it is over."""
    return int(settings.APPLICATIONS_KEPT_YEARS)


def public_boards(today: date) -> QuerySet[Board]:
    """The active boards that the city put into its directory."""
    return Board.objects.filter(active_on(today), is_public=True)
