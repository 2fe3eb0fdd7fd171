"""The public's pages: file a complaint without an account, follow it by its private code. Nothing of it stands in an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compliance.actions.receiving import FORM, Received, receive_by_form, write_by_code
from compliance.forms.complaints import CodeForm, MessageForm, PublicComplaint
from compliance.models import Complaint
from compliance.queries import public_complaints as queries
from raci import private_codes, public_doors
from raci.forms import attempt
from raci.languages import for_the_public
from raci.service import service_person

SETTING, WITHIN = "PUBLIC_COMPLAINTS", 300  # seconds
MOST_WRONG, MOST_SENT = 20, 60  # wrong codes, and forms, from one address within that time: a library has one for all
form_page = require_http_methods(["GET", "HEAD", "POST"])


@for_the_public
@form_page
def public_complaint(request: HttpRequest) -> HttpResponse:
    """File one; the answer shows the private code, once."""
    public_doors.need_open(SETTING)
    posted = request.method == "POST"
    form = PublicComplaint(request.POST if posted else None, request.FILES if posted else None, initial=_speaks())
    made: list[Any] = []
    if posted and form.is_valid():
        if form.cleaned_data["website"]:  # a program filled in what nobody sees: it is answered as if all were well
            return _private(render(request, "compliance/public/sent.html", {"received": None}))
        if not public_doors.counted(request, "complaint-sent", MOST_SENT, WITHIN):
            form.add_error(
                None, _("Very many complaints come from this address. Wait five minutes, or call the coordinator.")
            )
        elif attempt(form, lambda: made.append(_receive(request, form))):
            context = {"received": made[0], **queries.after(made[0].complaint)}
            return _private(render(request, "compliance/public/sent.html", context))
    context = {"form": form, "says_again": posted and bool(request.FILES), **queries.before()}
    return _private(render(request, "compliance/public/complaint.html", context, status=422 if posted else 200))


@for_the_public
@form_page
def public_complaint_follow(request: HttpRequest) -> HttpResponse:
    """Where a complaint stands, by its code, and what its complainant adds. The code travels in the form's body alone."""
    public_doors.need_open(SETTING)
    posted = request.method == "POST"
    form = CodeForm(request.POST if posted else None)
    if not posted or not form.is_valid():
        return _private(_follow(request, form, status=422 if posted else 200))
    code = form.cleaned_data["code_secret"]
    digest = private_codes.digest(code)
    row = Complaint.objects.select_related("unit").filter(code_sha256=digest).first() if digest else None
    if row is None:
        return _private(_wrong(request, form))
    message, is_sent = MessageForm(), False
    if request.POST.get("adds"):
        message = MessageForm(request.POST, request.FILES)
        if message.is_valid() and attempt(message, lambda: _add(row, message.cleaned_data)):
            message, is_sent = MessageForm(), True
            row.refresh_from_db()
    shown = queries.followed(row, service_person(*FORM))
    context = {"code": code, "message": message, "is_sent": is_sent, **shown}
    status = 422 if message.is_bound else 200
    return _private(render(request, "compliance/public/followed.html", context, status=status))


def _receive(request: HttpRequest, form: PublicComplaint) -> Received:
    number = public_doors.number_of(request, "complaint", form.said, form.number)
    return receive_by_form(form.said, form.cleaned_data["papers"], sending=number)


def _add(row: Complaint, said: dict[str, Any]) -> None:
    write_by_code(row, said, said["papers"], appeal=said["is_appeal"])


def _wrong(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """A right code always opens; only whoever tries wrong ones again and again waits."""
    if not public_doors.counted(request, "complaint-code", MOST_WRONG, WITHIN):
        form.add_error(
            "code_secret", _("Too many wrong codes came from this address. Wait five minutes and try again.")
        )
        return _follow(request, form, status=429)
    form.add_error("code_secret", _("No complaint has this code. Look at each sign: there is no 0, 1, I or O in it."))
    return _follow(request, form, status=422)


def _follow(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    return render(request, "compliance/public/follow.html", {"form": form, **queries.contacts()}, status=status)


def _speaks() -> dict[str, str]:
    return {"language": Complaint.Language.SPANISH if get_language() == "es" else Complaint.Language.ENGLISH}


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
