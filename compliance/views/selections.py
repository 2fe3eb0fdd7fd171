"""Counsel's gate and the runs behind it. Whoever is not of the circle is told that there is no such page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import selections as acts
from compliance.forms.selections import USUAL_ROWS, Acknowledge, EraseRun, GroupFormSet, MemoForm, RunHead, Why
from compliance.queries import selections as queries
from compliance.titlevii import gate, texts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import Refused

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def run_list(request: PersonRequest) -> HttpResponseBase:
    """The runs that the person reads; counsel is led to the gate while the module is off."""
    known = facts(request)
    if gate.counsel(known) is not None and not gate.is_on():
        return redirect("compliance:gate-acknowledge")
    titled = "titles" in request.GET
    context = {
        "lines": queries.run_lines(known, titled=titled),
        "titled": titled,
        "is_counsel": gate.counsel(known) is not None,
        "may_enter": gate.reads_all(known, enters=True) is not None,
        "reads_all": gate.reads_all(known) is not None,
    }
    return render(request, "compliance/run_list.html", context)


@form_page
@signed_in
def gate_acknowledge(request: PersonRequest) -> HttpResponseBase:
    """What the module is, how its law stands, and turning it on."""
    known = facts(request)
    gate.need_counsel(known)
    form = Acknowledge(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: acts.acknowledge(form.cleaned_data["words"], by=request.user)):
        messages.success(request, _("The module is on, for counsel and whom counsel admits."))
        return redirect("compliance:run-list")
    return _gate(request, form, Why(prefix="back"))


@form_page
@signed_in
def gate_take_back(request: PersonRequest) -> HttpResponseBase:
    """Turning it off."""
    gate.need_counsel(facts(request))
    if request.method != "POST":
        return redirect("compliance:gate-acknowledge")
    form = Why(request.POST, prefix="back")
    if form.is_valid() and attempt(form, lambda: acts.take_back(form.cleaned_data["why"], by=request.user)):
        messages.success(request, _("The module is off. What was entered stays sealed."))
        return redirect("compliance:gate-acknowledge")
    return _gate(request, Acknowledge(), form)


def _gate(request: PersonRequest, form: Acknowledge, back: Why) -> HttpResponseBase:
    status = 422 if form.is_bound or back.is_bound else 200
    context = {"page": queries.gate_page(facts(request)), "form": form, "back": back}
    return render(request, "compliance/gate_acknowledge.html", context, status=status)


@form_page
@signed_in
def run_create(request: PersonRequest) -> HttpResponseBase:
    """A decision, its pool, and the groups by rows or by a file."""
    known = facts(request)
    gate.need_all(known, enters=True)
    sent, uploads = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RunHead(sent, uploads, runs=gate.readable(known).filter(total=None, withdrawn_on=None))
    rows = GroupFormSet(sent, prefix="groups", initial=USUAL_ROWS)
    made: list[int] = []
    if form.is_bound and all([form.is_valid(), rows.is_valid()]) and _entered(request, form, rows, made):
        messages.success(request, _("The run is entered and sealed."))
        return redirect("compliance:run-detail", made[0])
    context = {"form": form, "rows": rows}
    return render(request, "compliance/run_create.html", context, status=422 if form.is_bound else 200)


def _entered(request: PersonRequest, form: RunHead, rows: Any, made: list[int]) -> bool:
    lines = form.lines
    if form.errors:
        return False
    said = form.cleaned_data
    entry = acts.Entry(form.head, rows.lines if lines is None else lines, list(said["selectors"]), said["total"])
    return attempt(form, lambda: made.append(acts.enter_run(entry, by=request.user).pk))


@require_safe
@signed_in
def run_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One run; opening it is recorded."""
    return render(request, "compliance/run_detail.html", {"page": queries.run_page(facts(request), pk)})


@form_page
@signed_in
def run_hold(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Litigation hold, on or off."""
    gate.need_run(facts(request), pk)
    if request.method == "POST":
        hold(request, lambda why: acts.hold_run(pk, request.POST.get("held") == "on", why, by=request.user))
    return redirect("compliance:run-detail", pk)


def hold(request: PersonRequest, do: Callable[[str], object]) -> None:
    """A litigation hold on or off, with its reason."""
    form = Why(request.POST)
    if form.is_valid() and attempt(form, lambda: do(form.cleaned_data["why"])):
        messages.success(request, _("The litigation hold is changed."))
    else:
        messages.error(request, _("The litigation hold is as it was: say why it is to change."))


@form_page
@signed_in
def run_erase(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What it says, for good, once it need not be kept."""
    run, _via = gate.need_run(facts(request), pk)
    gate.need_counsel(facts(request), on=True)
    form = EraseRun(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: acts.erase_run(pk, **form.cleaned_data, by=request.user)):
        messages.success(request, _("What the run said is erased."))
        return redirect("compliance:run-detail", pk)
    context = {"form": form, "row": run}
    return render(request, "compliance/run_erase.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def run_withdraw(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say that it was entered by mistake."""
    run, _via = gate.need_run(facts(request), pk)
    gate.need_all(facts(request), enters=True)
    form = Why(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: acts.withdraw_run(pk, form.cleaned_data["why"], by=request.user)):
        messages.success(request, _("The run is marked as entered by mistake."))
        return redirect("compliance:run-detail", pk)
    context = {"form": form, "row": run}
    return render(request, "compliance/run_withdraw.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def memo_attach(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A justification, written or as a file."""
    run, _via = gate.need_run(facts(request), pk)
    gate.need_all(facts(request), enters=True)
    sent, uploads = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = MemoForm(sent, uploads)
    if form.is_valid() and attempt(
        form, lambda: acts.attach_memo(pk, form.cleaned_data, form.cleaned_data["file"], by=request.user)
    ):
        messages.success(request, _("The paper is attached and sealed."))
        return redirect("compliance:run-detail", pk)
    context = {"form": form, "row": run}
    return render(request, "compliance/memo_attach.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def memo_file(request: PersonRequest, pk: int, memo: int) -> HttpResponseBase:
    """The bytes of a paper, which no browser runs; two readings are recorded: of its name, and of itself."""
    row, via = gate.need_memo(facts(request), pk, memo)
    if row.file is None:
        raise Refused(_("There is no such page."), visible=False)
    why = _("took the file")
    words = texts.words_of(row, by=request.user, via=via, why=why)
    response = HttpResponse(texts.file_of(row, by=request.user, via=via, why=why), content_type=words["media_type"])
    response["Content-Disposition"] = f'attachment; filename="run-{pk}-paper-{memo}.{_ending(words["file_name"])}"'
    return sandboxed(response)


def _ending(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else "bin"


def sandboxed(response: HttpResponse) -> HttpResponse:
    """As every file is handed out: run by nothing, kept nowhere."""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
