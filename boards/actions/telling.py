"""Who stands beside a board, and who appoints to it, is told once of each term that ends within 60 days, of each seat that falls
vacant, and of applications: that they came, that they are over, that the shortlist is ready; never of who applied.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.models import Appointment, Board, Seat, VacancyNotice
from boards.queries.standing import active_on, serving_on, there_on, with_standing
from boards.standing import State
from raci import clock
from raci.models import Holding, Person
from raci.models.city import in_force_on
from raci.notices import tell

SOON = timedelta(days=60)
LOOKS_BACK = timedelta(days=7)  # so that a beat that rested some days tells, and nobody is told of what is long known


def tell_of_terms() -> int:
    """Terms that end within 60 days with nobody to follow yet; how many there are."""
    today = clock.today()
    found = Appointment.objects.filter(
        serving_on(today), active_on(today, "seat__board__"), term_end__gte=today, term_end__lte=today + SOON
    )
    rows = list(found.select_related("member", "seat__board").order_by("term_end", "pk"))
    people = _people([one.seat.board for one in rows])
    for one in rows:
        words = {
            "board": one.seat.board.name,
            "seat": one.seat.label,
            "member": one.member.name,
            "day": _day(one.term_end),
        }
        line = _("The term of %(member)s on %(board)s, seat %(seat)s, ends on %(day)s.") % words
        _tell(people, one.seat, f"board:{one.pk}:term:{one.term_end}", line)
    return len(rows)


def tell_of_vacancies() -> int:
    """Seats that fell vacant these days; how many there are."""
    today = clock.today()
    fallen = Q(stands=State.VACANT.value) | Q(stands=State.EXPIRED.value)
    seats = with_standing(Seat.objects.filter(there_on(today)), today)
    rows = list(seats.filter(fallen, since__gt=today - LOOKS_BACK).select_related("board").order_by("pk"))
    people = _people([one.board for one in rows])
    for one in rows:
        words = {"board": one.board.name, "seat": one.label, "day": _day(one.since)}
        line = _("Seat %(seat)s of %(board)s is vacant since %(day)s.") % words
        _tell(people, one, f"board:{one.pk}:vacant:{one.since}", line)
    return len(rows)


def tell_of_applications() -> int:
    """Vacancies whose time for applications is over these days, or has no end and some came today; how many there are."""
    today = clock.today()
    over = Q(closes_on__lt=today, closes_on__gte=today - LOOKS_BACK)
    found = VacancyNotice.objects.annotate(
        came=Count("applications"), came_today=Count("applications", filter=Q(applications__received_on=today))
    ).filter(over | Q(closes_on=None, came_today__gt=0), came__gt=0)
    rows = list(found.select_related("seat__board").order_by("pk"))
    people = _people([one.seat.board for one in rows])
    for one in rows:
        words = {"board": one.seat.board.name, "seat": one.seat.label, "n": one.came}
        if one.closes_on:
            line = ngettext("%(n)s application came for seat %(seat)s of %(board)s; the time for them is over.",
                "%(n)s applications came for seat %(seat)s of %(board)s; the time for them is over.", one.came)  # fmt: skip
        else:
            line = _("Applications came for seat %(seat)s of %(board)s.")
        key = f"board:{one.pk}:applications:{one.closes_on or today}"
        _tell(people, one.seat, key, line % words, _vacancy(one))
    return len(rows)


def tell_of_shortlist(row: VacancyNotice, shortlisted: int) -> None:
    """Who appoints learns that they can choose."""
    board = row.seat.board
    words = {"board": board.name, "seat": row.seat.label, "n": shortlisted}
    line = ngettext("The shortlist for seat %(seat)s of %(board)s is ready: %(n)s application.",
        "The shortlist for seat %(seat)s of %(board)s is ready: %(n)s applications.", shortlisted) % words  # fmt: skip
    told = _people([board]).get(board.appointing_post_id or 0, [])
    tell(told, record=None, key=f"board:{row.pk}:shortlist:{row.edits}", line=line, url=_vacancy(row))


def _vacancy(row: VacancyNotice) -> str:
    return reverse("boards:vacancy-detail", args=[row.pk])


def _people(boards: list[Board]) -> dict[int, list[Person]]:
    """Who holds each of these boards' posts, by the post (1 query)."""
    posts = {post for one in boards for post in (one.liaison_id, one.appointing_post_id) if post}
    held = Holding.objects.filter(in_force_on(clock.today()), post__in=posts, state=Holding.State.IN_FORCE)
    found: dict[int, list[Person]] = {}
    for one in held.select_related("person"):
        found.setdefault(one.post_id, []).append(one.person)
    return found


def _tell(people: dict[int, list[Person]], seat: Seat, key: str, line: str, url: str = "") -> None:
    posts = (seat.board.liaison_id, seat.board.appointing_post_id)
    told = [person for post in posts if post for person in people.get(post, [])]
    tell(told, record=None, key=key, line=line, url=url or reverse("boards:seat-detail", args=[seat.pk]))


def _day(day: Any) -> str:
    return date_format(day, "j M Y")
