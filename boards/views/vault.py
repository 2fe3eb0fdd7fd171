"""The custodian's pages. To everybody else there are none; what is opened is shown once, and no browser keeps it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boards.actions import self_id_rounds as rounds
from boards.actions import self_identification as acts
from boards.forms.vault import RoundForm, Why
from boards.queries import vault as queries
from boards.queries.audits import waiting_for_count
from boards.vault.custody import need_custodian
from raci import clock
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.sealed import Erased

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def vault(request: PersonRequest) -> HttpResponseBase:
    """Rounds, and what can be done."""
    context = {"rounds": queries.rounds_seen(facts(request)), "audits": waiting_for_count(facts(request))}
    return render(request, "boards/vault/home.html", context)


@never_cache
@form_page
@signed_in
def round_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one. A round without names shows the code of its one link, once."""
    need_custodian(facts(request))
    form = RoundForm(request.POST if request.method == "POST" else None)
    made: list[Any] = []
    if form.is_valid() and attempt(form, lambda: made.append(rounds.begin_round(form.cleaned_data, by=request.user))):
        row, code = made[0]
        if code:
            return render(request, "boards/vault/link.html", {"round": row, "code": code, "link": _link(request, code)})
        messages.success(request, _("The round is open. Whoever serves today is sent a private link."))
        return redirect("boards:vault-round", row.pk)
    return render(request, "boards/vault/round_create.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def vault_round(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Who was asked; or the counts of a round without names."""
    row = queries.round_seen(pk, facts(request))
    context = {
        "round": row,
        "lines": queries.lines_of(row),
        "counts": queries.counts_of(row) if row.code_sha256 else [],
    }
    return render(request, "boards/vault/round.html", context)


@never_cache
@form_page
@signed_in
def vault_ask(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One member: opened by sending a reason, one entry each time."""
    line = queries.ask_seen(pk, facts(request))
    form = Why(request.POST if request.method == "POST" else None)
    opened: list[Any] = []
    gone = ""
    if form.is_valid() and line.row is not None:
        row = line.row
        try:
            attempt(form, lambda: opened.append(_read(row, form, request)))
        except Erased as erased:
            gone = str(erased)
    context = {"line": line, "form": form, "opened": opened[0] if opened else None, "gone": gone}
    context["readings"] = queries.readings_of(line)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "boards/vault/ask.html", context, status=status)


def _read(row: Any, form: Why, request: PersonRequest) -> list[tuple[str, str]]:
    return queries.in_words(acts.read_for_custodian(row, by=request.user, why=form.cleaned_data["why"]))


@require_POST
@signed_in
def vault_ask_again(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Another link by mail."""
    line = queries.ask_seen(pk, facts(request))
    rounds.ask_again(line.ask, by=request.user)
    messages.success(request, _("A new link goes out by e-mail; the last one works until then."))
    return redirect("boards:vault-ask", pk)


@never_cache
@require_POST
@signed_in
def vault_ask_hand_over(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A new code to hand over, shown once; the last link is dead."""
    line = queries.ask_seen(pk, facts(request))
    code = rounds.hand_over_link(line.ask, by=request.user)
    return render(request, "boards/vault/link.html", {"line": line, "code": code, "link": _link(request, code)})


@never_cache
@form_page
@signed_in
def vault_tally(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Counts over whoever serves today, by the questions of a round: each text is opened once, with one reason."""
    row = queries.round_seen(pk, facts(request))
    form = Why(request.POST if request.method == "POST" else None)
    found: list[Any] = []
    if form.is_valid():
        members, why = list(rounds.serving()), form.cleaned_data["why"]
        attempt(form, lambda: found.append(acts.tally(members, row.questions, by=request.user, why=why)))
    context = {"round": row, "form": form, "today": clock.today()}
    context["tallies"] = queries.tallies_in_words(found[0]) if found else []
    return render(request, "boards/vault/tally.html", context, status=422 if form.is_bound and form.errors else 200)


def _link(request: PersonRequest, code: str) -> str:
    return f"{request.build_absolute_uri(reverse('boards:about-you'))}#{code}"
