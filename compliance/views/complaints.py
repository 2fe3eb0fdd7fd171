"""Complaints, for those who read them: their list, intake, one with its clocks and steps, its words, and its files."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.actions import complaints as acts
from compliance.actions import information
from compliance.actions.erasing import erase_complaint
from compliance.actions.receiving import Received, read_file, receive_by_staff
from compliance.complaints import log, texts
from compliance.complaints.seats import circle, need_circle
from compliance.forms import complaints as forms
from compliance.queries import complaints as queries
from compliance.queries.complaint_figures import figures
from compliance.queries.public_complaints import after
from raci import clock
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import Refused
from raci.spreadsheets import plain_cell
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def complaint_list(request: PersonRequest) -> HttpResponseBase:
    """Those that the person reads."""
    return show_list(request, "complaints", "compliance/complaint_list.html")


@form_page
@signed_in
def complaint_create(request: PersonRequest) -> HttpResponseBase:
    """Write one down that came by letter, telephone or in person."""
    need_circle(facts(request))
    posted = request.method == "POST"
    initial = {"received_on": clock.today(), "way": "phone"}
    form = forms.StaffComplaint(request.POST if posted else None, request.FILES if posted else None, initial=initial)
    made: list[Received] = []
    taken = (
        posted
        and form.is_valid()
        and attempt(
            form, lambda: made.append(receive_by_staff(form.said, form.cleaned_data["papers"], by=request.user))
        )
    )
    if taken:
        context = {"received": made[0], "limits": after(made[0].complaint)["limits"]}
        return _private(render(request, "compliance/complaint_received.html", context))
    return _private(render(request, "compliance/complaint_create.html", {"form": form}, status=422 if posted else 200))


@require_safe
@signed_in
def complaint_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One, without its words."""
    context = {"page": queries.case_page(pk, facts(request)), "read": forms.ReadForm()}
    return _private(render(request, "compliance/complaint_detail.html", context))


@require_POST
@signed_in
def complaint_read(request: PersonRequest, pk: int) -> HttpResponseBase:
    """... and with them: whoever reads says why, and each reading is on record."""
    page = queries.case_page(pk, facts(request))
    form = forms.ReadForm(request.POST)
    told = queries.texts_of(page, by=request.user, why=form.cleaned_data["why"]) if form.is_valid() else None
    context = {"page": page, "read": form, "told": told}
    return _private(render(request, "compliance/complaint_detail.html", context, status=200 if told else 422))


@form_page
@signed_in
def complaint_step(request: PersonRequest, pk: int, kind: str) -> HttpResponseBase:
    """One step of it."""
    row, _via = queries.complaint_for(pk, facts(request))
    act = acts.ACTS.get(kind)
    if act is None:
        raise Refused(_("There is no such step."), visible=False)
    posted = request.method == "POST"
    initial = {"on": clock.today(), "target_days": row.target_days, "investigator": row.investigator_id}
    form = forms.StepForm(
        request.POST if posted else None, request.FILES if posted else None, kind=act.kind, sets=act.sets,
        is_told=act.is_told, initial=initial,
    )  # fmt: skip
    if posted and form.is_valid() and attempt(form, lambda: _step(request, row, act.kind, form.cleaned_data)):
        messages.success(request, _("The step is written down."))
        return redirect("compliance:complaint-detail", pk)
    context = {"row": row, "act": act, "form": form}
    return _private(render(request, "compliance/complaint_step.html", context, status=422 if posted else 200))


def _step(request: PersonRequest, row: Any, kind: str, said: dict[str, Any]) -> None:
    files = tuple(read_file(one) for one in said.get("papers", ()))
    acts.take_step(row, kind, said, by=request.user, seen=request.POST.get("seen", ""), files=files)


@form_page
@signed_in
def complaint_erase(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its texts, for good, once they need no longer be kept."""
    page = queries.case_page(pk, facts(request))
    form = forms.EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: erase_complaint(page.row, form.cleaned_data["why"], by=request.user)):
        messages.success(request, _("The texts are erased."))
        return redirect("compliance:complaint-detail", pk)
    context = {"page": page, "form": form}
    return _private(render(request, "compliance/complaint_erase.html", context, status=422 if form.is_bound else 200))


@form_page
@signed_in
def complaint_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What it is about, and its days."""
    row, _via = queries.complaint_for(pk, facts(request))
    sent = request.POST if request.method == "POST" else None
    form = forms.FactsForm(sent, initial={name: getattr(row, name) for name in acts.FACTS})
    if form.is_valid() and attempt(form, lambda: acts.change_facts(row, form.cleaned_data, by=request.user)):
        messages.success(request, _("The case is saved."))
        return redirect("compliance:complaint-list")
    context = {"row": row, "form": form}
    return _private(render(request, "compliance/complaint_edit.html", context, status=422 if form.is_bound else 200))


@require_POST
@signed_in
def complaint_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A file of it, to take away: a reading on record."""
    step, via = queries.step_for(pk, facts(request))
    why = _("To work on the case")
    name = texts.words_of(step, by=request.user, via=via, why=why).get("file_name", "file")
    content = texts.file_of(step, by=request.user, via=via, why=why)
    response = HttpResponse(content, content_type=step.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return _private(response)


@form_page
@signed_in
def information_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Ask an office, without telling who complained."""
    row, _via = queries.complaint_for(pk, facts(request))
    form = forms.AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: information.ask_information(row, **_asked(form), by=request.user)):
        messages.success(request, _("The office is asked."))
        return redirect("compliance:complaint-detail", pk)
    context = {"row": row, "form": form}
    return _private(
        render(request, "compliance/information_create.html", context, status=422 if form.is_bound else 200)
    )


def _asked(form: forms.AskForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("unit", "words", "due_on")}


@form_page
@signed_in
def information_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What an office is asked, and its answer: for the office alone. Its words are opened by a button."""
    row, via = queries.request_for(pk, facts(request))
    posted = request.method == "POST"
    answers = posted and "words" in request.POST
    form = forms.AnswerForm(request.POST if answers else None)
    if answers and form.is_valid() and attempt(form, lambda: _answer(request, row, form)):
        messages.success(request, _("The answer is given."))
        return redirect("compliance:information-detail", pk)
    told = texts.words_of(row, by=request.user, via=via, why=_("To answer it")) if posted else None
    context = {"row": row, "form": form, "told": told}
    return _private(render(request, "compliance/information_detail.html", context, status=422 if answers else 200))


def _answer(request: PersonRequest, row: Any, form: forms.AnswerForm) -> None:
    information.give_information(row, form.cleaned_data["words"], by=request.user)


@require_safe
@signed_in
def complaint_figures(request: PersonRequest) -> HttpResponseBase:
    """How many came and how they were answered, for all staff: small counts stand nowhere."""
    return render(
        request,
        "compliance/complaint_figures.html",
        {"figures": figures(facts(request)), "is_circle": circle(facts(request))},
    )


@form_page
@signed_in
def complaint_log(request: PersonRequest) -> HttpResponseBase:
    """The log that agencies ask for (28 CFR 42.408(d), FTA), to take away: with summaries each text is a reading on record."""
    need_circle(facts(request))
    form = forms.ReadForm(
        request.POST if request.method == "POST" else None, initial={"why": _("For the log of an agency")}
    )
    if not form.is_valid():
        return _private(
            render(request, "compliance/complaint_log.html", {"form": form}, status=422 if form.is_bound else 200)
        )
    summaries = bool(request.POST.get("summaries"))
    rows = log.rows(facts(request), why=form.cleaned_data["why"], summaries=summaries)
    out = io.StringIO()
    csv.writer(out).writerows([[plain_cell(str(cell)) for cell in row] for row in rows])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="complaints.csv"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
