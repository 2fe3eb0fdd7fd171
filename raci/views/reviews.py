"""The moves of any reviewed record (raci/reviewing): handed in, taken back, accepted, given back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raci import reviewing
from raci.authority import Facts, Permission
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.modes import UnderMode
from raci.forms.reviews import Returning
from raci.queries.modes import ModePanel, reviewed_panel
from raci.refusals import Refused
from raci.reviewing import Review, reviewed


@require_POST
@signed_in
def review_hand_in(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Hand it in."""
    review, row = reviewed(kind, pk, facts(request))
    return _under_mode(
        request,
        review,
        row,
        act=reviewing.hand_in,
        ask=reviewing.may_hand_in,
        done=_("It is handed in. Whoever accepts it is told."),
    )


@require_POST
@signed_in
def review_accept(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Accept it."""
    review, row = reviewed(kind, pk, facts(request))
    accept = partial(reviewing.accept, seen=request.POST.get("seen", ""))
    return _under_mode(request, review, row, act=accept, ask=reviewing.may_answer, done=_("It is accepted."))


def _under_mode(
    request: PersonRequest,
    review: Review,
    row: Any,
    *,
    act: Callable[..., None],
    ask: Callable[[Facts, Any], Permission],
    done: str,
) -> HttpResponse:
    """Do it; who is bound by a decision mode is asked first for what they cite, on a page of its own."""
    panel = reviewed_panel(review.activity_of(row), facts(request))
    if panel is None:
        act(row, by=request.user)
    else:
        form = UnderMode(request.POST if "statement" in request.POST else None, panel=panel)
        if not (form.is_valid() and attempt(form, lambda: act(row, by=request.user, citing=form.citing))):
            _need(ask(facts(request), row))
            context = {"row": row, "url": review.url(row), "form": form, "panel": panel}
            context["is_answer"] = ask is reviewing.may_answer
            context["seen"] = request.POST.get("seen", "")
            if context["is_answer"]:
                reviewing.need_read(row, context["seen"])  # before they write what cannot be taken
            return render(request, "raci/review_mode.html", context, status=422)
    messages.success(request, done)
    return redirect(review.url(row))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review_return(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Give it back, with the reason."""
    review, row = reviewed(kind, pk, facts(request))
    _need(reviewing.may_answer(facts(request), row))
    panel = reviewed_panel(review.activity_of(row), facts(request))
    form = Returning(request.POST if request.method == "POST" else None, panel=panel)
    seen = request.POST.get("seen", "") if request.method == "POST" else row.as_read
    give_back = partial(reviewing.give_back, row, by=request.user, seen=seen)
    if form.is_valid() and attempt(form, lambda: give_back(why=form.cleaned_data["why"], citing=form.citing)):
        messages.success(request, _("It is given back. Who handed it in is told."))
        return redirect(review.url(row))
    return _ask(request, review, row, form, is_return=True, panel=panel, seen=seen)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review_take_back(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Take it back before it is answered, with the reason."""
    review, row = reviewed(kind, pk, facts(request))
    _need(reviewing.may_take_back(facts(request), row))
    form = Returning(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, lambda: reviewing.take_back(row, by=request.user, why=form.cleaned_data["why"])
    ):
        messages.success(request, _("It is a draft again."))
        return redirect(review.url(row))
    return _ask(request, review, row, form, is_return=False)


def _need(permission: Permission) -> None:
    if not permission:
        raise Refused(permission.reason)


def _ask(
    request: PersonRequest,
    review: Review,
    row: Any,
    form: Returning,
    *,
    is_return: bool,
    panel: ModePanel | None = None,
    seen: str = "",
) -> HttpResponse:
    context = {"row": row, "url": review.url(row), "form": form, "is_return": is_return, "panel": panel, "seen": seen}
    return render(request, "raci/review_reason.html", context, status=422 if form.is_bound else 200)
