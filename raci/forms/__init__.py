"""Forms parse what was sent and say what is wrong; the rules are the acts'. One module a noun, and here what they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from raci.refusals import NotReady

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
            form.add_error(problem.field if problem.field in form.fields else None, problem.text)
        return False
    return True
