"""A form made of the schema of a check's facts: each fact a field with its own words, each list a few lines.

A fact that is left empty is not known, and the check says what that leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.law.verdict_words import named
from raci.fields import DayField, Form

YES_NO = (("", gettext_lazy("not known")), ("true", gettext_lazy("yes")), ("false", gettext_lazy("no")))
SPARE, MORE, MOST_LINES = 1, 3, 60
LONGEST = 300
Schema = Mapping[str, Any]


class NumberField(forms.CharField):
    """A number as people write it: 1,200; $850,000; 0.052; 25 %."""

    def __init__(self, *, whole: bool, least: int | None, most: int | None, **options: Any) -> None:
        super().__init__(
            max_length=40, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **options
        )
        self.whole, self.least, self.most = whole, least, most

    def clean(self, value: Any) -> Decimal | int | None:
        """Exactly what was written."""
        text = re.sub(r"[\s,$]", "", super().clean(value))
        if not text:
            return None
        part = text.endswith("%")
        try:
            number = Decimal(text.rstrip("%"))
            if not number.is_finite() or abs(number.adjusted()) > 15:
                raise InvalidOperation
        except InvalidOperation as error:
            raise forms.ValidationError(_("Write a number, such as 1,200 or 0.052.")) from error
        number = number / 100 if part else number
        if self.whole and number != int(number):
            raise forms.ValidationError(_("Write a whole number."))
        if self.least is not None and number < self.least:
            raise forms.ValidationError(_("It is at least %(least)s.") % {"least": self.least})
        if self.most is not None and number > self.most:
            raise forms.ValidationError(_("It is at most %(most)s.") % {"most": self.most})
        return int(number) if self.whole else number

    def prepare_value(self, value: Any) -> Any:
        """A number as it is written."""
        return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else value


class ListField(forms.CharField):
    """Several values, one a line or with commas between: days, numbers, words."""

    def __init__(self, *, item: Schema, **options: Any) -> None:
        super().__init__(max_length=20_000, widget=forms.Textarea({"rows": 2}), **options)
        self.item = item

    def clean(self, value: Any) -> list[Any]:
        """Each as what the list holds."""
        return [self._one(text) for text in re.split(r"[\n,;]+", super().clean(value)) if text.strip()]

    def _one(self, text: str) -> Any:
        text = text.strip()
        if self.item.get("format") == "date":
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError as error:
                raise forms.ValidationError(_("“%(value)s” is no day. Write 2026-07-04.") % {"value": text}) from error
        if self.item["type"] in ("number", "integer"):
            try:
                return Decimal(text)
            except InvalidOperation as error:
                raise forms.ValidationError(_("“%(value)s” is no number.") % {"value": text}) from error
        return text

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value


def field_of(schema: Schema) -> forms.Field:
    """The field of one fact."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    says = re.sub(r"^(True|Whether it is true) ", _("Yes") + " ", schema["description"])
    common: dict[str, Any] = {"label": says, "required": False}
    if "array" in kinds and schema["items"].get("enum"):
        choices = [(one, named(one)) for one in schema["items"]["enum"]]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if "array" in kinds:
        return ListField(item=schema["items"], help_text=_("One a line. Days as 2026-07-04."), **common)
    if schema.get("enum"):
        choices = [("", _("not known")), *((one, named(one)) for one in schema["enum"] if one is not None)]
        return forms.ChoiceField(choices=choices, **common)
    if "boolean" in kinds:
        return forms.ChoiceField(choices=YES_NO, **common)
    if "integer" in kinds or "number" in kinds:
        whole = "integer" in kinds
        return NumberField(whole=whole, least=schema.get("minimum"), most=schema.get("maximum"), **common)
    if schema.get("format") == "date":
        return DayField(**common)
    return forms.CharField(max_length=LONGEST, **common)


def is_lines(schema: Schema) -> bool:
    """Whether a fact is a list of things with facts of their own."""
    return bool(schema["type"] == "array" and schema["items"].get("type") == "object")


class FactsForm(Form):
    """The facts of a check, or of one line of it, that are no lines themselves."""

    def __init__(self, *args: Any, schema: Schema, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, one in schema["properties"].items():
            if not is_lines(one):
                self.fields[name] = field_of(one)

    @property
    def facts(self) -> dict[str, Any]:
        """As a check reads them; what is empty is left out."""
        return {name: said for name, value in self.cleaned_data.items() if (said := _said(value)) not in (None, "", [])}


def _said(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


class Line(FactsForm):
    """One line of a list."""

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.facts)


class Lines:
    """The lines of one list: those that were sent or given, and a few empty ones."""

    def __init__(self, name: str, schema: Schema, sent: Any, given: list[dict[str, Any]]) -> None:
        self.name, self.label, self.says = name, schema["description"], schema["items"].get("description", "")
        count = _number(sent.get(f"{name}-lines", "")) if sent is not None else 0
        more = MORE if sent is not None and f"{name}-more" in sent else 0
        self.count = min(MOST_LINES, max(count, len(given)) + more) if sent is not None else len(given) + SPARE
        self.forms = [
            Line(sent, schema=schema["items"], prefix=f"{name}-{at}", initial=given[at] if at < len(given) else {})
            for at in range(self.count)
        ]

    def is_valid(self) -> bool:
        """All of them."""
        judged = [one.is_valid() for one in self.forms]
        return all(judged)

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The filled ones."""
        return [one.facts for one in self.forms if one.is_filled]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


class Asking:
    """The whole form of a check. `sent`: what was posted, or None; `example`: facts to begin with."""

    def __init__(self, schema: Schema, sent: Any, example: Mapping[str, Any]) -> None:
        listed = {name: one for name, one in schema["properties"].items() if is_lines(one)}
        self.form = FactsForm(
            sent, schema=schema, initial={k: _shown(v) for k, v in example.items() if k not in listed}
        )
        self.lists = [Lines(name, one, sent, _given(example.get(name))) for name, one in listed.items()]

    def is_valid(self) -> bool:
        """The facts and every line; all are read, so that all mistakes are said."""
        return all([self.form.is_valid(), *(one.is_valid() for one in self.lists)])

    @property
    def facts(self) -> dict[str, Any]:
        """As a check reads them."""
        return self.form.facts | {one.name: lines for one in self.lists if (lines := one.facts)}

    @property
    def problems(self) -> list[Any]:
        """The forms that have mistakes."""
        every = [self.form, *(line for one in self.lists for line in one.forms)]
        return [one for one in every if one.errors]


def _given(lines: Any) -> list[dict[str, Any]]:
    return [{name: _shown(value) for name, value in one.items()} for one in lines or ()]


def _shown(value: Any) -> Any:
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
