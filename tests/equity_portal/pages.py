"""Pages of these tests' own: a form, and a page for each thing an act can say."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import include, path

from equity_portal import appearance
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.fields import DayField, MoneyField
from raci.refusals import Conflict, NotReady, Problem, Refused

FORM_PAGE = """{% extends "base.html" %}{% load portal %}{% block title %}Note{% endblock %}{% block content %}<h1>Note</h1>
{% include "components/unsaved.html" %}{% problem_list form %}
<form method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}{{ form }}
{% include "components/typing.html" with name="note:1" %}
<button class="usa-button" type="submit">Save</button></form>{% endblock %}"""


class NoteForm(forms.Form):
    title = forms.CharField(max_length=40, help_text="As it stands in lists.")
    words = forms.CharField(widget=forms.Textarea, required=False)
    due = DayField(required=False)
    budget = MoneyField(required=False)
    lead = forms.ChoiceField(choices=[("", "Choose"), ("1", "Director")], required=False)
    decision = forms.ChoiceField(choices=[("a", "Approve"), ("r", "Return")], widget=forms.RadioSelect, required=False)
    sought = forms.BooleanField(required=False, initial=True)
    evidence = forms.FileField(required=False)


@signed_in
def note(request: PersonRequest) -> HttpResponseBase:
    typing = unsaved.kept(request.user, "note:1")
    form = NoteForm(request.POST or None, request.FILES or None)
    unsaved.restore(form, typing)
    if request.method == "POST" and form.is_valid():
        unsaved.drop(request.user, "note:1")
        messages.success(request, f"Saved: {form.cleaned_data['title']}")
        return redirect("note")
    template = engines["django"].from_string(FORM_PAGE)
    return HttpResponse(template.render({"form": form, "typing": typing}, request))


SAYS: dict[str, Exception] = {
    "refused": Refused("Approving takes A (accountable) for 4.1; you hold R."),
    "stranger": Refused("There is nothing here that you may read.", visible=False),
    "conflict": Conflict("Ana Silva approved this on 5 Nov 2026, 14:02 PST."),
    "not-ready": NotReady([Problem("Say what was done about 2 comments.", url="/note/"), Problem("There is no goal.")]),
    "denied": PermissionDenied("No."),
    "suspicious": SuspiciousOperation("?"),
    "away": OperationalError("connection refused"),
    "broken": IntegrityError("boom"),
}


@signed_in
def says(request: PersonRequest, what: str) -> HttpResponseBase:
    raise SAYS[what]


def acting_in(request: HttpRequest) -> HttpResponse:
    facts(request)
    return render(request, "errors/404.html")


@signed_in
def busy(request: PersonRequest) -> HttpResponseBase:
    class Deadlock(Exception):
        sqlstate = "40P01"

    raise OperationalError("deadlock detected") from Deadlock()


@transaction.non_atomic_requests
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("", note, name="home"),
    path("note/", note, name="note"),
    path("says/<what>/", says),
    path("busy/", busy),
    path("acting/", acting_in),
    path("accent.css", appearance.accent, name="accent"),
    path("accounts/", include("equity_portal.account_urls")),
    path("", include("raci.urls")),
    path("healthz", healthz),
]
handler400 = "equity_portal.errors.bad_request"
handler403 = "equity_portal.errors.forbidden"
handler404 = "equity_portal.errors.not_found"
handler429 = "equity_portal.errors.too_often"
handler500 = "equity_portal.errors.server_error"
