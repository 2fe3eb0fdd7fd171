"""Forms of vital documents: the document, and a row for each translation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.forms.language_assessments import LanguageInput, Lines
from compliance.models import PublicService, VitalDocument
from compliance.queries.language_assessments import services_of
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Unit

HEAD = ("service", "title", "why", "version", "changed_on", "address", "retired_on")


class Document(Form):
    """What is said of it."""

    title = forms.CharField(label=_("Title"), max_length=300)
    service = forms.ModelChoiceField(
        PublicService.objects.none(), label=_("Programme or service"), required=False, empty_label=_("All of the unit’s"),
        help_text=_("Its newest assessment says in which languages the document is required."),
    )  # fmt: skip
    why = words(_("Why it is vital"), rows=2, help_text=_("Which rights, benefits or services turn on it."))
    version = forms.CharField(label=_("Version of the source"), max_length=60, required=False)
    changed_on = DayField(
        label=_("Source last changed on"), help_text=_("A translation made before this day is stale.")
    )
    address = forms.URLField(label=_("Where it stands"), max_length=500, required=False, assume_scheme="https")
    retired_on = DayField(label=_("No longer used from"), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service: Any = self.fields["service"]
        service.queryset = services_of(list(units))
        if len(units) > 1:
            service.label_from_instance = lambda one: f"{one.unit.name}: {one.title}"


class NewDocument(Document):
    """... and whose it is."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    field_order = ("unit", "title", "service")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, units=units, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        if len(units) == 1:
            unit.initial = units[0].pk


class TranslationForm(Form):
    """One translation; a row left empty is left out."""

    language = forms.CharField(label=_("Language"), max_length=100, widget=LanguageInput)
    translated_on = DayField(label=_("Translated on"))
    reviewer = forms.CharField(label=_("Reviewed by"), max_length=200, required=False)
    by_machine = forms.BooleanField(label=_("Translated by a machine"), required=False)
    human_checked = forms.BooleanField(label=_("Checked by a person who knows the language"), required=False)

    @property
    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("DELETE", "ORDER")}


TranslationFormSet = forms.formset_factory(
    TranslationForm, formset=Lines, extra=2, can_delete=True, max_num=100, validate_max=True
)


def lines_of(row: VitalDocument) -> list[dict[str, Any]]:
    """What its saved translations say."""
    names = list(TranslationForm.base_fields)
    return [{name: getattr(one, name) for name in names} for one in row.translations.order_by("language")]
