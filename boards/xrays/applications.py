"""X-rays of applications: nobody opened them, or they are kept longer than they need be. Numbers, nothing of who applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.applying.retention import over
from boards.keepers import units_kept
from boards.kinds import BOARD
from boards.models import Application, VacancyNotice
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.xrays import MOST, Finding, Look, Rule

UNOPENED = 14  # days after the last day for applications, or after they came where there is none


def _unopened(look: Look) -> Iterator[Finding]:
    last = look.facts.today - timedelta(days=UNOPENED)
    waits = Q(state=Application.State.RECEIVED, opened_on=None, received_on__lt=last)
    closed = Q(notice__closes_on=None) | Q(notice__closes_on__lt=last)
    for notice, found in _vacancies(look, Application.objects.filter(waits & closed)):
        words = ngettext("%(n)s application that nobody opened.", "%(n)s applications that nobody opened.", found["n"])
        since = (notice.closes_on or found["first"]) + timedelta(days=1)
        yield _finding(look, notice, words % {"n": found["n"]}, "unopened", "boards:vacancy-detail", since)


def _too_long(look: Look) -> Iterator[Finding]:
    for notice, found in _vacancies(look, Application.objects.filter(over(look.facts.today))):
        words = ngettext(
            "%(n)s application need no longer be kept.", "%(n)s applications need no longer be kept.", found["n"]
        )
        yield _finding(look, notice, words % {"n": found["n"]}, "kept", "boards:vacancy-erase", None)


def _vacancies(look: Look, rows: Any) -> Iterator[tuple[VacancyNotice, dict[str, Any]]]:
    """The vacancies of these applications, with how many they are (2 queries)."""
    if look.mine:
        rows = rows.filter(notice__seat__board__unit__in=units_kept(look.facts))
    counted = rows.order_by().values("notice").annotate(n=Count("pk"), first=Min("received_on"))
    found = {one["notice"]: one for one in counted[:MOST]}
    notices = VacancyNotice.objects.filter(pk__in=found).select_related("seat__board__unit")
    for notice in notices.order_by("seat__board__name", "pk"):
        yield notice, found[notice.pk]


def _finding(look: Look, notice: VacancyNotice, sentence: str, key: str, address: str, since: Any) -> Finding:
    board = notice.seat.board
    is_mine = bool(may_keep(look.facts, BOARD, board.unit))
    where = _("%(board)s, seat %(seat)s") % {"board": board.name, "seat": notice.seat.label}
    url = reverse(address, args=[notice.pk])
    return Finding(
        where=where, unit=board.unit, sentence=sentence, url=url, is_mine=is_mine, key=f"{key}:{notice.pk}", since=since
    )


RULES = (
    Rule(
        code="board-applications-unopened",
        label=gettext_lazy("Applications that nobody opened for 14 days"),
        level=Level.WARNING,
        text=gettext_lazy(
            "The time for applications is over, or there is none, and nobody who selects has opened them. People wait."
        ),
        mend=gettext_lazy("Open them"),
        counted=lambda n: (
            ngettext("%(n)d vacancy with applications unopened", "%(n)d vacancies with applications unopened", n)
            % {"n": n}
        ),
        find=_unopened,
    ),
    Rule(
        code="board-applications-kept",
        label=gettext_lazy("Applications that need no longer be kept"),
        level=Level.HINT,
        text=gettext_lazy(
            "Their time is over (29 CFR 1602.31), and no legal hold keeps them. What nobody needs can leak."
        ),
        mend=gettext_lazy("Erase them"),
        counted=lambda n: (
            ngettext("%(n)d vacancy with applications to erase", "%(n)d vacancies with applications to erase", n)
            % {"n": n}
        ),
        find=_too_long,
    ),
)
