"""Nominations: made in a member's line, answered by the nominee, welcomed by who convenes."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci.actions import nominations as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.teams import Nominating, Why
from raci.models import Nomination
from raci.queries import nominations as queries
from raci.queries.teams import held_seats, seat_for, team_for


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team_nominate(request: PersonRequest, code: str, post: str) -> HttpResponse:
    """Nominate somebody for a member's post."""
    team = team_for(code)
    seat = seat_for(team, post, facts(request))
    via = acts.nominator(team, seat, facts(request))
    held = held_seats(seat, facts(request))
    data = request.POST if request.method == "POST" else None
    form = Nominating(
        data, held=held, initial={"begins_on": facts(request).today, "replaces": held[0].pk if held else None}
    )
    made: list[Nomination] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(acts.nominate(team=team, post=seat, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("%(person)s is asked.") % {"person": made[0].nominee.name})
        return redirect("raci:nomination", pk=made[0].pk)
    page = {"team": team, "post": seat, "held": held, "form": form, "why": via.sentence}
    return render(request, "raci/teams/nominate.html", page, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def nomination(request: PersonRequest, pk: int) -> HttpResponse:
    """One nomination: where it stands, what is asked of whom, its story."""
    return _page(request, queries.nomination_for(pk, facts(request)))


@require_POST
@signed_in
def nomination_accept(request: PersonRequest, pk: int) -> HttpResponse:
    """The nominee is willing."""
    found = queries.nomination_for(pk, facts(request))
    acts.accept_nomination(found, by=request.user)
    messages.success(
        request, _("You accepted. %(post)s is asked to welcome you.") % {"post": found.team.convener.title}
    )
    return redirect("raci:nomination", pk=pk)


@require_POST
@signed_in
def nomination_welcome(request: PersonRequest, pk: int) -> HttpResponse:
    """Begin the holding."""
    found = queries.nomination_for(pk, facts(request))
    holding = acts.welcome_member(found, by=request.user)
    day = date_format(holding.begins_on, "j M Y")
    names = {"person": found.nominee.name, "team": found.team.name, "day": day}
    messages.success(request, _("%(person)s is welcomed to the %(team)s, from %(day)s.") % names)
    return redirect("raci:nomination", pk=pk)


@require_POST
@signed_in
def nomination_decline(request: PersonRequest, pk: int) -> HttpResponse:
    """The nominee is not, with the reason."""
    return _with_reason(request, pk, acts.decline_nomination, _("You declined. Who nominated you reads the reason."))


@require_POST
@signed_in
def nomination_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take it back, with the reason."""
    return _with_reason(request, pk, acts.withdraw_nomination, _("The nomination is withdrawn. You may make another."))


@require_POST
@signed_in
def nomination_return(request: PersonRequest, pk: int) -> HttpResponse:
    """Not so, with the reason."""
    return _with_reason(request, pk, acts.return_nomination, _("It is returned. Who nominated reads the reason."))


def _with_reason(request: PersonRequest, pk: int, act: Callable[..., None], said: str) -> HttpResponse:
    found = queries.nomination_for(pk, facts(request))
    acts.may_try(found, act, facts(request))
    form = Why(request.POST)
    if form.is_valid() and attempt(form, lambda: act(found, by=request.user, why=form.cleaned_data["why"])):
        messages.success(request, said)
        return redirect("raci:nomination", pk=pk)
    return _page(request, found, form)


def _page(request: PersonRequest, found: Nomination, form: Why | None = None) -> HttpResponse:
    page = queries.nomination_page(found, facts(request))
    context = {"page": page, "form": form or Why()}
    return render(request, "raci/teams/nomination.html", context, status=422 if form else 200)
