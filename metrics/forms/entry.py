"""The form on which a quarter's values are written: the sums of each kind of value, or why it did not change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from metrics.actions.entering import Entry
from metrics.queries.entry import Due
from metrics.series import SUMS, Cell, about_cell
from raci.actions.imports import spoken
from raci.fields import Form
from raci.forms import words

# What is written of each kind of value, in order; the first ones are asked for, a standard error is not.
WRITTEN: dict[str, tuple[str, ...]] = {
    "rate": ("n", "k"),
    "count": ("n",),
    "mean": ("n", "x"),
    "events": ("events", "exposure"),
    "estimate": ("value", "se"),
    "milestone": ("value",),
}
OPTIONAL = ("se",)
LABELS: dict[str, Any] = {
    "n": _("People"),
    "k": _("of these, with the outcome"),
    "x": _("Sum of the number over all of them"),
    "events": _("Events"),
    "exposure": _("Exposure"),
    "value": _("Value"),
    "se": _("Standard error, if known"),
}


@dataclass(frozen=True)
class Row:
    """A value that is due with its fields."""

    due: Due
    fields: list[forms.BoundField]
    why: forms.BoundField | None


class Quarter(Form):
    """Every value that is due and not here yet."""

    source = words(_("Source of the figures"), rows=2, help_text=_("Who made them, and where they can be looked up."))

    def __init__(self, *args: Any, due: list[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due
        for one in self.asked:
            for name in WRITTEN[one.version.value_kind]:
                self.fields[f"{one.key}-{name}"] = _number(name, one)
            if one.last is not None:
                self.fields[f"{one.key}-why"] = forms.CharField(
                    label=gettext("Or: no change, because"), required=False, max_length=1_000
                )
        self.name_what_is_missing()

    @property
    def asked(self) -> list[Due]:
        """Those that are to be written."""
        return [one for one in self.due if one.here is None]

    @property
    def rows(self) -> list[Row]:
        """All of them, with their fields where they are to be written."""
        found = []
        for one in self.due:
            names = WRITTEN[one.version.value_kind] if one.here is None else ()
            why = self[f"{one.key}-why"] if f"{one.key}-why" in self.fields else None
            found.append(Row(one, [self[f"{one.key}-{name}"] for name in names], why))
        return found

    def clean(self) -> dict[str, Any]:
        """Each value whole, or none of it; numbers that can stand."""
        cleaned = super().clean() or {}
        for one in self.asked:
            self._check(one, cleaned)
        return cleaned

    def _check(self, one: Due, cleaned: dict[str, Any]) -> None:
        names = WRITTEN[one.version.value_kind]
        given = {name: cleaned.get(f"{one.key}-{name}") for name in names}
        why = (cleaned.get(f"{one.key}-why") or "").strip()
        known = [name for name, value in given.items() if value is not None]
        if why and known:
            self.add_error(f"{one.key}-why", gettext("Write the new value, or why there is no change: one of the two."))
        elif known:
            for name in names:
                if given[name] is None and name not in OPTIONAL and f"{one.key}-{name}" not in self.errors:
                    label = str(self.fields[f"{one.key}-{name}"].label)
                    self.add_error(f"{one.key}-{name}", gettext("Fill in: %(label)s.") % {"label": label})
            if not self.errors:
                for name, sentence in about_cell(_cell(one, given), one.version.value_kind):
                    self.add_error(
                        f"{one.key}-{name}" if f"{one.key}-{name}" in self.fields else None, spoken(sentence)
                    )

    @property
    def entries(self) -> list[Entry]:
        """What was written."""
        found = []
        for one in self.asked:
            given = {name: self.cleaned_data.get(f"{one.key}-{name}") for name in WRITTEN[one.version.value_kind]}
            why = (self.cleaned_data.get(f"{one.key}-why") or "").strip()
            if why and one.last is not None:
                sums = {name: getattr(one.last, name) for name in SUMS}
                found.append(Entry(one.indicator, one.version.title, _cell(one, sums), why))
            elif any(value is not None for value in given.values()):
                found.append(Entry(one.indicator, one.version.title, _cell(one, given)))
        return found

    @property
    def left(self) -> str:
        """How many are left to write, in words."""
        n = len(self.asked)
        return ngettext("%(n)d value is due.", "%(n)d values are due.", n) % {"n": n}


def _cell(one: Due, sums: dict[str, Any]) -> Cell:
    floats = {name: float(value) for name, value in sums.items() if name == "x" and value is not None}
    return Cell(one.period.begin, one.period.end)._replace(**{**sums, **floats})


def _number(name: str, one: Due) -> forms.Field:
    label = f"{LABELS[name]}" + (f" ({one.version.unit_label})" if name == "value" and one.version.unit_label else "")
    title = f"{one.version.title}, {one.when}"
    attrs = {"inputmode": "decimal", "autocomplete": "off"}
    errors = {"invalid": gettext("%(title)s: write a number such as 1234.5.") % {"title": title}}
    if name in ("n", "k", "events"):
        errors["invalid"] = gettext("%(title)s: write a whole number.") % {"title": title}
        return forms.IntegerField(
            label=label, required=False, min_value=0, max_value=10**15 - 1, error_messages=errors,
            widget=forms.TextInput(attrs={**attrs, "inputmode": "numeric"}),
        )  # fmt: skip
    return forms.DecimalField(
        label=label, required=False, max_digits=18, decimal_places=4 if name == "exposure" else 8, error_messages=errors,
        widget=forms.TextInput(attrs=attrs), min_value=None if name in ("value", "x") else Decimal(0),
    )  # fmt: skip
