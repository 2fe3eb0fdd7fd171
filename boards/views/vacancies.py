"""A vacancy's page, and what is done with its applications: a paper one entered, the shortlist handed over, closed, erased."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boards.actions import applications as acts
from boards.actions.boards import board_url
from boards.actions.receiving import Received, receive_by_staff
from boards.actions.vacancies import hand_over_shortlist
from boards.applying.readers import need_selector
from boards.forms.applications import PaperApplication, WhyForm
from boards.keepers import may_step, need, selecting
from boards.kinds import VACANCY_NOTICE
from boards.models import VacancyNotice
from boards.queries.vacancies import notice_for, vacancy_page
from boards.views.asking import Asking, asked, form_page, sent
from boards.views.seats import seat_url, seat_words
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt


@require_safe
@signed_in
def vacancy_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Where it stands, and for whoever reads applications, which came."""
    return render(request, "boards/vacancy_detail.html", {"page": vacancy_page(pk, facts(request))})


@never_cache
@form_page
@signed_in
def application_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Write down what came on paper; the answer shows the private code for the applicant, once."""
    notice = _selected(request, pk)
    form = PaperApplication(sent(request), seat=notice.seat, initial={"received_on": facts(request).today})
    made: list[Received] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(receive_by_staff(notice, form.cleaned_data, by=request.user))
    ):
        return render(request, "boards/application_received.html", {"notice": notice, "received": made[0]})
    intro = _("As the applicant wrote it. Nothing of who they are beside their name and how they are reached.")
    context = {"form": form, "ask": ask_of(notice, _("Enter a paper application"), _("Enter it"), intro)}
    return render(request, "boards/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def vacancy_shortlist(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The shortlist is ready: who appoints is told."""
    notice = notice_for(pk)
    need(may_step(facts(request), VACANCY_NOTICE, notice.seat.board, selecting(notice.seat.board)))
    hand_over_shortlist(notice, by=request.user)
    messages.success(request, _("The shortlist is handed over."))
    return redirect(vacancy_url(notice))


@form_page
@signed_in
def vacancy_close(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Whoever is still in the running learns by their private page that it is over."""
    notice = _selected(request, pk)
    form = WhyForm(sent(request), initial={"why": _("The seat is filled.")})

    def act() -> str:
        acts.close_others(notice, form.cleaned_data["why"], by=request.user)
        return vacancy_url(notice)

    intro = _(
        "Whoever is still in the running sees it on their own page. How long they are kept is counted from today."
    )
    ask = ask_of(notice, _("Close the open applications"), _("Close them"), intro)
    return asked(request, form, ask, act, done=_("The applications are closed."))


@form_page
@signed_in
def vacancy_erase(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What need no longer be kept, for good."""
    notice = _selected(request, pk)
    form = WhyForm(sent(request), initial={"why": _("They need no longer be kept.")})
    erased: list[int] = []

    def act() -> str:
        erased.append(acts.erase_over(notice, form.cleaned_data["why"], by=request.user))
        return vacancy_url(notice)

    due = vacancy_page(pk, facts(request)).due
    words = ngettext("%(n)s application need no longer be kept.", "%(n)s applications need no longer be kept.", due)
    intro = (
        words % {"n": due}
        + " "
        + _("What they say, names and addresses are destroyed, in every backup too; days and states stay.")
    )
    ask = ask_of(notice, _("Erase applications"), _("Erase them"), intro)
    return asked(request, form, ask, act, done=_("What need no longer be kept is erased."))


def _selected(request: PersonRequest, pk: int) -> VacancyNotice:
    notice = notice_for(pk)
    need_selector(facts(request), notice.seat.board)
    return notice


def vacancy_url(notice: VacancyNotice) -> str:
    """Its page."""
    return reverse("boards:vacancy-detail", args=[notice.pk])


def trail_of(notice: VacancyNotice) -> tuple[tuple[str, str], ...]:
    """The way to it."""
    seat = notice.seat
    return (
        (seat.board.name, board_url(seat.board)),
        (seat_words(seat), seat_url(seat)),
        (_("Vacancy"), vacancy_url(notice)),
    )


def ask_of(notice: VacancyNotice, title: str, submit: str, intro: str) -> Asking:
    """A form's page of a vacancy."""
    return Asking(title, submit, vacancy_url(notice), intro, trail_of(notice))
