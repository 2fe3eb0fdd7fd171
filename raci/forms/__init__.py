"""Forms parse what was sent and say what is wrong; the rules are the acts'. One module a noun, and here what they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.html import format_html

from raci.refusals import NotReady, Problem

LONGEST = 20_000


def words(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 5) -> forms.CharField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=LONGEST, widget=area)


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do the act; what it still misses is said at the form's fields. Other refusals pass through."""
    try:
        act()
    except NotReady as missing:
        for problem in missing.problems:
            form.add_error(problem.field if problem.field in form.fields else None, _said(problem))
        return False
    return True


def _said(problem: Problem) -> str:
    """The sentence; a link where it is mended on another page, which stands beside the whole form."""
    if problem.field or not problem.url.startswith("/"):
        return problem.text
    return format_html('<a class="usa-link" href="{}">{}</a>', problem.url, problem.text)
