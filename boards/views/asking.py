"""A page with one form: it does the act and leads on, or says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raci.forms import attempt
from raci.refusals import NotReady, Problem

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Asking:
    """What the page says. `trail`: where it stands, pairs of words and address."""

    title: str
    submit: str
    back: str
    intro: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    style: str = ""  # a class of boards.css
    edits: int | None = None  # of the row that the form changes, as it was opened


def sent(request: HttpRequest) -> Any:
    """What was sent, or nothing."""
    return request.POST if request.method == "POST" else None


def asked(request: HttpRequest, form: Form, ask: Asking, act: Callable[[], str], *, done: str) -> HttpResponseBase:
    """Do the act and go where it says. `act` gives the address to go on to."""
    leads: list[str] = []
    if form.is_valid() and attempt(form, lambda: leads.append(act())):
        messages.success(request, done)
        return redirect(leads[0])
    context = {"form": form, "ask": ask, "edits": request.POST.get("edits", ask.edits)}
    return render(request, "boards/form.html", context, status=422 if form.is_bound else 200)


def opened_on(request: HttpRequest) -> int:
    """Which edit of the row the form was opened on."""
    opened = request.POST.get("edits", "")
    if not opened.isascii() or not opened.isdigit():
        raise NotReady([Problem(_("Open the form again: it does not say what it was opened on."))])
    return int(opened[:9])
