"""The voices that a decision mode asks for beside the matrix: who was asked, asking, and giving one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raci import consulting
from raci import typing as unsaved
from raci.actions import voices as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms import cases as forms
from raci.queries import modes as queries
from raci.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case_voices(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Who signs, notes or is consulted because of a decision mode; sent, they are asked."""
    shown = queries.voices_page(pk, facts(request))
    if request.method == "POST" and not shown.may_ask:
        raise Refused(shown.why_not)
    initial = {"due_on": consulting.due_day(consulting.WORKING_DAYS_TO_ANSWER)} if shown.may_ask else {}
    form = forms.AskingVoices(request.POST if request.method == "POST" else None, roles=shown.roles, initial=initial)
    if form.is_valid() and attempt(form, lambda: _ask(request, shown, form)):
        messages.success(request, _("They are asked. What they say stands on the record."))
        return redirect("raci:case-voices", pk)
    page = {"shown": shown, "page": shown.page, "form": form}
    return render(request, "raci/case_voices.html", page, status=422 if form.is_bound else 200)


def _ask(request: PersonRequest, shown: queries.VoicesPage, form: forms.AskingVoices) -> None:
    sent = form.cleaned_data
    statement = shown.shared.code if shown.shared else ""
    acts.ask_voices(
        shown.page.case, by=request.user, statement=statement, roles=sent.get("roles", ()), due_on=sent["due_on"]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def voice_give(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Read the text as it was frozen, and sign, note or answer."""
    shown, name = queries.voice_page(pk, facts(request)), f"voice:{pk}"
    form = forms.GivingVoice(request.POST if request.method == "POST" else None, way=shown.voice.way)
    if form.is_valid() and attempt(form, lambda: acts.give_voice(shown.voice, by=request.user, **form.cleaned_data)):
        unsaved.drop(request.user, name)
        messages.success(request, _("It stands on the record, with your name and the day. Who asked was told."))
        return redirect("home")
    return _show(request, shown, form, name)


def _show(request: PersonRequest, shown: queries.VoicePage, form: forms.GivingVoice, name: str) -> HttpResponse:
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing if not form.is_bound else None)
    page = {"shown": shown, "form": form, "typing": typing, "typing_name": name}
    return render(request, "raci/voice_give.html", page, status=422 if form.is_bound else 200)
