"""The list of applications that a person reads: numbers, days and states; no name, and no word that anybody wrote."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from boards.applying.readers import readable, reads_some
from boards.applying.retention import over
from boards.models import Application
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.refusals import Refused


def _rows(facts: Facts) -> QuerySet[Application]:
    return readable(facts).select_related("notice__seat__board")


def _may(facts: Facts) -> None:
    if not reads_some(facts):
        raise Refused(str(_("There is no such page.")), visible=False)


def _kept(code: str, facts: Facts) -> Q:
    return over(facts.today) if code == "over" else Q(erased_on__isnull=False)


APPLICATIONS = Listing(
    code="board-applications",
    title=_("Applications for seats"),
    address="boards:application-list",
    rows=_rows,
    may=_may,
    search=lambda word, _facts: Q(number__icontains=word) | Q(notice__seat__board__name__icontains=word),
    filters=(
        Choice(
            "state", _("State"), among=lambda _facts: Application.State.choices, to=lambda code, _facts: Q(state=code),
            everything=_("All states"),
        ),
        Choice(
            "opened", _("Opened"), among=lambda _facts: [("no", _("by nobody yet")), ("yes", _("opened"))],
            to=lambda code, _facts: Q(opened_on__isnull=code == "no"), everything=_("Opened or not"),
        ),
        Choice(
            "kept", _("How long it is kept"),
            among=lambda _facts: [("over", _("need no longer be kept")), ("erased", _("erased"))],
            to=_kept, everything=_("All applications"),
        ),
    ),
    columns=(
        Column("number", _("Application"), lambda row: row.number, sort=("number",),
            link=lambda row: reverse("boards:application-detail", args=[row.pk])),
        Column("board", _("Board"), lambda row: row.notice.seat.board.name, sort=("notice__seat__board__name", "pk"),
            link=lambda row: reverse("boards:vacancy-detail", args=[row.notice_id])),
        Column("seat", _("Seat"), lambda row: row.notice.seat.label, sort=("notice__seat__label", "pk")),
        Column("received_on", _("Received"), lambda row: row.received_on, holds=date, sort=("received_on", "pk")),
        Column("state", _("State"), lambda row: str(row.get_state_display()), sort=("state", "pk")),
        Column("opened_on", _("First opened"), lambda row: row.opened_on, holds=date, sort=("opened_on", "pk")),
        Column("way", _("How it came"), lambda row: str(row.get_way_display()), on_page=False),
        Column("shortlisted_on", _("Shortlisted"), lambda row: row.shortlisted_on, holds=date, on_page=False),
        Column("interviewed_on", _("Interviewed"), lambda row: row.interviewed_on, holds=date, on_page=False),
        Column("ended_on", _("Over"), lambda row: row.ended_on, holds=date, on_page=False),
    ),
    sort="-received_on",
    count=lambda n: ngettext("%(n)s application", "%(n)s applications", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No application that you read"),
        _("Announce a vacant seat and take applications by the public form, or enter what comes on paper."),
    ),
)  # fmt: skip
