"""A vacancy's page: what it is, where it stands, who applied as far as the reader may know, and what is asked of them next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.actions.receiving import is_open
from boards.applying import retention
from boards.applying.opened import taker
from boards.applying.readers import reader, selector
from boards.keepers import may_step, selecting
from boards.kinds import VACANCY_NOTICE
from boards.models import Application, Appointment, VacancyNotice
from boards.queries.funnel import Funnel, funnels
from raci.authority import Capacity, Facts, Permission
from raci.drawing import day as day_words
from raci.refusals import Refused

MOST = 500  # applications of a page


@dataclass(frozen=True)
class Stage:
    """A step on the way to a filled seat: its words, its day where it is done."""

    words: str
    on: date | None
    is_done: bool


@dataclass(frozen=True)
class VacancyPage:
    """One vacancy. `lines` is None for whoever does not read applications."""

    notice: VacancyNotice
    today: date
    funnel: Funnel
    nominees: list[Appointment]
    may_change: Permission
    via: Capacity | None
    may_select: bool
    lines: list[Application] | None
    due: int = 0  # applications that need no longer be kept
    public_url: str = ""
    taker: Appointment | None = None  # who took the seat since it was announced, an applicant or not
    stages: list[Stage] = field(default_factory=list)

    @property
    def is_filled(self) -> bool:
        """Whether somebody took the seat."""
        return self.taker is not None or any(one.is_serving for one in self.nominees)

    @property
    def is_over(self) -> bool:
        """Whether the time for applications is over."""
        return self.notice.closes_on is not None and self.notice.closes_on < self.today

    @cached_property
    def ready(self) -> int:
        """How many stand on the shortlist."""
        return sum(one.state in ("shortlisted", "interviewed") for one in self.lines or [])

    @property
    def next_words(self) -> str:
        """What is to be done next, by whom."""
        if self.taker is not None:
            return _filled(self, self.taker.member.name)
        return _after_nomination(self) if self.nominees else _before_nomination(self)


def _after_nomination(page: VacancyPage) -> str:
    one, board = page.nominees[0], page.notice.seat.board
    words = {"name": one.member.name, "appoints": board.appointed_by, "confirms": board.confirmed_by}
    if page.is_filled:
        return _filled(page, one.member.name)
    if one.appointed_on is None:
        return (_("%(name)s is nominated. %(appoints)s appoints.") if board.appointed_by
                else _("%(name)s is nominated. Who appoints is not known: write it down at the board.")) % words  # fmt: skip
    if one.confirmed_on is None and board.confirmed_by:
        return _("%(name)s is appointed. %(confirms)s confirms.") % words
    return _("%(name)s is to be sworn in; from that day on the seat is theirs.") % words


def _filled(page: VacancyPage, name: str) -> str:
    if page.funnel.open:
        return _("The seat is filled: %(name)s has it. Close what is still open, so that everybody knows.") % {
            "name": name
        }
    return _("The seat is filled: %(name)s has it. Nothing more is to be done here.") % {"name": name}


def _before_nomination(page: VacancyPage) -> str:
    notice, counted = page.notice, page.funnel
    if counted.unopened:
        words = ngettext(
            "%(n)s application waits to be opened.", "%(n)s applications wait to be opened.", counted.unopened
        )
        return words % {"n": counted.unopened}
    if notice.shortlist_on and page.ready:
        words = _("The shortlist is with who appoints since %(day)s: choose whom to nominate.")
        return words % {"day": day_words(notice.shortlist_on)}
    if not page.is_over and notice.closes_on:
        return _("Applications are open until %(day)s. Open them as they come.") % {"day": day_words(notice.closes_on)}
    if page.ready:
        return _("The shortlist stands. Say that it is ready: who appoints is told.")
    if counted.open:
        return _("Shortlist those who meet what the seat asks, each with the reason.")
    if not counted.received:
        return _("No application came yet. Say in more places that the seat is open, or give it more time.")
    return _("Nobody is in the running any more. Announce the seat again.")


def notice_for(pk: int) -> VacancyNotice:
    """One notice: kept kinds are read by all staff."""
    related = (
        "seat__board__unit",
        "seat__board__liaison",
        "seat__board__appointing_post",
        "seat__board__confirming_post",
    )
    found = VacancyNotice.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such vacancy."), visible=False)
    return found


def vacancy_page(pk: int, facts: Facts) -> VacancyPage:
    """What its page shows (a constant number of queries)."""
    notice, today = notice_for(pk), facts.today
    board, via = notice.seat.board, reader(facts, notice.seat.board)
    rows = notice.applications.order_by("received_on", "pk") if via else None
    nominees = list(Appointment.objects.filter(application__notice=notice).select_related("member").order_by("-pk"))
    for one in nominees:
        one.seat = notice.seat
    standing = [one for one in nominees if one.ended_on is None]
    return VacancyPage(
        notice=notice,
        today=today,
        funnel=funnels([notice])[notice.pk],
        nominees=standing,
        may_change=may_step(facts, VACANCY_NOTICE, board, selecting(board)),
        via=via,
        may_select=selector(facts, board) is not None,
        lines=None if rows is None else list(rows[:MOST]),
        due=Application.objects.filter(retention.over(today), notice=notice).count() if via else 0,
        public_url=_public(notice) if is_open(notice, today) else "",
        taker=taker(notice),
        stages=_stages(notice, standing, today),
    )


def _public(notice: VacancyNotice) -> str:
    return settings.PORTAL_ADDRESS.rstrip("/") + reverse("boards:public-apply", args=[notice.pk])


def _stages(notice: VacancyNotice, nominees: list[Appointment], today: date) -> list[Stage]:
    """Announced to sworn in, each with its day."""
    one, board = nominees[0] if nominees else None, notice.seat.board
    found = [
        (_("Announced"), notice.announced_on),
        *([(_("Applications until"), notice.closes_on)] if notice.closes_on else []),
        (_("Shortlist ready"), notice.shortlist_on),
        (_("Nominated"), one.nominated_on if one else None),
        (_("Appointed"), one.appointed_on if one else None),
        *([(_("Confirmed"), one.confirmed_on if one else None)] if board.confirmed_by else []),
        (_("Sworn in"), one.sworn_on if one else None),
    ]
    return [Stage(words, on, on is not None and on <= today) for words, on in found]
