"""Posts and who holds them: reading, beginning and ending a holding, the second person's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import asof, handing_out
from raci.actions import posts as acts
from raci.actions.documents import begin_holding_with
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.posts import Beginning, Ending, Refusing
from raci.models import Holding, Post
from raci.queries import posts as queries
from raci.queries.modes import modes_of
from raci.queries.post_profile import cells_on, post_on, profile
from raci.refusals import Conflict
from raci.views.lists import show_list


@require_safe
@signed_in
def posts(request: PersonRequest) -> HttpResponse:
    """All posts, by unit, with who holds them today."""
    known = facts(request)
    more = {"proposals": queries.proposals_for(known), "vacant": queries.vacant_count(known)}
    return show_list(request, "posts", "raci/posts.html", **more)


@require_safe
@signed_in
def post(request: PersonRequest, code: str) -> HttpResponse:
    """One post: what it does, and who held it when."""
    known = facts(request)
    as_of = asof.read(request.GET, known.today, request.path)
    found = queries.post_for(code, known) if as_of.is_today else post_on(code, as_of)
    page = queries.post_page(found, known)
    about = profile(found, page.in_force, known, as_of)
    cells = page.cells if as_of.is_today else cells_on(found, as_of.day)
    shown = {"page": page, "about": about, "cells": cells, "as_of": as_of, "modes": modes_of(found.role, known)}
    return render(request, "raci/post.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def holding_begin(request: PersonRequest, code: str) -> HttpResponse:
    """Record who holds the post from a day on."""
    found = queries.post_for(code, facts(request))
    via = acts.recorder(found, facts(request))
    is_top = acts.is_top(found, facts(request))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = Beginning(data, files, is_top=is_top, initial={"begins_on": facts(request).today})
    if form.is_valid():
        begun: list[Holding] = []
        if attempt(form, lambda: begun.append(_begin(found, form, request))):
            _say_begun(request, begun[0])
            return redirect("raci:post", code=code)
    is_reviewed = acts.is_reviewed(found, facts(request))
    page = {"post": found, "form": form, "is_top": is_top, "is_reviewed": is_reviewed, "why": via.sentence}
    return render(request, "raci/post_begin.html", page, status=422 if form.is_bound else 200)


def _begin(found: Post, form: Beginning, request: PersonRequest) -> Holding:
    values = dict(form.cleaned_data)
    return begin_holding_with(values.pop("document"), post=found, by=request.user, **values)


def _say_begun(request: HttpRequest, holding: Holding) -> None:
    names = {"person": holding.person.name, "post": holding.post.title}
    if holding.state == Holding.State.PROPOSED:
        messages.success(request, _("%(person)s is proposed for %(post)s. A second person is asked to accept.") % names)
    else:
        messages.success(request, _("%(person)s holds %(post)s.") % names)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def holding_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Say on which day a holding ends."""
    holding = queries.holding_for(pk)
    via = acts.ender(holding, facts(request))
    form = Ending(request.POST if request.method == "POST" else None, initial={"ends_on": facts(request).today})
    if form.is_valid() and attempt(form, lambda: acts.end_holding(holding, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The holding of %(person)s ends.") % {"person": holding.person.name})
        return redirect("raci:post", code=holding.post.code)
    page = {"holding": holding, "form": form, "why": via.sentence}
    return render(request, "raci/post_end.html", page, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def holding_answer(request: PersonRequest, pk: int) -> HttpResponse:
    """A proposed holding, for its second person."""
    return _answer(request, queries.holding_for(pk), Refusing())


@require_POST
@signed_in
def holding_accept(request: PersonRequest, pk: int) -> HttpResponse:
    """Put it in force."""
    holding = queries.holding_for(pk)
    queries.answers(holding, facts(request))
    acts.accept_holding(holding, by=request.user)
    messages.success(
        request,
        _("%(person)s holds %(post)s.") % {"person": holding.person.name, "post": holding.post.title},
    )
    return redirect("raci:post", code=holding.post.code)


@require_POST
@signed_in
def holding_refuse(request: PersonRequest, pk: int) -> HttpResponse:
    """Refuse it, with the reason."""
    holding = queries.holding_for(pk)
    queries.answers(holding, facts(request))
    form = Refusing(request.POST)
    if form.is_valid() and attempt(form, lambda: acts.refuse_holding(holding, by=request.user, **form.cleaned_data)):
        messages.success(request, _("You refused it. Who proposed it is told."))
        return redirect("raci:post", code=holding.post.code)
    return _answer(request, holding, form)


@require_safe
@signed_in
def holding_document(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The giver's document."""
    return handing_out.document(pk, facts(request))


def _answer(request: PersonRequest, holding: Holding, form: Refusing) -> HttpResponse:
    via = queries.answers(holding, facts(request))
    if holding.state != Holding.State.PROPOSED:
        raise Conflict(
            _("The holding is no longer proposed: it is %(state)s.") % {"state": holding.get_state_display()}
        )
    page = {"holding": holding, "form": form, "why": via.sentence, "is_top": acts.is_top(holding.post, facts(request))}
    return render(request, "raci/post_answer.html", page, status=422 if form.is_bound else 200)
