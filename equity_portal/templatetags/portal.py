"""How values look on every page: letters, states, money, days, hashes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm, BaseFormSet
from django.template import Context
from django.utils.dateparse import parse_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from raci import drawing
from raci.authority import LETTERS
from raci.history import timeline
from raci.refusals import Problem

register = template.Library()


@register.simple_tag(takes_context=True)
def places(context: Context) -> list[Any]:
    """The primary navigation; a page of a record (`page`, or `receipt.page`) stands where its kind does."""
    portal = context.get("portal")
    if not portal:
        return []
    page = context.get("page") or getattr(context.get("receipt"), "page", None)
    found: list[Any] = portal.places_of(getattr(page, "kind", None))
    return found


@register.filter
def coded(words: object) -> SafeString:
    """Words between `backticks` as code."""
    parts = str(words).split("`")
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", one) if at % 2 else one,) for at, one in enumerate(parts))
    )


@register.filter
def letters(codes: str) -> SafeString:
    """A cell's codes as chips: "RC" is two. Each has its colour, its shape and the letter; read aloud as a word."""
    return format_html_join(" ", "{}", ((letter(code),) for code in codes))


@register.filter
def letter(code: str) -> SafeString:
    """One letter as a chip."""
    return format_html(
        '<span class="raci raci-{0}"><span aria-hidden="true">{0}</span><span class="usa-sr-only">{1}</span></span>',
        code,
        LETTERS.get(code, code),
    )


@register.filter
def letter_names(codes: str) -> str:
    """A cell's codes in words: "responsible and consulted"."""
    return _(" and ").join(str(LETTERS.get(code, code)) for code in codes)


@register.filter
def at(values: Mapping[str, Any], key: str) -> Any:
    """What stands under a key; nothing where nothing does."""
    return values.get(key, "")


@register.filter
def slashed(codes: str) -> str:
    """A cell's codes as they are written: "RC" is R/C."""
    return "/".join(codes)


@register.filter
def iso_day(text: str) -> str:
    """A day that came as ISO text, in words."""
    found = parse_date(text)
    return drawing.day(found) if found else text


register.simple_tag(drawing.state_tag)
register.simple_tag(drawing.decision_tag)
register.filter(drawing.day)
register.filter(drawing.moment)


@register.filter
def money(cents: int | None) -> str:
    """Whole cents as an amount: $1,200 or $1,200.50; nothing where nothing is known."""
    return "" if cents is None else timeline.money(cents)


@register.filter
def short_hash(sha256: str) -> str:
    """A hash that can be compared at a glance: 9f2c…41ab. The whole stands in a title beside it."""
    return f"{sha256[:4]}…{sha256[-4:]}" if len(sha256) > 8 else sha256


@register.inclusion_tag("components/problem_list.html")
def problem_list(*forms: BaseForm | BaseFormSet[Any] | Iterable[Problem] | None) -> dict[str, object]:
    """What is wrong, with a link to each field: {% problem_list form goals_formset %} or a list of Problem."""
    return {"problems": [problem for form in forms if form is not None for problem in _problems(form)]}


def _problems(form: BaseForm | BaseFormSet[Any] | Iterable[Problem]) -> list[Problem]:
    if isinstance(form, BaseFormSet):
        own = [Problem(str(error)) for error in form.non_form_errors()] if form.is_bound else []
        return own + [problem for each in form.forms for problem in _problems(each)]
    if not isinstance(form, BaseForm):
        return list(form)
    found = [Problem(str(error)) for error in form.non_field_errors()] if form.is_bound else []
    form.problems_are_listed = True  # type: ignore[attr-defined] # so that the form does not say them again
    for field in form:
        found += [Problem(_naming(str(field.label), str(error)), url=f"#{field.auto_id}") for error in field.errors]
    return found


def _naming(label: str, error: str) -> str:
    """The error with its field's label, unless its own words have it."""
    return error if label in error else f"{label}: {error}"


@register.inclusion_tag("reports/ask.html", takes_context=True)
def pdf_button(context: Context, kind: str, subject: int = 0) -> dict[str, object]:
    """A button that asks for the PDF of something ({% pdf_button "receipt" decision.pk %}); a worker makes it."""
    return {"kind": kind, "subject": subject, "csrf_token": context.get("csrf_token")}


@register.filter
def as_json(value: Any) -> str:
    """What a script of ours reads from an attribute; escaped as any text is, since no script stands in a page."""
    return json.dumps(value, cls=DjangoJSONEncoder)
