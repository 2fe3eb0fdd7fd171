"""In which language a page speaks: those for the public in the reader's, of those there are; all others in the city's."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from django.http import HttpResponseBase

Rest = ParamSpec("Rest")


def for_the_public(view: Callable[Rest, HttpResponseBase]) -> Callable[Rest, HttpResponseBase]:
    """Marks the view of a page that people read without an account: it speaks their language, and can be switched."""
    view.is_for_the_public = True  # type: ignore[attr-defined]
    return view
