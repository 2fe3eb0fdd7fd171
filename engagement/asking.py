"""A page with one form: it does the act and leads on, or says what is wrong; what was typed and not saved is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raci import typing as unsaved
from raci.doors import PersonRequest
from raci.forms import attempt
from raci.refusals import NotReady, Problem

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Asking:
    """What the page says. `trail`: where it stands, pairs of words and address; `typing`: the name of its form, where it keeps
    what is typed; `opened`: what of the row the form was opened on, sent along."""

    title: str
    submit: str
    back: str
    intro: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    typing: str = ""
    opened: str | int = ""


def sent(request: PersonRequest, *, files: bool = False) -> tuple[Any, ...]:
    """What was sent, or nothing: the first arguments of a form."""
    if request.method != "POST":
        return (None,)
    return (request.POST, request.FILES) if files else (request.POST,)


def asked(request: PersonRequest, form: Form, ask: Asking, act: Callable[[], str], *, done: str) -> HttpResponseBase:
    """Do the act and go where it says. `act` gives the address to go on to."""
    typing = unsaved.kept(request.user, ask.typing) if ask.typing and not form.is_bound else None
    unsaved.restore(form, typing)
    leads: list[str] = []
    if form.is_valid() and attempt(form, lambda: leads.append(act())):
        if ask.typing:
            unsaved.drop(request.user, ask.typing)
        messages.success(request, done)
        return redirect(leads[0])
    context = {"form": form, "ask": ask, "typing": typing, "opened": request.POST.get("opened", ask.opened)}
    return render(request, "engagement/form.html", context, status=422 if form.is_bound else 200)


def opened_on(request: PersonRequest) -> int:
    """Which edit of the row the form was opened on."""
    opened = request.POST.get("opened", "")
    if not opened.isascii() or not opened.isdigit():
        raise NotReady([Problem(_("Open the form again: it does not say what it was opened on."))])
    return int(opened[:9])
