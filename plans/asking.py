"""A page with one form: it is filled in, keeps what was typed, and leads on. Two editors at once: `editing`."""

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

TEMPLATE = "plans/asking.html"


@dataclass(frozen=True)
class Asking:
    """What the page says. `name`: under which what was typed is kept; `above`: words and address of the page above it."""

    title: str
    intro: str
    submit: str
    above: tuple[str, str]
    name: str
    takes_file: bool = False


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
    """The page of a form, with what was typed before."""
    typing = None if form.is_bound else unsaved.kept(request.user, page.name)
    unsaved.restore(form, typing)
    context = {"form": form, "ask": page, "typing": typing, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
