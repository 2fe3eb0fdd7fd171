"""Boards for the public: a directory, one board, and the seats that are vacant. Shut unless the city says otherwise."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.bringing.exporting import as_public_roster
from boards.queries import public
from boards.views.files import popolo
from raci import clock
from raci.languages import for_the_public


@for_the_public
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """The directory."""
    need_open()
    return render(request, "boards/public/list.html", {"found": public.directory(clock.today())})


@for_the_public
@require_safe
def public_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One board: its seats, and who serves."""
    need_open()
    return render(request, "boards/public/detail.html", {"page": public.public_board(code)})


@for_the_public
@require_safe
def public_vacancies(request: HttpRequest) -> HttpResponse:
    """Seats to be filled, and how to apply."""
    need_open()
    return render(request, "boards/public/vacancies.html", {"found": public.public_vacancies()})


@require_safe
def public_popolo(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as views are called
    """The same as data."""
    need_open()
    return popolo(as_public_roster(clock.today()))


def need_open() -> None:
    """404 unless the city has switched its directory on."""
    if not settings.PUBLIC_BOARDS:
        raise Http404
