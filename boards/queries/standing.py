"""The rule of `boards.standing` where rows are many: asked of the database, and of the rows of one board.

A test holds what the database says against the rule itself, for every board and day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, Greatest

from boards.models import Appointment, Board, Seat
from boards.standing import BoardStanding, Clause, Place, State, Term, board_on

SAID_TO_HOLD_OVER = r"^hold(ing)?[ -]?over$"


def there_on(day: date, prefix: str = "") -> Q:
    """Seats that there are on the day, of boards that there are."""
    return _from(f"{prefix}from_on", day) & _until(f"{prefix}abolished_on", day) & active_on(day, f"{prefix}board__")


def active_on(day: date, prefix: str = "") -> Q:
    """Boards that are not dissolved on the day."""
    return _until(f"{prefix}dissolved_on", day)


def serving_on(day: date, prefix: str = "") -> Q:
    """Appointments by which somebody has the seat on the day."""
    serving = Q(**{f"{prefix}is_serving": True})
    return serving & _from(f"{prefix}serves_from", day) & _until(f"{prefix}ended_on", day)


def over_on(day: date, prefix: str = "") -> Q:
    """... whose term is over by then."""
    return Q(**{f"{prefix}term_end__lt": day})


def holds_over(prefix: str = "") -> Q:
    """... whom the law, or the source of this very appointment, lets serve until a successor is appointed."""
    said = Q(**{f"{prefix}status_said__iregex": SAID_TO_HOLD_OVER})
    return said | Q(**{f"{prefix}seat__board__holdover": Board.Holdover.YES})


def said_to_hold_over(one: Appointment) -> bool:
    """Whether its source calls it a holdover."""
    return re.fullmatch(SAID_TO_HOLD_OVER, one.status_said, re.IGNORECASE) is not None


def with_standing(seats: QuerySet[Seat], day: date) -> QuerySet[Any]:
    """Seats with `stands` (a code of `boards.standing.State`), `since` when, who `sits` there, and `today`."""
    serving = Appointment.objects.filter(serving_on(day), seat=OuterRef("pk")).order_by()  # one at most (a constraint)
    left = Appointment.objects.filter(is_serving=True, ended_on__lt=day, seat=OuterRef("pk")).order_by("-ended_on")
    found: QuerySet[Any] = seats.annotate(
        sits=Subquery(serving.values("pk")[:1]),
        sits_name=Subquery(serving.values("member__name")[:1]),
        sits_from=Subquery(serving.values("serves_from")[:1]),
        sits_until=Subquery(serving.values("term_end")[:1]),
        sits_said=Subquery(serving.values("status_said")[:1]),
        left_on=Subquery(left.values("ended_on")[:1]),
        today=Value(day, DateField()),
    )
    over = Q(sits_until__lt=day)
    held = Q(board__holdover=Board.Holdover.YES) | Q(sits_said__iregex=SAID_TO_HOLD_OVER)
    standing: QuerySet[Any] = found.annotate(
        stands=Case(
            When(sits=None, then=Value(State.VACANT.value)),
            When(over & held, then=Value(State.HOLDOVER.value)),
            When(over, then=Value(State.EXPIRED.value)),
            default=Value(State.FILLED.value),
            output_field=CharField(),
        ),
        since=Case(
            When(sits=None, then=Greatest(_after("left_on"), "from_on")),  # PostgreSQL's passes over what is not known
            When(over, then=Greatest(_after("sits_until"), "sits_from")),
            default=F("sits_from"),
            output_field=DateField(),
        ),
    )
    return standing


def with_counts(boards: QuerySet[Board], day: date) -> QuerySet[Board]:
    """Boards with `seats_there`, `filled`, `holdovers` and `expired` on the day."""
    serving = Appointment.objects.filter(serving_on(day), there_on(day, "seat__"), seat__board=OuterRef("pk"))
    seats = Seat.objects.filter(there_on(day), board=OuterRef("pk"))
    over = serving.filter(over_on(day))
    held = over.filter(holds_over())
    return boards.annotate(
        seats_there=_number(seats, "board"),
        filled=_number(_rightly(serving, day), "seat__board"),
        holdovers=_number(held, "seat__board"),
        expired=_number(over.exclude(holds_over()), "seat__board"),
    ).annotate(vacant=F("seats_there") - F("filled"))


def standing_of(board: Board, seats: Iterable[Seat], appointments: Iterable[Appointment], day: date) -> BoardStanding:
    """The rule itself, of rows that were read; keys are rows' numbers."""
    places = [Place(one.pk, one.from_on, one.abolished_on) for one in seats] if is_active(board, day) else []
    terms = [
        Term(one.seat_id, one.member_id, one.serves_from, one.term_end, one.ended_on, one.pk, said_to_hold_over(one))
        for one in appointments
        if one.is_serving
    ]
    return board_on(day, places, terms, clause=Clause(board.holdover), quorum=board.quorum)


def is_active(board: Board, day: date) -> bool:
    """Whether there is still the board on the day."""
    return board.dissolved_on is None or board.dissolved_on >= day


def _rightly(serving: QuerySet[Appointment], day: date) -> QuerySet[Appointment]:
    """Those whom the law lets serve: the term goes on, or they hold over."""
    goes_on = Q(term_end=None) | Q(term_end__gte=day)
    return serving.filter(goes_on | holds_over())


def _after(name: str) -> CombinedExpression:
    return CombinedExpression(F(name), "+", Value(1, IntegerField()), output_field=DateField())


def _number(rows: QuerySet[Seat] | QuerySet[Appointment], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _from(name: str, day: date) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__lte": day})


def _until(name: str, day: date) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__gte": day})
