"""Accounts: who is known, inviting, sending a link, disabling and enabling."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import mailing
from raci.actions import people as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.posts import Invitation, Reason
from raci.queries import people as queries
from raci.views.lists import show_list


@require_safe
@signed_in
def people(request: PersonRequest) -> HttpResponse:
    """Everybody known."""
    return show_list(request, "people", "raci/people.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person_invite(request: PersonRequest) -> HttpResponse:
    """Make a person known and send them a link."""
    queries.keepers_only(facts(request))
    form = Invitation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invited = []
        if attempt(form, lambda: invited.append(acts.invite_person(**form.cleaned_data, by=request.user))):
            text = _("%(person)s is invited: a link to set a password is on its way to %(email)s.")
            if not mailing.goes_out():
                text = _("%(person)s is invited. No mail server is set, so nothing goes out to %(email)s: see below.")
            messages.success(request, text % {"person": invited[0].name, "email": invited[0].email})
            return redirect("raci:person", pk=invited[0].pk)
    return render(request, "raci/person_invite.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """One person: the account, the posts, the delegations."""
    return _person(request, pk, Reason())


@require_POST
@signed_in
def person_link(request: PersonRequest, pk: int) -> HttpResponse:
    """Send a link to set a (new) password."""
    found = queries.person_for(pk, facts(request))
    acts.send_password_link(found, by=request.user)
    if mailing.goes_out():
        messages.success(request, _("A link to set a password is on its way to %(email)s.") % {"email": found.email})
    else:
        text = _("No mail server is set, so nothing goes out to %(email)s; the link is written to the log alone.")
        messages.warning(request, text % {"email": found.email})
    return redirect("raci:person", pk=pk)


@require_POST
@signed_in
def person_disable(request: PersonRequest, pk: int) -> HttpResponse:
    """End their sign-in, with the reason."""
    found = queries.person_for(pk, facts(request))
    form = Reason(request.POST)
    if form.is_valid() and attempt(
        form, lambda: acts.disable_person(found, by=request.user, why=form.cleaned_data["why"])
    ):
        messages.success(request, _("%(person)s cannot sign in any more.") % {"person": found.name})
        return redirect("raci:person", pk=pk)
    return _person(request, pk, form)


@require_POST
@signed_in
def person_enable(request: PersonRequest, pk: int) -> HttpResponse:
    """Let them sign in again."""
    found = queries.person_for(pk, facts(request))
    acts.enable_person(found, by=request.user)
    messages.success(request, _("%(person)s can sign in again.") % {"person": found.name})
    return redirect("raci:person", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person_factor(request: PersonRequest, pk: int) -> HttpResponse:
    """Reset their second factor, with the reason."""
    found = queries.person_for(pk, facts(request))
    form = Reason(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, lambda: acts.reset_second_factor(found, by=request.user, why=form.cleaned_data["why"])
    ):
        text = _("%(person)s has no second factor now, and is told by e-mail.")
        messages.success(request, text % {"person": found.name})
        return redirect("raci:person", pk=pk)
    page = {"page": queries.person_page(found, facts(request)), "form": form}
    return render(request, "raci/person_factor.html", page, status=422 if form.is_bound else 200)


def _person(request: PersonRequest, pk: int, form: Reason) -> HttpResponse:
    found = queries.person_for(pk, facts(request))
    page = queries.person_page(found, facts(request))
    return render(request, "raci/person.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)
