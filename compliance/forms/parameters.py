"""The forms of parameters: a row of the law as people type it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.checks.law import UNLIMITED
from compliance.forms.packs import lines
from compliance.models import Parameter, Programme, Requirement
from compliance.packs.reading import KEY, OPERATORS, TIMES, VARIANT, is_of_unit
from raci.fields import DayField, Form

Status, Way = Parameter.Status, Parameter.Way
OVER = (Status.RESCINDED, Status.SUPERSEDED)
MEANT = {
    "": gettext_lazy("no comparison"),
    "<": gettext_lazy("below it"),
    "<=": gettext_lazy("it or below"),
    ">": gettext_lazy("above it"),
    ">=": gettext_lazy("it or above"),
}


class ParameterForm(Form):
    """What a row says. `row`: the row it follows, or the draft; `unit`: in which its value is told."""

    value = forms.CharField(
        label=gettext_lazy("Value"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "As the source says it: 10, 0.05, 4/5, 2027-04-26. Leave it empty where nobody knows it yet."
        ),
    )
    status = forms.ChoiceField(label=gettext_lazy("How it stands in law"), choices=Status.choices)
    effective_from = DayField(
        label=gettext_lazy("First day"),
        required=False,
        help_text=gettext_lazy("The day of an event decides which row counts. Empty: it has no first day."),
    )
    effective_to = DayField(label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Counts itself."))
    citation = lines(
        gettext_lazy("Citation"),
        rows=2,
        help_text=gettext_lazy("Where it is written, so that somebody else finds it: 91 FR 6752; 24 CFR 75.3."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), required=False, max_length=1000, assume_scheme="https"
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("How well it is founded"), choices=Requirement.Basis.choices, widget=forms.RadioSelect
    )
    applies_to = forms.CharField(label=gettext_lazy("Applies to"), required=False, max_length=200)
    note = lines(gettext_lazy("Note"), required=False)

    def __init__(self, *args: Any, unit: str = "", operator: str = "", way: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.told_in, self.held, self.way = unit, operator, way
        if unit and unit != "date":
            self.fields["value"].help_text = _("In %(unit)s. %(more)s") % {
                "unit": unit,
                "more": self.fields["value"].help_text,
            }
        if way in (Way.FILLS, Way.SUPERSEDES):
            self.fields["value"].required = True
            self.fields["value"].help_text = _("As the source says it. %(unit)s") % {"unit": self._unit_words}
            self.name_what_is_missing()
        if way == Way.SUPERSEDES:
            self.fields["effective_from"].required = True
            self.name_what_is_missing()

    @property
    def _unit_words(self) -> str:
        if self.told_in == "date":
            return _("Write the day as 2027-04-26.")
        return _("In %(unit)s.") % {"unit": self.told_in}

    def clean(self) -> dict[str, Any]:
        """A value is one of its unit; without one the row waits for it; its days come in order."""
        given = super().clean() or {}
        given["value"] = (given.get("value") or "").strip() or None
        unit, operator = given.get("unit", self.told_in), given.get("operator", self.held)
        if given["value"] is None:
            given["status"] = Status.NEEDS_VALUE
        elif given.get("status") == Status.NEEDS_VALUE:
            self.add_error("status", _("With a value it does not wait for one: choose how it stands."))
        if given["value"] is not None and (wrong := self._wrong(given["value"], unit, operator)):
            self.add_error("value", wrong % {"value": given["value"], "unit": unit})
        if given.get("status") in OVER and not given.get("effective_to"):
            self.add_error(
                "status", _("A row that is over has a last day: write it below, or choose how it stands now.")
            )
        first, last = given.get("effective_from"), given.get("effective_to")
        if first and last and last < first:
            self.add_error("effective_to", _("The last day lies before the first."))
        return given

    @staticmethod
    def _wrong(value: str, unit: str, operator: str) -> str:
        """What is wrong with a value of this unit, in a sentence; "" where nothing is."""
        if not is_of_unit(value, unit, operator):
            return (
                _("“%(value)s” is no day. Write 2027-04-26.")
                if unit == "date"
                else _("“%(value)s” is not a number of %(unit)s. Write it in digits, as 10.")
            )
        if unit in TIMES and value != UNLIMITED and int(value) == 0:
            return _("0 %(unit)s leaves no time at all: write at least 1.")
        return ""

    @classmethod
    def saved(cls, row: Parameter) -> dict[str, Any]:
        """What is saved, by field."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}


class NewParameterForm(ParameterForm):
    """A row of its own: its key, in which unit its value is, and whose it is, besides."""

    key = forms.RegexField(
        rf"\A{KEY}\Z",
        label=gettext_lazy("Key"),
        max_length=60,
        help_text=gettext_lazy("By which checks ask for it: small letters and dots, such as cmp.ack."),
    )
    variant = forms.RegexField(
        rf"\A{VARIANT}\Z",
        label=gettext_lazy("Whose, where several have a row of this key"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("An agency or a source, such as DOT or local."),
    )
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label=gettext_lazy("Law"), required=False, empty_label=gettext_lazy("all of them")
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"), max_length=100, help_text=gettext_lazy("Such as days, people, share, date.")
    )
    operator = forms.ChoiceField(
        label=gettext_lazy("How a fact is held against it"),
        required=False,
        choices=[(one, MEANT[one]) for one in ("", *OPERATORS)],
    )
    lead_code = forms.ChoiceField(label=gettext_lazy("Who keeps it"))
    field_order = ("key", "variant", "programme", "unit", "operator", "value")

    def __init__(self, *args: Any, roles: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead_code"].choices = list(roles)  # type: ignore[attr-defined]


class LookingUp(Form):
    """On which day the citation was looked up."""

    on = DayField(label=gettext_lazy("Day"))
