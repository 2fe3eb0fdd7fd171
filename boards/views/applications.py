"""Applications, for those who read them: their list, one with its words, and its steps. What is opened, no browser keeps."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from boards.actions import applications as acts
from boards.applying.readers import need_selector
from boards.forms.applications import NominateForm, StepForm, asks_qualification
from boards.models import Application
from boards.queries.applications import application_for, application_page
from boards.views.appointments import appointment_url
from boards.views.asking import Asking, asked, form_page, sent
from boards.views.seats import seat_words
from boards.views.vacancies import trail_of
from raci.doors import PersonRequest, facts, signed_in
from raci.views.lists import show_list


@require_safe
@signed_in
def application_list(request: PersonRequest) -> HttpResponseBase:
    """Those that the person reads: numbers, days and states."""
    return show_list(request, "board-applications", "boards/application_list.html")


@never_cache
@require_GET
@signed_in
def application_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One, opened: that is put on record, and the applicant sees it."""
    page = application_page(pk, facts(request))
    return render(request, "boards/application_detail.html", {"page": page, "trail": trail_of(page.row.notice)})


@form_page
@signed_in
def application_step(request: PersonRequest, pk: int, code: str) -> HttpResponseBase:
    """Shortlisted, interviewed, or not taken further: with the reason."""
    row = _selected(request, pk)
    if code not in acts.ACTS:
        raise Http404
    form = StepForm(sent(request), initial={"on": facts(request).today})

    def act() -> str:
        said = form.cleaned_data
        acts.take_step(row, code, said["on"], said["why"], by=request.user)
        return trail_of(row.notice)[-1][1]

    seat = row.notice.seat
    intro = _("What counts is what the board and the seat need; nothing of who somebody is.")
    if asks_qualification(seat):
        intro = _("The seat asks: %(words)s") % {"words": seat.qualification}
    title = str(acts.ACTS[code].label)
    return asked(request, form, _ask(row, title, title, intro), act, done=_("The step is written down."))


@never_cache
@form_page
@signed_in
def application_nominate(request: PersonRequest, pk: int) -> HttpResponseBase:
    """To the seat: from here on it is an appointment on its way."""
    row = _selected(request, pk)
    name = acts.name_of(row, by=request.user)
    form = NominateForm(sent(request), name=name, initial={"nominated_on": facts(request).today})

    def act() -> str:
        made = acts.nominate_applicant(row, form.cleaned_data["nominated_on"], form.member, by=request.user)
        return appointment_url(made)

    intro = _("%(name)s, for %(seat)s. From now on all staff see their name, and the public once they serve.")
    words = {"name": name, "seat": f"{row.notice.seat.board.name}, {seat_words(row.notice.seat)}"}
    ask = _ask(row, _("Nominate"), _("Nominate"), intro % words)
    return asked(request, form, ask, act, done=_("The nomination is on record. Who appoints decides next."))


def _selected(request: PersonRequest, pk: int) -> Application:
    row = application_for(pk, facts(request))
    need_selector(facts(request), row.notice.seat.board)
    return row


def _ask(row: Application, title: str, submit: str, intro: str) -> Asking:
    url = reverse("boards:application-detail", args=[row.pk])
    return Asking(title, submit, url, intro, (*trail_of(row.notice), (row.number, url)))
