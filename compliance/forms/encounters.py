"""Forms of encounters: many on one page, and taking one out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.forms.language_assessments import LanguageInput, Lines
from compliance.models import Encounter
from raci.fields import DayField, Form, MoneyField
from raci.forms import words
from raci.models import Unit

ROWS = 8
MOST_MINUTES = 24 * 60


class Whose(Form):
    """The unit that served."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        if len(units) == 1:
            unit.initial = units[0].pk


class EncounterForm(Form):
    """One encounter; a row left empty is left out."""

    happened_on = DayField(label=_("Day"))
    language = forms.CharField(label=_("Language"), max_length=100, widget=LanguageInput)
    mode = forms.ChoiceField(label=_("How"), choices=Encounter.Mode.choices, initial=Encounter.Mode.IN_PERSON)
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=Encounter.Interpreter.choices, initial=Encounter.Interpreter.LINE
    )
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=MOST_MINUTES)
    cents = MoneyField(label=_("Cost"), required=False)

    @property
    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("DELETE", "ORDER")}


class Rows(Lines):
    """Rows of a page that is written in one go: nothing stands there to be taken out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """No box."""
        forms.BaseFormSet.add_fields(self, form, index)

    @property
    def said(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        return [form.said for form in self.forms if form.has_changed()]


EncounterFormSet = forms.formset_factory(EncounterForm, formset=Rows, extra=ROWS, max_num=200, validate_max=True)


class Strike(Form):
    """Why an encounter is taken out."""

    why = words(_("Why it is taken out"), rows=2)
