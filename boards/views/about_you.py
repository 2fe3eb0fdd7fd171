"""The page of a private link: answer, change, decline, take back, see what is held. The code travels in the form's body alone.

In a mail the code stands behind the # of the address, which no browser sends: it comes into no log and no session.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from boards.actions import self_id_rounds, self_identification
from boards.forms.self_identification import Answering, CodeForm
from boards.models import SelfIdAsk, SelfIdRound
from boards.queries import about_you as queries
from boards.vault import retention
from raci import public_doors
from raci.languages import for_the_public
from raci.private_codes import digest

SETTING, WITHIN = "PUBLIC_SELF_IDENTIFICATION", 300  # seconds
MOST_WRONG, MOST_COUNTED = 20, 60  # from one network address within that time: a hall has one for all


@for_the_public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def about_you(request: HttpRequest) -> HttpResponse:
    """By a member's own link, or by the one link of a round without names."""
    public_doors.need_open(SETTING)
    posted = request.method == "POST"
    form = CodeForm(request.POST if posted else None)
    if not posted or not form.is_valid():
        return _private(_code_page(request, form, status=422 if posted else 200))
    kept = digest(form.cleaned_data["code_secret"], self_id_rounds.LINK)
    if ask := queries.ask_of(kept) if kept else None:
        return _private(_own(request, ask, form.cleaned_data["code_secret"]))
    if row := queries.round_of(kept) if kept else None:
        return _private(_counted(request, row, form.cleaned_data["code_secret"]))
    return _private(_wrong(request, form))


def _own(request: HttpRequest, ask: SelfIdAsk, code: str) -> HttpResponse:
    questions = queries.questions_of(ask.round)
    form = Answering(questions, request.POST) if request.POST.get("do") == "say" else None
    done = _done(request.POST.get("do", ""), ask, form)
    if form is None or done:
        said, gone = queries.said_by(ask)
        form = Answering(questions, said=said)
    else:
        gone = ""
    context = {"code": code, "form": form, "done": done, "ask": ask, "held": queries.held_about(ask, gone)}
    status = 422 if form.is_bound else 200
    return _show(request, "boards/public/about_you_open.html", context, status)


def _done(do: str, ask: SelfIdAsk, form: Answering | None) -> str:
    """What was done, by what the form asked for."""
    if form is not None and form.is_valid():
        self_identification.say_who_i_am(ask, form.answers)
        return "said"
    if do == "decline":
        self_identification.decline(ask)
        return "declined"
    if do == "withdraw":
        self_identification.withdraw(ask)
        return "withdrawn"
    return ""


def _counted(request: HttpRequest, row: SelfIdRound, code: str) -> HttpResponse:
    sent = request.POST.get("do") == "count"
    form = Answering(queries.questions_of(row), request.POST if sent else None, has_details=False)
    if sent and form.is_valid():
        if public_doors.counted(request, "self-identification-counted", MOST_COUNTED, WITHIN):
            self_id_rounds.count_answers(row, form.answers)
            return _show(request, "boards/public/about_you_counted.html", {}, 200)
        form.add_error(None, _("Very many answers come from this connection. Wait five minutes and send it again."))
    context = {"form": form, "code": code, "for_applicants": row.whom == SelfIdRound.Whom.APPLICANTS}
    return _show(request, "boards/public/about_you_count.html", context, 422 if sent else 200)


def _wrong(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """A right code always opens; only whoever tries wrong ones again and again waits."""
    if not public_doors.counted(request, "self-identification-code", MOST_WRONG, WITHIN):
        form.add_error(
            "code_secret", _("Too many wrong codes came from this address. Wait five minutes and try again.")
        )
        return _code_page(request, form, status=429)
    form.add_error(
        "code_secret",
        _("Nothing opens with this code. Look at each sign, or ask for a new link: each works for about a year."),
    )
    return _code_page(request, form, status=422)


def _code_page(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    return _show(request, "boards/public/about_you.html", {"form": form}, status)


def _show(request: HttpRequest, page: str, context: dict[str, Any], status: int) -> HttpResponse:
    return render(
        request, page, {**context, "custodians": queries.custodians(), "kept": retention.rule()}, status=status
    )


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
