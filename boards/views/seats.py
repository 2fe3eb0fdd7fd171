"""Seats: those that are vacant, one of them, and the forms that change it."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boards.actions import seats as acts
from boards.actions import vacancies
from boards.actions.boards import board_url
from boards.forms.appointments import AnnounceForm, NoticeForm
from boards.forms.boards import LastDayForm, SeatForm
from boards.keepers import may_step, need, selecting
from boards.kinds import SEAT, VACANCY_NOTICE
from boards.models import Seat, VacancyNotice
from boards.queries.boards import board_for
from boards.queries.seats import seat_for, seat_page
from boards.views.asking import Asking, asked, form_page, opened_on, sent
from raci.doors import PersonRequest, facts, signed_in
from raci.keeping import may_keep
from raci.views.lists import show_list

FIELDS = tuple(SeatForm.base_fields)
NOTICE = tuple(NoticeForm.base_fields)


@require_safe
@signed_in
def vacancy_list(request: PersonRequest) -> HttpResponseBase:
    """Seats that count as vacant, with days open."""
    return show_list(request, "board-vacancies", "boards/vacancy_list.html")


@require_safe
@signed_in
def seat_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One seat: who had it, and what is said of it."""
    return render(request, "boards/seat_detail.html", {"page": seat_page(pk, facts(request))})


@form_page
@signed_in
def seat_create(request: PersonRequest, code: str) -> HttpResponseBase:
    """One more on a board."""
    board = board_for(code)
    need(may_keep(facts(request), SEAT, board.unit))
    form = SeatForm(sent(request))
    url = board_url(board)
    ask = Asking(_("Add a seat"), _("Add the seat"), url, board.name, ((board.name, url),))

    def act() -> str:
        return seat_url(acts.add_seat(board, form.cleaned_data, by=request.user))

    return asked(request, form, ask, act, done=_("The seat is added."))


@form_page
@signed_in
def seat_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What is said of it."""
    seat = _kept(request, pk)
    form = SeatForm(sent(request), initial={name: getattr(seat, name) for name in FIELDS})

    def act() -> str:
        acts.change_seat(seat, form.cleaned_data, by=request.user, edits=opened_on(request))
        return seat_url(seat)

    return asked(request, form, ask_of(seat, _("Change the seat"), _("Save")), act, done=_("The seat is saved."))


@form_page
@signed_in
def seat_abolish(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its last day."""
    seat = _kept(request, pk)
    form = LastDayForm(sent(request))
    intro = _("Whoever sits there has their last day with it. What was stays on record.")

    def act() -> str:
        acts.abolish_seat(seat, form.cleaned_data["day"], by=request.user, why=form.cleaned_data["why"])
        return seat_url(seat)

    ask = ask_of(seat, _("Abolish the seat"), _("Abolish it"), intro)
    return asked(request, form, ask, act, done=_("The seat has its last day."))


@form_page
@signed_in
def vacancy_announce(request: PersonRequest, pk: int) -> HttpResponseBase:
    """That it is to be filled."""
    seat = _announced(request, pk)
    form = AnnounceForm(sent(request), initial={"announced_on": facts(request).today, "by_form": True})

    def act() -> str:
        row = vacancies.announce(seat, form.cleaned_data, by=request.user)
        return reverse("boards:vacancy-detail", args=[row.pk])

    intro = _("Where, in which languages and until when people may apply.")
    ask = ask_of(seat, _("Announce the vacancy"), _("Announce it"), intro)
    return asked(request, form, ask, act, done=_("The vacancy is announced."))


@form_page
@signed_in
def vacancy_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What is said of a notice, and how many applied."""
    row = VacancyNotice.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    seat = _announced(request, row.seat_id)
    form = NoticeForm(sent(request), initial={name: getattr(row, name) for name in NOTICE})

    def act() -> str:
        vacancies.change_notice(row, form.cleaned_data, by=request.user, edits=opened_on(request))
        return reverse("boards:vacancy-detail", args=[row.pk])

    ask = ask_of(seat, _("Change the notice"), _("Save"), edits=row.edits)
    return asked(request, form, ask, act, done=_("The notice is saved."))


def _kept(request: PersonRequest, pk: int) -> Seat:
    seat = seat_for(pk)
    need(may_keep(facts(request), SEAT, seat.board.unit))
    return seat


def _announced(request: PersonRequest, pk: int) -> Seat:
    seat = seat_for(pk)
    need(may_step(facts(request), VACANCY_NOTICE, seat.board, selecting(seat.board)))
    return seat


def seat_url(seat: Seat) -> str:
    """Its page."""
    return reverse("boards:seat-detail", args=[seat.pk])


def seat_words(seat: Seat) -> str:
    """How it is called below its board."""
    return _("Seat %(label)s") % {"label": seat.label}


def ask_of(seat: Seat, title: str, submit: str, intro: str = "", *, edits: int | None = None) -> Asking:
    """A form's page of a seat."""
    trail = ((seat.board.name, board_url(seat.board)), (seat_words(seat), seat_url(seat)))
    words = intro or f"{seat.board.name} · {seat_words(seat)}"
    return Asking(title, submit, seat_url(seat), words, trail, edits=seat.edits if edits is None else edits)
