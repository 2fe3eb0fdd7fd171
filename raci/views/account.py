"""Your account: what the portal knows of you, how you sign in, where you are signed in, what comes by e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import notices, sessions
from raci.actions import people as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.account import NoticeChoice, OwnName
from raci.queries.account import account_page
from raci.refusals import Refused


@require_safe
@signed_in
def account(request: PersonRequest) -> HttpResponse:
    """All of it on one page, each with the way to change it."""
    sessions.note_seen(request)
    return render(request, "raci/account.html", {"page": account_page(facts(request), request.session.session_key)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account_name(request: PersonRequest) -> HttpResponse:
    """Change one's own name."""
    form = OwnName(request.POST if request.method == "POST" else None, initial={"name": request.user.name})
    if form.is_valid() and attempt(form, lambda: acts.rename(request.user, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Your name is %(name)s now.") % {"name": request.user.name})
        return redirect("raci:account")
    return render(request, "raci/account_name.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account_notices(request: PersonRequest) -> HttpResponse:
    """Which kinds of notice come by e-mail too."""
    chosen = {"mailed": notices.mailed_kinds(request.user)}
    form = NoticeChoice(request.POST if request.method == "POST" else None, initial=chosen)
    if form.is_valid():
        notices.choose_mailed(request.user, form.cleaned_data["mailed"])
        messages.success(request, _("Your choice is kept. It counts for what you are told from now on."))
        return redirect("raci:account")
    always = dict.fromkeys(kind for kind in notices.KINDS.values() if kind.must)
    page = {"form": form, "always": always}
    return render(request, "raci/account_notices.html", page, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def session_list(request: PersonRequest) -> HttpResponse:
    """Where one is signed in."""
    sessions.note_seen(request)
    found = sessions.sessions_of(request.user, request.session.session_key)
    return render(request, "raci/session_list.html", {"sessions": found, "others": len(found) - 1})


@require_POST
@signed_in
def session_end(request: PersonRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; ending this one signs out."""
    if not sessions.end(request.user, pk):
        raise Refused(_("There is no such session."), visible=False)
    if not request.session.exists(request.session.session_key or ""):
        logout(request)
        return redirect("account_login")
    messages.success(request, _("It is signed out."))
    return redirect("raci:session-list")


@require_POST
@signed_in
def session_end_others(request: PersonRequest) -> HttpResponse:
    """End all but this one."""
    ended = sessions.end_others(request.user, request.session.session_key)
    text = ngettext("%(n)d other session is signed out.", "%(n)d other sessions are signed out.", ended)
    messages.success(request, text % {"n": ended})
    return redirect("raci:session-list")
