"""What the forms of several pages need: a form that names what is missing, a day, an amount of money in whole cents."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import pretty_name
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raci.days import is_meant

OUTSIDE = _("Choose a day from 1 January 1900 to 31 December 2199.")
MOST_CENTS = 10**15  # ten trillion dollars; far below what the column holds


class OwnWords(forms.BaseForm):
    """For forms of others too: what is missing or too long is said in the portal's words, with the field's label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_what_is_missing()

    def name_what_is_missing(self) -> None:
        """For each field that has no words of its own; called again by a form that adds fields."""
        for name, field in self.fields.items():
            label = {"label": field.label or pretty_name(name)}
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = (_missing(field) % label).replace("?.", "?")
            if getattr(field, "max_length", None) and "max_length" not in field.error_messages:
                words = gettext("%(label)s: at most %(limit_value)d signs; these are %(show_value)d.")
                field.error_messages["max_length"] = words.replace("%(label)s", str(label["label"]).replace("%", "%%"))


class Form(OwnWords, forms.Form):
    """A form that says which field is missing, by its label, in the list of problems as well as beside the field."""


def _missing(field: forms.Field) -> str:
    chosen = isinstance(field, forms.ChoiceField | forms.FileField)
    return gettext("Choose: %(label)s.") if chosen else gettext("Fill in: %(label)s.")


class DayInput(forms.DateInput):
    """The browser's own date control; without one, a text in the form 2026-11-21."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that a city's calendar can mean."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """A mistyped year is said here, before anything reckons with it."""
        day = super().to_python(value)
        if day is not None and not is_meant(day):
            raise forms.ValidationError(OUTSIDE, code="outside")
        return day


class MoneyInput(forms.TextInput):
    """A text for an amount, with the currency's sign before it."""

    template_name = "django/forms/widgets/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class MoneyField(forms.Field):
    """An amount as people write it ("$48,000", "1200.5"), in whole cents as the portal keeps it."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("Write an amount such as 48,000 or 1,200.50."),
        "negative": _("An amount must not be below zero."),
        "large": _("This amount is larger than the portal keeps."),
    }

    def to_python(self, value: Any) -> int | None:
        """Cents; never by way of binary fractions."""
        if value in self.empty_values:
            return None
        text = re.sub(r"[\s$]", "", str(value))
        if re.fullmatch(r"-[\d,.]+", text):
            raise forms.ValidationError(self.error_messages["negative"], code="negative")
        match = re.fullmatch(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.([0-9]{1,2}))?", text)
        if not match or not text.strip("."):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        whole, part = (match[1] or "0").replace(",", ""), (match[2] or "").ljust(2, "0")
        if len(whole) > 16 or (cents := int(whole) * 100 + int(part)) > MOST_CENTS:
            raise forms.ValidationError(self.error_messages["large"], code="large")
        return cents

    def prepare_value(self, value: Any) -> Any:
        """Cents as an amount; what was typed stays as it was typed."""
        return f"{value // 100:,}.{value % 100:02}" if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares amounts, not how they are written."""
        try:
            return self.to_python(
                initial if isinstance(initial, str) else self.prepare_value(initial)
            ) != self.to_python(data)
        except forms.ValidationError:
            return True
