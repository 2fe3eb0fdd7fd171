"""Appointments: their list, one, its steps and its end; and the calendar of terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boards.actions import appointments as acts
from boards.forms import appointments as forms
from boards.keepers import may_step, need
from boards.kinds import APPOINTMENT
from boards.models import Appointment
from boards.queries import calendar
from boards.queries.seats import appointment_for, appointment_page, next_step, seat_for, usual_term
from boards.views.asking import Asking, asked, form_page, opened_on, sent
from boards.views.seats import ask_of, seat_url, seat_words
from raci.actions.meetings.calendars import owner_of
from raci.calendars import MEDIA_TYPE, Event, feed
from raci.doors import PersonRequest, facts, signed_in
from raci.keeping import may_keep
from raci.refusals import Conflict, NotReady
from raci.views.lists import show_list

CORRECTED = tuple(forms.CorrectForm.base_fields)


@require_safe
@signed_in
def appointment_list(request: PersonRequest) -> HttpResponseBase:
    """Who was appointed to what."""
    return show_list(request, "board-appointments", "boards/appointment_list.html")


@require_safe
@signed_in
def appointment_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: its steps, and what comes next."""
    return render(request, "boards/appointment_detail.html", {"page": appointment_page(pk, facts(request))})


@form_page
@signed_in
def appointment_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Somebody for a seat."""
    seat = seat_for(pk)
    need(may_step(facts(request), APPOINTMENT, seat.board, acts.named_for("nominated_on", seat.board)))
    form = forms.AppointmentForm(sent(request))

    def act() -> str:
        who, values = form.said
        return appointment_url(acts.nominate(seat, who, values, by=request.user))

    intro = _("Write the days that are known. Whoever is only nominated does not have the seat yet.")
    ask = ask_of(seat, _("Nominate or appoint somebody"), _("Save"), intro)
    return asked(request, form, ask, act, done=_("The appointment is on record."))


@form_page
@signed_in
def appointment_step(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The next step: appointed, confirmed or sworn in."""
    row = appointment_for(pk)
    step = next_step(row)
    may = may_step(facts(request), APPOINTMENT, row.seat.board, acts.named_for(step, row.seat.board) if step else ())
    need(may)
    if not step:
        raise Conflict(_("No step is left for this appointment."))
    today = facts(request).today
    form = forms.StepForm(
        sent(request), initial={"day": today, "term_end": row.term_end or usual_term(row.seat, today)}
    )

    def act() -> str:
        said = dict(form.cleaned_data)
        said[step] = said.pop("day")
        try:
            acts.take_step(row, step, said, by=request.user, edits=opened_on(request))
        except NotReady as missing:  # the form calls the day of the step its day
            raise NotReady(
                [replace(one, field="day") if one.field == step else one for one in missing.problems]
            ) from missing
        return appointment_url(row)

    titles = {"appointed_on": _("Appoint"), "confirmed_on": _("Confirm"), "sworn_on": _("Swear in")}
    ask = _ask(row, titles[step], _("Save"))
    return asked(request, form, ask, act, done=_("The step is on record."))


@form_page
@signed_in
def appointment_end(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Resigned, removed, the term over; or that they never took the seat."""
    row = _kept(request, pk)
    kind = forms.EndForm if row.is_serving else forms.WithdrawForm
    form = kind(sent(request), initial={"ended_on": facts(request).today})

    def act() -> str:
        said: dict[str, Any] = form.cleaned_data
        how, edits = said.get("ended_how", Appointment.Ended.WITHDRAWN), opened_on(request)
        acts.end_appointment(row, said["ended_on"], how, by=request.user, edits=edits, why=said["why"])
        return seat_url(row.seat)

    title = _("End the appointment") if row.is_serving else _("Withdraw the nomination")
    return asked(request, form, _ask(row, title, _("Save")), act, done=_("The end is on record."))


@form_page
@signed_in
def appointment_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What was written down wrongly."""
    row = _kept(request, pk)
    form = forms.CorrectForm(sent(request), initial={name: getattr(row, name) for name in CORRECTED})

    def act() -> str:
        acts.correct(row, form.cleaned_data, by=request.user, edits=opened_on(request))
        return appointment_url(row)

    return asked(request, form, _ask(row, _("Correct the appointment"), _("Save")), act, done=_("It is corrected."))


@form_page
@signed_in
def member_contact(request: PersonRequest, pk: int) -> HttpResponseBase:
    """How the member is reached, and whether they have an account of the portal, for those who keep this board."""
    row = _kept(request, pk)
    contact = appointment_page(pk, facts(request)).contact
    form = forms.EmailForm(
        sent(request), initial={"email": contact.email if contact else "", "person": row.member.person_id}
    )

    def act() -> str:
        said = form.cleaned_data
        acts.keep_contact(row, said["email"], by=request.user, person=said["person"])
        return appointment_url(row)

    return asked(request, form, _ask(row, _("How the member is reached"), _("Save")), act, done=_("It is saved."))


def _kept(request: PersonRequest, pk: int) -> Appointment:
    row = appointment_for(pk)
    need(may_keep(facts(request), APPOINTMENT, row.seat.board.unit))
    return row


def appointment_url(row: Appointment) -> str:
    """Its page."""
    return reverse("boards:appointment-detail", args=[row.pk])


def _ask(row: Appointment, title: str, submit: str) -> Asking:
    board, url = row.seat.board, appointment_url(row)
    board_link = reverse("boards:board-detail", args=[board.code])
    trail = ((board.name, board_link), (seat_words(row.seat), seat_url(row.seat)), (row.member.name, url))
    return Asking(title, submit, url, f"{row.member} · {board.name} · {seat_words(row.seat)}", trail, edits=row.edits)


# ---- the calendar


@require_safe
@signed_in
def term_calendar(request: PersonRequest) -> HttpResponse:
    """Terms that end within 2, 6 and 12 months."""
    mine = request.GET.get("whose") == "mine"
    page = calendar.calendar_page(facts(request), request.GET.get("unit", ""), mine=mine)
    return render(request, "boards/term_calendar.html", {"page": page})


@require_safe
@signed_in
def term_calendar_file(request: PersonRequest) -> HttpResponse:
    """The same as a file for a calendar program."""
    mine = request.GET.get("whose") == "mine"
    return _file(
        _("Terms on boards that end"), calendar.filtered(facts(request), request.GET.get("unit", ""), mine=mine)
    )


@require_safe
@never_cache
def term_feed(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 - the key is who asks
    """For calendar programs, which cannot sign in: the boards that the key's owner stands beside or appoints to."""
    owner = owner_of(key)
    if owner is None:
        raise Http404
    return _file(str(calendar.FEED.label), calendar.events(owner))


def _file(name: str, events: list[Event]) -> HttpResponse:
    answer = HttpResponse(feed(name, events), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="terms.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer
