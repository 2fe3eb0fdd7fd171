"""One's own delegations: pass a letter on, accept one, end one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from raci.actions import posts as acts
from raci.actions.delegations import accept_delegations, delegate_letters
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.posts import Passing
from raci.models import Delegation, Holding
from raci.queries.people import delegation_for, delegations_for, delegations_page


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delegations(request: PersonRequest) -> HttpResponse:
    """Letters passed on and letters taken; POST passes one on."""
    page = delegations_page(facts(request))
    data = request.POST if request.method == "POST" else None
    form = Passing(data, letters=page.letters, initial={"begins_on": facts(request).today})
    if form.is_valid() and attempt(form, lambda: _pass(form, request)):
        count = len(form.passed)
        text = ngettext(
            "%(person)s is asked to accept. Until then the letter is yours alone.",
            "%(person)s is asked to accept %(n)d letters. Until then they are yours alone.",
            count,
        )
        messages.success(request, text % {"person": form.cleaned_data["to"].name, "n": count})
        return redirect("raci:delegations")
    return render(
        request, "raci/people_delegations.html", {"page": page, "form": form}, status=422 if form.is_bound else 200
    )


def _pass(form: Passing, request: PersonRequest) -> list[Delegation]:
    pks = {pk for pk, _activity, _letter in form.passed}
    holdings = Holding.objects.select_related("post__role", "person").in_bulk(pks)
    letters = [(holdings[pk], activity, letter) for pk, activity, letter in form.passed]
    days = {name: form.cleaned_data[name] for name in ("begins_on", "ends_on")}
    return delegate_letters(letters, to=form.cleaned_data["to"], by=request.user, **days)


@require_POST
@signed_in
def delegation_accept_several(request: PersonRequest) -> HttpResponse:
    """Take all letters that were offered together."""
    several = delegations_for(request.POST.getlist("delegation"), request.user)
    accept_delegations(several, by=request.user)
    text = ngettext(
        "You act for them in the days named.", "You act for them with %(n)d letters in the days named.", len(several)
    )
    messages.success(request, text % {"n": len(several)})
    return redirect("raci:delegations")


@require_POST
@signed_in
def delegation_accept(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the letter."""
    acts.accept_delegation(delegation_for(pk, request.user), by=request.user)
    messages.success(request, _("You act for them in the days named."))
    return redirect("raci:delegations")


@require_POST
@signed_in
def delegation_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the letter back, or give it back."""
    acts.end_delegation(delegation_for(pk, request.user), by=request.user)
    messages.success(request, _("The delegation has ended."))
    return redirect("raci:delegations")
