"""Meetings of boards: their list, a board's own with its members' attendance, and the forms that write one down."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boards.actions import meetings as acts
from boards.actions.boards import board_url
from boards.forms.meetings import AttendanceForm, MeetingDayForm, MeetingForm
from boards.keepers import may_step, need
from boards.kinds import BOARD
from boards.models import Board, BoardMeeting
from boards.queries.boards import board_for
from boards.queries.meetings import meeting_for, meetings_page
from boards.views.asking import Asking, asked, form_page, opened_on, sent
from raci.doors import PersonRequest, facts, signed_in
from raci.views.lists import show_list


@require_safe
@signed_in
def meeting_list(request: PersonRequest) -> HttpResponseBase:
    """All boards' meetings."""
    return show_list(request, "board-meetings", "boards/meeting_list.html")


@require_safe
@signed_in
def board_meetings(request: PersonRequest, code: str) -> HttpResponseBase:
    """A board's meetings with their quorum, and how often each member came."""
    return render(request, "boards/board_meetings.html", {"page": meetings_page(code, facts(request))})


@form_page
@signed_in
def meeting_create(request: PersonRequest, code: str) -> HttpResponseBase:
    """A day on which it met; who came is asked next."""
    board = board_for(code)
    _need(request, board)
    form = MeetingForm(sent(request), initial={"met_on": facts(request).today})

    def act() -> str:
        row = acts.enter_meeting(board, form.cleaned_data["met_on"], form.cleaned_data["title"], by=request.user)
        return reverse("boards:meeting-attendance", args=[row.pk])

    ask = _ask(
        board, _("Enter a meeting"), _("Go on to who came"), _("On the next page: who of those who sat that day came.")
    )
    return asked(request, form, ask, act, done=_("The meeting is entered. Say next who came."))


@form_page
@signed_in
def meeting_attendance(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Who came, of everybody who sat that day, in one form."""
    row = meeting_for(pk)
    _need(request, row.board)
    sat, known = acts.sitting(row), {one.appointment_id: one.presence for one in row.attendance.all()}
    initial = {"title": row.title, **{f"of-{number}": presence for number, presence in known.items()}}
    form = AttendanceForm(sent(request), sat=sat, initial=initial)

    def act() -> str:
        acts.write_attendance(row, form.cleaned_data["title"], form.said, by=request.user, edits=opened_on(request))
        return _meetings_url(row.board)

    intro = _("Everybody who sat on %(day)s. Leave open what nobody knows.") if form.sat else _(
        "Nobody had a seat on %(day)s. Write the days of its members down first."
    )  # fmt: skip
    ask = _ask(
        row.board, _("Who came"), _("Save"), intro % {"day": date_format(row.met_on, "j M Y")}, row, "board-attendance"
    )
    return asked(request, form, ask, act, done=_("Who came is written down."))


@form_page
@signed_in
def meeting_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its day, where that was wrong."""
    row = meeting_for(pk)
    _need(request, row.board)
    form = MeetingDayForm(sent(request), initial={"met_on": row.met_on})

    def act() -> str:
        acts.move_meeting(row, form.cleaned_data["met_on"], by=request.user, edits=opened_on(request))
        return _meetings_url(row.board)

    ask = _ask(row.board, _("Correct the day"), _("Save"), row.board.name, row)
    return asked(request, form, ask, act, done=_("The day is corrected."))


def _need(request: PersonRequest, board: Board) -> None:
    need(may_step(facts(request), BOARD, board, [board.liaison_id]))


def _meetings_url(board: Board) -> str:
    return reverse("boards:board-meetings", args=[board.code])


def _ask(board: Board, title: str, submit: str, intro: str, row: BoardMeeting | None = None, style: str = "") -> Asking:
    url = _meetings_url(board)
    trail = ((board.name, board_url(board)), (_("Meetings"), url))
    return Asking(title, submit, url, intro, trail, style, row.edits if row else None)
