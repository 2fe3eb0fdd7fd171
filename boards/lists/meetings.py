"""The list of meetings of all boards, with whether enough came."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from boards.models import BoardMeeting
from boards.queries.meetings import met_quorum, with_attendance
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter


def _quorum(code: str, _facts: Facts) -> Q:
    known = Q(board__quorum__isnull=False, written__gt=0)
    wanted = {"met": Q(present__gte=F("board__quorum")), "missed": Q(present__lt=F("board__quorum"))}
    return known & wanted[code] if code in wanted else ~known


def _link(row: Any) -> str:
    return reverse("boards:board-meetings", args=[row.board.code])


MEETINGS = Listing(
    code="board-meetings",
    title=_("Meetings of boards"),
    address="boards:meeting-list",
    rows=lambda _facts: with_attendance(BoardMeeting.objects.select_related("board__unit")),
    search=lambda word, _facts: Q(board__name__icontains=word) | Q(title__icontains=word),
    filters=(
        unit_filter("board__unit__path", all_units),
        Choice(
            "quorum", _("Quorum"),
            among=lambda _facts: [("met", _("enough came")), ("missed", _("too few came")), ("unknown", _("not known"))],
            to=_quorum, everything=_("Whatever the quorum"),
        ),
    ),
    columns=(
        Column("board", _("Board"), lambda row: row.board.name, sort=("board__name", "-met_on", "pk"), link=_link),
        Column("met_on", _("Day"), lambda row: row.met_on, date, sort=("met_on", "pk")),
        Column("title", _("What"), lambda row: row.title or None, sort=("title", "pk")),
        Column("present", _("Present"), lambda row: row.present if row.written else None, int, sort=("present", "pk")),
        Column("written", _("Written down"), lambda row: row.written, int, on_page=False),
        Column("quorum", _("Quorum"), lambda row: row.board.quorum, int, sort=("board__quorum", "pk")),
        Column("met", _("Enough came"), met_quorum, bool),
        Column("unit", _("Unit"), lambda row: row.board.unit.name, sort=("board__unit__name", "pk"), on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-met_on",
    count=lambda n: ngettext("%(n)s meeting", "%(n)s meetings", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No meeting yet"), _("Open a board, then its meetings, and write down when it met and who came.")
    ),
)  # fmt: skip
