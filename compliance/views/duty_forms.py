"""What the pages of duties have in common: a form that is filled in, keeps what was typed, and leads on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from raci import typing as unsaved
from raci.doors import PersonRequest
from raci.forms import attempt

TEMPLATE = "compliance/duty_form.html"


@dataclass(frozen=True)
class Asking:
    """A page with one form. `name`: under which what was typed is kept; `trail`: where it stands, pairs of words and address."""

    title: str
    intro: str
    submit: str
    back: str
    name: str
    here: str  # the tab
    trail: tuple[tuple[str, str], ...] = ()
    takes_file: bool = False
    warning: str = ""
    opened: str = ""


def sent(request: PersonRequest) -> Any:
    """What was sent, or nothing."""
    return request.POST if request.method == "POST" else None


def asked(
    request: PersonRequest,
    form: Form,
    page: Asking,
    act: Callable[[], str],
    *,
    done: str,
    template: str = TEMPLATE,
    **more: Any,
) -> HttpResponseBase:
    """Do the act and go where it says, or show the form with what is wrong. `act` gives the address to go on to."""
    leads: list[str] = []
    if form.is_valid() and attempt(form, lambda: leads.append(act())):
        unsaved.drop(request.user, page.name)
        messages.success(request, done)
        return redirect(leads[0])
    return shown(request, form, page, template=template, **more)


def shown(request: PersonRequest, form: Form, page: Asking, *, template: str = TEMPLATE, **more: Any) -> HttpResponse:
    """The page of a form."""
    typing = None if form.is_bound else unsaved.kept(request.user, page.name)
    unsaved.restore(form, typing)
    context = {"form": form, "ask": page, "typing": typing, "typing_name": page.name, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
