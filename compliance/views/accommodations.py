"""Requests for interpreters and accommodations: the public form and its code, what staff write down, one request and its acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import accommodations as acts
from compliance.forms import accommodations as forms
from compliance.models import Accommodation, Coordinator
from compliance.queries import accommodations as queries
from raci import clock, public_doors
from raci.doors import PersonRequest, facts, signed_in
from raci.fields import Form
from raci.forms import attempt
from raci.languages import for_the_public
from raci.models import Person
from raci.private_codes import digest

form_page = require_http_methods(["GET", "HEAD", "POST"])
SETTING = "PUBLIC_REQUESTS"
MOST_ASKED, MOST_WRONG = 20, 60  # requests, and wrong codes, an hour from one network address


# ---- the public, without signing in


@for_the_public
@never_cache
@form_page
def request_ask(request: HttpRequest) -> HttpResponseBase:
    """The public form. The code is shown once, on the page that answers."""
    public_doors.need_open(SETTING)
    form = forms.Asking(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.is_trapped:
            return render(request, "compliance/request_asked.html", {"code": ""})
        if not public_doors.counted(request, "requests", MOST_ASKED):
            form.add_error(
                None,
                _("Many requests came from this connection. Please call us, or send it again in an hour."),
            )
        else:
            made: list[str] = []
            if attempt(form, lambda: made.append(_asked(form))):
                return render(request, "compliance/request_asked.html", {"code": made[0]})
    context = {"form": form, "coordinators": _published()}
    return render(request, "compliance/request_ask.html", context, status=422 if form.is_bound else 200)


def _asked(form: forms.Asking) -> str:
    values = {**form.values, "channel": Accommodation.Channel.WEB}
    _row, code = acts.receive_request(values, form.who, form.said, by=None)
    return code


@for_the_public
@never_cache
@form_page
def request_follow(request: HttpRequest) -> HttpResponseBase:
    """By the code: how it stands, what is offered, and another look at a refusal."""
    public_doors.need_open(SETTING)
    form = forms.Code(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _follow(request, form, None)
    row = queries.by_code(digest(form.cleaned_data["code"]))
    if row is None:  # a right code always opens, whatever others tried from the same address
        if public_doors.counted(request, "request-code", MOST_WRONG):
            form.add_error("code", _("There is no request with this code. Look at each sign again."))
        else:
            said = _("Many wrong codes came from this connection. Please call us, or try again in an hour.")
            form.add_error(None, said)
        return _follow(request, form, None)
    return _followed(request, form, row)


def _followed(request: HttpRequest, form: forms.Code, row: Accommodation) -> HttpResponseBase:
    again = forms.Appeal(
        request.POST if "appeal" in request.POST else None, initial={"code": form.cleaned_data["code"]}
    )
    if (
        again.is_bound
        and again.is_valid()
        and attempt(again, lambda: acts.appeal(row, again.cleaned_data["words"], by=None))
    ):
        row.refresh_from_db()
        again = forms.Appeal(initial={"code": form.cleaned_data["code"]})
        messages.success(request, _("We take another look. The answer will stand here."))
    return _follow(request, form, row, again)


def _follow(request: HttpRequest, form: Form, row: Accommodation | None, again: Form | None = None) -> HttpResponseBase:
    shown = queries.for_subject(row, public_doors.the_public()) if row else []
    context = {
        "form": form, "row": row, "again": again, "opened": shown, "steps": queries.steps_of(row) if row else [],
        "coordinators": _published(),
    }  # fmt: skip
    wrong = (form.is_bound and form.errors) or (again is not None and again.is_bound and again.errors)
    return render(request, "compliance/request_follow.html", context, status=422 if wrong else 200)


def _published() -> list[Coordinator]:
    """Whom to call: what is published of the coordinators."""
    day = clock.today()
    laws = (Coordinator.Law.LANGUAGE, Coordinator.Law.ADA)
    rows = Coordinator.objects.filter(programme__in=laws, begins_on__lte=day).order_by("programme", "pk")
    return [one for one in rows if one.ends_on is None or one.ends_on >= day]


# ---- staff


@require_safe
@signed_in
def request_list(request: PersonRequest) -> HttpResponseBase:
    """The requests that concern this person."""
    return render(request, "compliance/request_list.html", {"lines": queries.requests_seen(facts(request))})


@form_page
@signed_in
def request_create(request: PersonRequest) -> HttpResponseBase:
    """Write down what somebody asked for by phone, at the counter or by letter. All staff may; only few read it after."""
    form = forms.Intake(
        request.POST if request.method == "POST" else None, initial={"received_on": facts(request).today}
    )
    made: list[str] = []
    if form.is_valid() and attempt(form, lambda: made.append(_taken(form, request.user))):
        return render(request, "compliance/request_asked.html", {"code": made[0], "is_staff": True})
    return render(request, "compliance/request_create.html", {"form": form}, status=422 if form.is_bound else 200)


def _taken(form: forms.Intake, person: Person) -> str:
    _row, code = acts.receive_request(form.values, form.who, form.said, by=person)
    return code


@form_page
@signed_in
def request_detail(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """One request. Its words are opened by sending the form, and each opening is on record."""
    opening = _("opened on its page") if request.method == "POST" else ""
    page = queries.request_page(uid, facts(request), opening=opening)
    return render(request, "compliance/request_detail.html", {"page": page})


Do = Callable[[Accommodation, dict[str, Any], Person], object]
ACTS: dict[str, tuple[type[Form], Do]] = {
    "arrange": (forms.Arrange, lambda row, said, by: acts.arrange(row, said["provider"], by=by)),
    "offer": (
        forms.Offer,
        lambda row, said, by: acts.offer(row, said["words"], own_choice=said["own_choice"], why=said["why"], by=by),
    ),
    "provide": (forms.Nothing, lambda row, _said, by: acts.provide(row, by=by)),
    "ask-refusal": (forms.Case, lambda row, said, by: acts.bring_before_head(row, said["words"], by=by)),
    "refuse": (forms.Refusal, lambda row, said, by: acts.refuse(row, said["ground"], said["words"], by=by)),
    "uphold": (forms.Answer, lambda row, said, by: acts.uphold(row, said["words"], by=by)),
    "grant": (forms.Nothing, lambda row, _said, by: acts.grant(row, by=by)),
    "appeal": (forms.Case, lambda row, said, by: acts.appeal(row, said["words"], by=by)),
    "withdraw": (forms.Nothing, lambda row, _said, by: acts.withdraw(row, by=by)),
}


@form_page
@signed_in
def request_act(request: PersonRequest, uid: UUID, act: str) -> HttpResponseBase:
    """One step with a request; the act itself says who may."""
    if act not in ACTS:
        raise Http404
    known = facts(request)
    page = queries.request_page(uid, known)
    title = queries.need_act(page, act)
    shape, do = ACTS[act]
    form = shape(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: do(page.row, form.cleaned_data, request.user)):
        messages.success(request, _("It is saved."))
        return redirect("compliance:request-detail", uid)
    context = {"page": page, "form": form, "title": title}
    return render(request, "compliance/request_act.html", context, status=422 if form.is_bound else 200)
