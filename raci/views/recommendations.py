"""Recommendations: raised, answered, the answer accepted, followed up, closed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import reviewing
from raci import typing as unsaved
from raci.actions import recommendations as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.recommendations import Accepting, Answering, Closing, FollowingUp, GivingBack, Raising
from raci.models import Recommendation
from raci.queries import recommendations as queries
from raci.refusals import Refused
from raci.views.lists import show_list


@require_safe
@signed_in
def recommendation_list(request: PersonRequest) -> HttpResponse:
    """All recommendations."""
    return show_list(request, "recommendations", "raci/recommendation_list.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recommendation_create(request: PersonRequest) -> HttpResponseBase:
    """Raise one."""
    sources = queries.need_raiser(facts(request))
    form = Raising(_sent(request), sources=sources)
    made: list[Recommendation] = []
    if form.is_valid() and attempt(form, lambda: made.append(acts.raise_recommendation(form.said, by=request.user))):
        messages.success(request, _("The recommendation is on record. Those who answer are told."))
        return _done(request, "recommendation-new", made[0].pk)
    return _show(request, "raci/recommendation_create.html", form, "recommendation-new")


@require_safe
@signed_in
def recommendation(request: PersonRequest, pk: int) -> HttpResponse:
    """One recommendation."""
    page = queries.recommendation_page(pk, facts(request))
    panel = page.panel if page.may_accept else None
    forms = {"accepting": Accepting(panel=panel), "returning": GivingBack(panel=panel, auto_id="back_%s")}
    return render(request, "raci/recommendation.html", {"page": page, "panel": panel, **forms})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recommendation_answer(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Write the answer, and hand it in."""
    page = queries.recommendation_page(pk, facts(request))
    queries.need_writer(page)
    known = getattr(page.recommendation, "answer", None)
    names = ("position", "words", "done_by")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = Answering(_sent(request), initial=initial, panel=page.panel)
    if form.is_valid() and attempt(
        form, lambda: acts.submit_answer(page.recommendation, by=request.user, citing=form.citing, **form.said)
    ):
        messages.success(request, _("The answer is handed in. Whoever accepts it is told."))
        return _done(request, f"recommendation-answer:{pk}", pk)
    return _show(
        request, "raci/recommendation_answer.html", form, f"recommendation-answer:{pk}", page=page, panel=page.panel
    )


@require_POST
@signed_in
def recommendation_accept(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Accept the answer."""
    page = queries.recommendation_page(pk, facts(request))
    found, form = queries.answer_of(page), Accepting(request.POST, panel=page.panel)
    accept = partial(reviewing.accept, found, by=request.user, seen=_seen(request))
    if form.is_valid() and attempt(form, lambda: accept(citing=form.citing)):
        messages.success(request, _("The answer is accepted. Who handed it in is told."))
        return redirect("raci:recommendation", pk)
    forms = {"accepting": form, "returning": GivingBack(panel=page.panel, auto_id="back_%s")}
    return render(request, "raci/recommendation.html", {"page": page, "panel": page.panel, **forms}, status=422)


@require_POST
@signed_in
def recommendation_return(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Give the answer back, with the reason."""
    page = queries.recommendation_page(pk, facts(request))
    found, form = queries.answer_of(page), GivingBack(request.POST, panel=page.panel, auto_id="back_%s")
    give_back = partial(reviewing.give_back, found, by=request.user, seen=_seen(request))
    if form.is_valid() and attempt(form, lambda: give_back(why=form.cleaned_data["why"], citing=form.citing)):
        messages.success(request, _("The answer is given back. Who handed it in is told."))
        return redirect("raci:recommendation", pk)
    if not page.may_accept:
        raise Refused(page.why_not_accept or page.waits_for)
    forms = {"accepting": Accepting(panel=page.panel), "returning": form}
    return render(request, "raci/recommendation.html", {"page": page, "panel": page.panel, **forms}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recommendation_follow(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how it stands, and when it is looked at next."""
    page = queries.recommendation_page(pk, facts(request))
    if not page.may_follow:
        acts.follower(page.recommendation, request.user)
        raise Refused(page.waits_for)
    form = FollowingUp(_sent(request), initial={"next_on": request.GET.get("next_on")})
    if form.is_valid() and attempt(
        form, lambda: acts.follow_up(page.recommendation, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The follow-up is on record."))
        return _done(request, f"recommendation-follow:{pk}", pk)
    return _show(request, "raci/recommendation_follow.html", form, f"recommendation-follow:{pk}", page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recommendation_close(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how it ended."""
    page = queries.recommendation_page(pk, facts(request))
    queries.need_closer(page)
    form = Closing(_sent(request))
    if form.is_valid() and attempt(
        form, lambda: acts.close_recommendation(page.recommendation, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The recommendation is closed."))
        return _done(request, f"recommendation-close:{pk}", pk)
    return _show(request, "raci/recommendation_close.html", form, f"recommendation-close:{pk}", page=page)


def _sent(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _seen(request: PersonRequest) -> str:
    """The fingerprint of the answer that they read."""
    return request.POST.get("seen", "")


def _done(request: PersonRequest, name: str, pk: int) -> HttpResponseBase:
    unsaved.drop(request.user, name)
    return redirect("raci:recommendation", pk)


def _show(request: PersonRequest, template: str, form: Form, name: str, **more: Any) -> HttpResponse:
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing if not form.is_bound else None)
    context = {"form": form, "typing": typing, "typing_name": name, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
