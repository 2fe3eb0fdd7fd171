"""What a body may hold: exact types, since a program that sends "7" for 7 has a mistake that should show at once.

Lengths and required fields are here, where the description of the API shows them. What a value has to satisfy beyond its type is
said once, by the page's form (`by_form`) or by the act.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from raci.api.problems import Invalid
from raci.days import is_meant
from raci.fields import OUTSIDE
from raci.refusals import Problem

LONG = 20_000
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Text(serializers.CharField):
    """Text as it was sent; NUL and halves of surrogate pairs are refused (PostgreSQL and UTF-8 keep neither)."""

    def __init__(self, *, most: int = LONG, **options: Any) -> None:
        blank = options.pop("allow_blank", not options.get("required", True))
        super().__init__(max_length=most, trim_whitespace=False, allow_blank=blank, **options)

    def to_internal_value(self, data: Any) -> str:
        """Only text is text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Whole(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data: Any) -> int:
        """Neither "7" nor true; 7.0 is 7 to JSON."""
        if isinstance(data, float) and data.is_integer():
            data = int(data)
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Flag(serializers.BooleanField):
    """true or false."""

    def to_internal_value(self, data: Any) -> bool:
        """Neither "yes" nor 1."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Day(serializers.DateField):
    """A day, 2026-11-21."""

    def to_internal_value(self, value: Any) -> date:
        """In this form alone."""
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        day: date = super().to_internal_value(value)
        if not is_meant(day):
            raise serializers.ValidationError(str(OUTSIDE))
        return day


class Choice(serializers.ChoiceField):
    """One of the words that are named."""

    def to_internal_value(self, data: Any) -> str:
        """Only text is a word."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return str(super().to_internal_value(data))


CODE = r"^[-a-zA-Z0-9_]{1,80}$"


@extend_schema_field({"type": "string", "pattern": CODE})
class Code(Text):
    """The code of a unit, role or post."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=80, **options)

    def to_internal_value(self, data: Any) -> str:
        """Letters, digits, hyphens."""
        text = super().to_internal_value(data)
        if not re.fullmatch(CODE[:-1], text):
            self.fail("invalid")
        return text


KEY = {"type": "integer", "format": "int64", "minimum": 1, "maximum": 10**18 - 1}


@extend_schema_field(KEY)
class Key(Whole):
    """The number of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=10**18 - 1, **options)


class Body(serializers.Serializer[Any]):
    """What a request may hold, and nothing else: an unknown field is named, so that no mass assignment goes unnoticed."""

    example: Any = {}
    UNKNOWN = gettext_lazy("There is no such field here. Known are: %(known)s.")

    def taken(self) -> dict[str, Any]:
        """The values as the act takes them; `Invalid` names each field that is wrong."""
        data = self.initial_data
        if not isinstance(data, Mapping):
            raise Invalid([Problem(_("Send a JSON object."))])
        found = [Problem(self._no_such(), field=_printable(name)) for name in data if name not in self.fields]
        if not self.is_valid():
            found += list(_flat(self.errors))
        if found:
            raise Invalid(found)
        values: dict[str, Any] = dict(self.validated_data)
        return values

    def _no_such(self) -> str:
        return str(self.UNKNOWN) % {"known": ", ".join(self.fields) or "-"}

    def to_internal_value(self, data: Any) -> Any:
        """Rows inside a body are as strict."""
        if self.parent is not None and isinstance(data, Mapping):
            unknown = {_printable(name): [self._no_such()] for name in data if name not in self.fields}
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


def _printable(name: object) -> str:
    return str(name).encode("utf-8", "replace").decode()[:100]


def _flat(errors: Any, path: str = "") -> Any:
    """REST framework's nested errors as lines: "conditions.0.words"."""
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            yield from _flat(inner, path if name == "non_field_errors" else f"{path}.{name}".strip("."))
    elif isinstance(errors, list):
        for place, one in enumerate(errors):
            if isinstance(one, Mapping | list):
                yield from _flat(one, f"{path}.{place}".strip("."))
            else:
                yield Problem(str(one), field=path)
    else:
        yield Problem(str(errors), field=path)


def by_form(form: forms.BaseForm) -> dict[str, Any]:
    """What the page's own form makes of the values: its rules and its sentences, `Invalid` where it does not take them."""
    if form.is_valid():
        return dict(form.cleaned_data)
    raise Invalid(
        [
            Problem(str(sentence), field="" if name == NON_FIELD_ERRORS else name)
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
    )


def as_sent(values: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Values as a browser's form would send them."""
    return MultiValueDict({name: _strings(value) for name, value in values.items()})


def _strings(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [""] if value is None else [str(value)]


# ---- what is answered


class Shape(serializers.Serializer[Any]):
    """What is answered: these fields and no other."""

    example: Any = {}
