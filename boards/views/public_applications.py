"""The public's pages: apply for a seat without an account, see where it stands by the private code, take it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from boards.actions.applications import withdraw
from boards.actions.receiving import is_open, receive_by_form
from boards.applying.opened import taker
from boards.forms.applications import PublicApplication
from boards.forms.self_identification import CodeForm
from boards.models import Application, VacancyNotice
from boards.queries import public as queries
from boards.queries.applications import of_code, own_page
from raci import clock, public_doors
from raci.forms import attempt
from raci.languages import for_the_public

SETTING, WITHIN = "PUBLIC_BOARDS", 300  # seconds
MOST_WRONG, MOST_SENT = 20, 60  # wrong codes, and forms, from one address within that time: a library has one for all
form_page = require_http_methods(["GET", "HEAD", "POST"])


@for_the_public
@sensitive_post_parameters()
@form_page
def public_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply; the answer shows the private code, once."""
    public_doors.need_open(SETTING)
    notice = queries.notice_for(pk)
    if notice is None:
        raise Http404
    if not is_open(notice, clock.today()):
        over = {"notice": notice, "filled": taker(notice) is not None}
        return _show(request, "boards/public/apply_over.html", over, 200 if request.method != "POST" else 409)
    form = PublicApplication(request.POST if request.method == "POST" else None, seat=notice.seat)
    if form.is_bound and (answer := _sent(request, notice, form)):
        return answer
    context = {"form": form, "notice": notice, "kept": queries.years_kept()}
    return _show(request, "boards/public/apply.html", context, 422 if form.is_bound else 200)


def _sent(request: HttpRequest, notice: VacancyNotice, form: PublicApplication) -> HttpResponse | None:
    """The page after a form that was taken; None where something is wrong with it."""
    made: list[Any] = []
    if not form.is_valid():
        return None
    if form.cleaned_data["website"]:  # a program filled in what nobody sees: it is answered as if all were well
        return _show(request, "boards/public/applied.html", {"received": None, "notice": notice}, 200)
    if not public_doors.counted(request, "application-sent", MOST_SENT, WITHIN):
        form.add_error(None, _("Very many applications come from this address. Wait five minutes and send it again."))
        return None
    said = {**form.said, "language": get_language() if get_language() in Application.Language.values else "en"}
    if not attempt(form, lambda: made.append(receive_by_form(notice, said, sending=form.number))):
        return None
    return _show(request, "boards/public/applied.html", {"received": made[0], "notice": notice}, 200)


@for_the_public
@sensitive_post_parameters()
@form_page
def public_application_follow(request: HttpRequest) -> HttpResponse:
    """Where an application stands, by its code. The code travels in the form's body alone."""
    public_doors.need_open(SETTING)
    posted = request.method == "POST"
    form = CodeForm(request.POST if posted else None)
    if not posted or not form.is_valid():
        return _follow(request, form, 422 if posted else 200)
    code = form.cleaned_data["code_secret"]
    row = of_code(code)
    if row is None:
        return _wrong(request, form)
    if request.POST.get("do") == "withdraw":
        withdraw(row)
        row.refresh_from_db()
    return _show(request, "boards/public/application.html", {"code": code, "page": own_page(row)}, 200)


def _wrong(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """A right code always opens; only whoever tries wrong ones again and again waits."""
    if not public_doors.counted(request, "application-code", MOST_WRONG, WITHIN):
        form.add_error(
            "code_secret", _("Too many wrong codes came from this address. Wait five minutes and try again.")
        )
        return _follow(request, form, 429)
    form.add_error("code_secret", _("No application has this code. Look at each sign: there is no 0, 1, I or O in it."))
    return _follow(request, form, 422)


def _follow(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    return _show(request, "boards/public/application_follow.html", {"form": form}, status)


def _show(request: HttpRequest, page: str, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, page, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
