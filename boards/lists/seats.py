"""The lists of seats: those that are vacant with how long they have been, and who was appointed to which."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from boards.applying.readers import reads_some
from boards.models import Appointment, Board, Seat, VacancyNotice
from boards.queries.funnel import going_on
from boards.queries.standing import serving_on, there_on, with_standing
from boards.standing import State, add_months
from boards.words import STATES, appointment_state, days_words
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter

EMPTY = (State.VACANT.value, State.EXPIRED.value)


def vacant_seats(day: date) -> QuerySet[Any]:
    """Seats that count as vacant on the day, with whether they are announced."""
    open_notice = VacancyNotice.objects.filter(going_on(day), seat=OuterRef("pk"))
    found = with_standing(Seat.objects.filter(there_on(day)), day).filter(stands__in=EMPTY)
    newest = open_notice.order_by("-announced_on", "-pk")
    vacant: QuerySet[Any] = found.annotate(
        is_announced=Exists(open_notice), notice=Subquery(newest.values("pk")[:1])
    ).select_related("board__unit", "board__liaison")
    return vacant


def days_open(seat: Any) -> int | None:
    """For how many days it has been vacant, today counted."""
    return None if seat.since is None else (seat.today - seat.since).days + 1


def _board(path: str) -> Column:
    def board(row: Any) -> Board:
        found: Board = row.board if path == "board" else row.seat.board
        return found

    return Column(
        "board", _("Board"), lambda row: board(row).name, sort=(f"{path}__name", "pk"),
        link=lambda row: reverse("boards:board-detail", args=[board(row).code]),
    )  # fmt: skip


def _seat_link(row: Any) -> str:
    return reverse("boards:seat-detail", args=[row.pk])


def _applications(facts: Facts) -> Action | None:
    return Action(_("Applications"), reverse("boards:application-list")) if reads_some(facts) else None


VACANCIES = Listing(
    code="board-vacancies",
    title=_("Vacant seats"),
    address="boards:vacancy-list",
    rows=lambda facts: vacant_seats(facts.today),
    search=lambda word, _facts: Q(board__name__icontains=word) | Q(label__icontains=word) | Q(qualification__icontains=word),
    filters=(
        unit_filter("board__unit__path", all_units),
        Choice(
            "announced", _("Announced"), among=lambda _facts: [("yes", _("yes")), ("no", _("no"))],
            to=lambda code, _facts: Q(is_announced=code == "yes"), everything=_("Announced or not"),
        ),
        Choice(
            "stands", _("How"), among=lambda _facts: [(code, STATES[State(code)]) for code in EMPTY],
            to=lambda code, _facts: Q(stands=code), everything=_("Vacant, or the term over"),
        ),
    ),
    columns=(
        Column("seat", _("Seat"), lambda row: row.label, sort=("label", "pk"), link=_seat_link),
        _board("board"),
        Column("stands", _("How"), lambda row: str(STATES[State(row.stands)]), sort=("stands", "pk"),
            note=lambda row: row.sits_name or ""),
        Column("since", _("Since"), lambda row: row.since, date, sort=("since", "pk")),
        Column("days", _("Days open"), days_open, int, show=lambda row: days_words(days_open(row))),
        Column("announced", _("Announced"), lambda row: row.is_announced, bool, sort=("is_announced", "pk"),
            link=lambda row: reverse("boards:vacancy-detail", args=[row.notice]) if row.notice else ""),
        Column("appoints", _("Appoints"), lambda row: row.board.appointed_by or None, sort=("board__appointed_by", "pk")),
        Column("unit", _("Unit"), lambda row: row.board.unit.name, sort=("board__unit__name", "pk")),
        Column("type", _("Kind of seat"), lambda row: str(row.get_seat_type_display()), on_page=False),
        Column("qualification", _("Qualification"), lambda row: row.qualification or None, on_page=False),
        Column("district", _("District"), lambda row: row.district or None, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="since",
    keys_first=True,
    count=lambda n: ngettext("%(n)s vacant seat", "%(n)s vacant seats", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No seat is vacant"), _("A seat stands here by itself as soon as nobody serves in it whom the law lets serve.")
    ),
    action=_applications,
)  # fmt: skip


def _state(code: str, facts: Facts) -> Q:
    today = facts.today
    serves = serving_on(today)
    over = Q(ended_on__lt=today)
    wanted = {
        "serves": serves,
        "coming": ~serves & ~over,
        "over": over,
        "past-term": serves & Q(term_end__lt=today),
        "open": serves & Q(term_end=None),
    }
    return wanted[code]


def _ends_within(code: str, facts: Facts) -> Q:
    return serving_on(facts.today) & Q(term_end__gte=facts.today, term_end__lte=add_months(facts.today, int(code)))


def _rows(facts: Facts) -> QuerySet[Any]:
    rows = Appointment.objects.select_related("member", "seat__board__unit")
    return rows.annotate(today=Value(facts.today, DateField()))


def _day(name: str, label: Any, *, on_page: bool = False) -> Column:
    return Column(name, label, lambda row: getattr(row, name), date, sort=(name, "pk"), on_page=on_page)


APPOINTMENTS = Listing(
    code="board-appointments",
    title=_("Appointments to boards"),
    address="boards:appointment-list",
    rows=_rows,
    search=lambda word, _facts: Q(member__name__icontains=word) | Q(seat__board__name__icontains=word),
    filters=(
        unit_filter("seat__board__unit__path", all_units),
        Choice(
            "state", _("State"),
            among=lambda _facts: [
                ("serves", _("has the seat")), ("coming", _("on the way to it")), ("over", _("over")),
                ("past-term", _("has the seat, and the term is over")), ("open", _("has the seat with no end of term")),
            ],
            to=_state, everything=_("Any state"),
        ),
        Choice(
            "ends", _("Term ends within"),
            among=lambda _facts: [("2", _("2 months")), ("6", _("6 months")), ("12", _("12 months"))],
            to=_ends_within, everything=_("Whenever it ends"),
        ),
    ),
    columns=(
        Column(
            "member", _("Member"), lambda row: row.member.name, sort=("member__name", "pk"),
            link=lambda row: reverse("boards:appointment-detail", args=[row.pk]), note=lambda row: row.role,
        ),
        _board("seat__board"),
        Column("seat", _("Seat"), lambda row: row.seat.label, sort=("seat__label", "pk")),
        Column("state", _("State"), lambda row: appointment_state(row, row.today)),
        _day("serves_from", _("Serves from"), on_page=True),
        _day("term_end", _("Term ends"), on_page=True),
        _day("nominated_on", _("Nominated")),
        _day("appointed_on", _("Appointed")),
        _day("confirmed_on", _("Confirmed")),
        _day("sworn_on", _("Sworn in")),
        _day("ended_on", _("Last day")),
        Column("ended_how", _("How it ended"), lambda row: row.get_ended_how_display() or None, on_page=False),
        Column("role", _("Role"), lambda row: row.role or None, on_page=False),
        Column("status_said", _("Status, as the source says"), lambda row: row.status_said or None, on_page=False),
        Column("unit", _("Unit"), lambda row: row.seat.board.unit.name, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="member",
    keys_first=True,
    count=lambda n: ngettext("%(n)s appointment", "%(n)s appointments", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No appointment yet"), _("Open a seat of a board and say who was nominated or appointed to it.")
    ),
)  # fmt: skip
