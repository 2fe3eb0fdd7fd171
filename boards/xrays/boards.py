"""X-rays: a board without a liaison or a contact, a seat long vacant, a long holdover, a term without end, a quorum at risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.keepers import units_kept
from boards.models import Appointment, Board, LiaisonContact, Seat
from boards.queries.boards import LONG_SILENCE
from boards.queries.standing import active_on, serving_on, there_on, with_counts, with_standing
from boards.standing import State, add_months
from boards.words import days_words
from raci.drawing import day as day_words
from raci.matrix.findings import Level
from raci.models import Unit
from raci.xrays import MOST, Finding, Look, Rule

LONG_VACANT = 90  # days
LONG_HOLDOVER = 180
RISK_MONTHS = 6


def _kept(look: Look) -> set[int]:
    return {one.pk for one in units_kept(look.facts)}


def _finding(
    board: Board, sentence: str, url: str, kept: set[int], key: str, where: str = "", since: Any = None
) -> Finding:
    unit: Unit = board.unit
    return Finding(
        where=where or board.name, unit=unit, sentence=sentence, url=url, is_mine=unit.pk in kept, key=key, since=since
    )


def _without_liaison(look: Look) -> Iterator[Finding]:
    kept = _kept(look)
    rows = Board.objects.filter(active_on(look.facts.today), liaison=None).select_related("unit").order_by("name", "pk")
    for board in rows.filter(unit__in=kept) if look.mine else rows[:MOST]:
        url = reverse("boards:board-liaison", args=[board.code])
        yield _finding(board, _("No post stands beside it."), url, kept, f"liaison:{board.pk}")


def _without_contact(look: Look) -> Iterator[Finding]:
    """Boards with a liaison: the others are another rule's."""
    kept, today = _kept(look), look.facts.today
    heard = LiaisonContact.objects.filter(board=OuterRef("pk"), contacted_on__gte=today - timedelta(LONG_SILENCE))
    rows = Board.objects.filter(~Exists(heard), active_on(today), liaison__isnull=False).select_related("unit")
    rows = rows.annotate(last=Max("contacts__contacted_on")).order_by("name", "pk")
    for board in rows.filter(unit__in=kept) if look.mine else rows[:MOST]:
        words = _("Nobody noted a contact since %(day)s.") if board.last else _("Nobody ever noted a contact with it.")
        sentence = words % {"day": day_words(board.last) if board.last else ""}
        url = reverse("boards:board-contact", args=[board.code])
        yield _finding(board, sentence, url, kept, f"contact:{board.pk}", since=board.last)


def _seats(look: Look, state: State, days: int) -> Iterator[tuple[Any, set[int]]]:
    """Seats that have been so for more than so many days (3 queries)."""
    kept, today = _kept(look), look.facts.today
    rows = with_standing(Seat.objects.filter(there_on(today)), today).filter(stands=state.value)
    rows = rows.select_related("board__unit").order_by("since", "pk")
    for seat in rows.filter(board__unit__in=kept) if look.mine else rows[:MOST]:
        if seat.since is not None and (today - seat.since).days + 1 > days:
            yield seat, kept


def _long_vacant(look: Look) -> Iterator[Finding]:
    for state in (State.VACANT, State.EXPIRED):
        for seat, kept in _seats(look, state, LONG_VACANT):
            yield _of_seat(seat, kept, _("vacant for %(days)s."), "vacant")


def _long_holdover(look: Look) -> Iterator[Finding]:
    for seat, kept in _seats(look, State.HOLDOVER, LONG_HOLDOVER):
        yield _of_seat(seat, kept, _("a holdover for %(days)s."), "holdover")


def _of_seat(seat: Any, kept: set[int], words: str, key: str) -> Finding:
    sentence = words % {"days": days_words((seat.today - seat.since).days + 1)}
    where = _("%(board)s, seat %(seat)s") % {"board": seat.board.name, "seat": seat.label}
    url = reverse("boards:seat-detail", args=[seat.pk])
    return _finding(seat.board, sentence.capitalize(), url, kept, f"{key}:{seat.pk}", where, seat.since)


def _without_end(look: Look) -> Iterator[Finding]:
    """Ex officio and elected seats last as long as the office."""
    kept, today = _kept(look), look.facts.today
    rows = Appointment.objects.filter(serving_on(today), there_on(today, "seat__"), term_end=None)
    rows = rows.exclude(seat__seat_type__in=[Seat.SeatType.EX_OFFICIO, Seat.SeatType.ELECTED])
    rows = rows.select_related("member", "seat__board__unit").order_by("seat__board__name", "pk")
    for one in rows.filter(seat__board__unit__in=kept) if look.mine else rows[:MOST]:
        where = _("%(board)s, seat %(seat)s") % {"board": one.seat.board.name, "seat": one.seat.label}
        sentence = _("%(member)s serves, and nobody knows until when.") % {"member": one.member.name}
        url = reverse("boards:appointment-edit", args=[one.pk])
        yield _finding(one.seat.board, sentence, url, kept, f"open:{one.pk}", where)


def _quorum(look: Look) -> Iterator[Finding]:
    kept, today = _kept(look), look.facts.today
    rows: Any = with_counts(Board.objects.filter(active_on(today), quorum__isnull=False), today)
    ends = Q(term_end__gte=today) | Q(ended_on__gte=today)
    soon = Q(term_end__lte=add_months(today, RISK_MONTHS)) | Q(ended_on__lte=add_months(today, RISK_MONTHS))
    goes_on = Q(term_end=None) | Q(term_end__gte=today)
    serving = Appointment.objects.filter(serving_on(today), there_on(today, "seat__"), goes_on, ends, soon)
    ending = dict(serving.order_by().values_list("seat__board").annotate(n=Count("pk")))
    rows = rows.select_related("unit").order_by("name", "pk")
    for board in rows.filter(unit__in=kept) if look.mine else rows[:MOST]:
        sentence = _quorum_words(board, ending.get(board.pk, 0))
        if sentence:
            url = reverse("boards:board-detail", args=[board.code])
            yield _finding(board, sentence, url, kept, f"quorum:{board.pk}")


def _quorum_words(board: Any, ending: int) -> str:
    words = {"filled": board.filled, "quorum": board.quorum, "ending": ending}
    if board.filled < board.quorum:
        return _("It cannot decide: %(filled)s serve, and the quorum is %(quorum)s.") % words
    if board.filled - ending < board.quorum:
        return (
            _("%(filled)s serve, the quorum is %(quorum)s, and %(ending)s of the terms end within six months.") % words
        )
    return ""


RULES = (
    Rule(
        code="board-quorum-at-risk",
        label=gettext_lazy("A board whose quorum is at risk"),
        level=Level.WARNING,
        text=gettext_lazy(
            "Fewer serve than it takes to decide, or will once the terms of six months are over (BC-07)."
        ),
        mend=gettext_lazy("Fill its seats"),
        counted=lambda n: (
            ngettext("%(n)d board whose quorum is at risk", "%(n)d boards whose quorum is at risk", n) % {"n": n}
        ),
        find=_quorum,
    ),
    Rule(
        code="board-seat-long-vacant",
        label=gettext_lazy("A seat vacant for more than 90 days"),
        level=Level.WARNING,
        text=gettext_lazy(
            "Nobody serves there whom the law lets serve. Somebody has to announce it and appoint (BC-07)."
        ),
        mend=gettext_lazy("Announce or fill it"),
        counted=lambda n: ngettext("%(n)d seat long vacant", "%(n)d seats long vacant", n) % {"n": n},
        find=_long_vacant,
    ),
    Rule(
        code="board-without-liaison",
        label=gettext_lazy("A board that no post stands beside"),
        level=Level.WARNING,
        text=gettext_lazy("Nobody is told when its terms end or its seats fall vacant."),
        mend=gettext_lazy("Name a liaison"),
        counted=lambda n: ngettext("%(n)d board without a liaison", "%(n)d boards without a liaison", n) % {"n": n},
        find=_without_liaison,
    ),
    Rule(
        code="board-without-contact",
        label=gettext_lazy("A board that nobody has spoken with for a year"),
        level=Level.HINT,
        text=gettext_lazy("Its liaison notes each contact: a meeting, a call. A year of silence is worth a call."),
        mend=gettext_lazy("Speak with it, and note the contact"),
        counted=lambda n: (
            ngettext("%(n)d board without a contact for a year", "%(n)d boards without a contact for a year", n)
            % {"n": n}
        ),
        find=_without_contact,
    ),
    Rule(
        code="board-long-holdover",
        label=gettext_lazy("A holdover of more than 180 days"),
        level=Level.HINT,
        text=gettext_lazy(
            "The law lets a member serve until a successor is appointed; it does not say that nobody appoints."
        ),
        mend=gettext_lazy("Appoint somebody"),
        counted=lambda n: ngettext("%(n)d long holdover", "%(n)d long holdovers", n) % {"n": n},
        find=_long_holdover,
    ),
    Rule(
        code="board-term-without-end",
        label=gettext_lazy("An appointment without the end of its term"),
        level=Level.HINT,
        text=gettext_lazy(
            "Without the day nobody is told in time, and no holdover is seen. Ex officio and elected seats have none."
        ),
        mend=gettext_lazy("Write the day"),
        counted=lambda n: (
            ngettext("%(n)d appointment without an end", "%(n)d appointments without an end", n) % {"n": n}
        ),
        find=_without_end,
    ),
)
