"""The language of a request. Staff pages speak the city's language; pages for the public that of whoever reads them.

`?lang=es` chooses, a cookie keeps the choice, and without one the browser's wish counts. Only pages marked by
`raci.languages.for_the_public` are translated as a whole, so that no page is half in one language and half in another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

A_YEAR = 365 * 24 * 3600


class Language:
    """Stands where Django's own would: after sessions, before what writes words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The city's language until a view is known."""
        self._speak(request, settings.LANGUAGE_CODE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if getattr(request, "is_for_the_public", False):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            if chosen := getattr(request, "chosen_language", ""):
                response.set_cookie(
                    settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR, samesite="Lax", httponly=True,
                    secure=settings.HTTPS,
                )  # fmt: skip
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any) -> None:
        """A page for the public speaks the reader's language."""
        if not getattr(view, "is_for_the_public", False):
            return
        request.is_for_the_public = True  # type: ignore[attr-defined]
        asked = request.GET.get("lang", "")
        if asked in dict(settings.LANGUAGES):
            request.chosen_language = asked  # type: ignore[attr-defined]
        self._speak(request, getattr(request, "chosen_language", "") or translation.get_language_from_request(request))

    def _speak(self, request: HttpRequest, language: str) -> None:
        translation.activate(language)
        request.LANGUAGE_CODE = language
