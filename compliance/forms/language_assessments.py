"""Forms of worksheets: the four factors, a row for each count of a language, and a file of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.models import AssessedLanguage, LanguageAssessment
from raci.fields import DayField, Form, MoneyField
from raci.forms import words
from raci.models import Unit

BLANK_ROWS = 3
REVIEWED = _("Empty: three years after it was made. Sooner where a new survey comes out.")
MOST_PEOPLE = 10**9
HEAD = (
    "made_on", "begins_on", "ends_on", "review_on", "policy", "edge_mode", "population", "universe", "frequency",
    "frequency_note", "importance", "importance_note", "resources", "yearly_cents", "conclusion",
)  # fmt: skip
FIRST = ("made_on", "begins_on", "ends_on", "review_on", "policy", "edge_mode", "population", "universe")


class LanguageInput(forms.TextInput):
    """A text that offers the usual names of languages (compliance/language_names.html)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"list": "language-names", "autocomplete": "off", **(attrs or {})})


class Worksheet(Form):
    """The four factors, beside the languages."""

    made_on = DayField(label=_("Day of the assessment"), help_text=_("The rules of that day are asked."))
    begins_on = DayField(label=_("First day of the period it is for"))
    ends_on = DayField(label=_("Last day of that period"))
    review_on = DayField(
        label=_("Look at it again by"),
        required=False,
        help_text=_("Empty: three years after it was made. Sooner where a new survey comes out."),
    )
    policy = forms.ChoiceField(
        label=_("Whose rule is followed"), choices=LanguageAssessment.Policy.choices,
        help_text=_("How each stands in law today is told under “Threshold sources”."),
    )  # fmt: skip
    edge_mode = forms.ChoiceField(
        label=_("How its edges are worded"), choices=LanguageAssessment.Edge.choices, required=False
    )
    population = forms.IntegerField(
        label=_("How many people are eligible or likely to be met"), required=False, min_value=1, max_value=MOST_PEOPLE,
        help_text=_("Of a whole city: people of 5 years and older. Empty: not known."),
    )  # fmt: skip
    universe = forms.CharField(label=_("Who they are, and where the number is from"), required=False, max_length=500)
    frequency = forms.ChoiceField(
        label=_("How often people with limited English come"),
        choices=LanguageAssessment.Frequency.choices,
        required=False,
    )
    frequency_note = words(_("Where that is known from"), required=False, rows=2)
    importance = forms.ChoiceField(
        label=_("How much turns on it"), choices=LanguageAssessment.Importance.choices, required=False
    )
    importance_note = words(_("What people lose without it"), required=False, rows=2)
    resources = words(_("What there is: staff, vendors, money"), required=False, rows=3)
    yearly_cents = MoneyField(label=_("Money for it in a year"), required=False)
    conclusion = words(_("What the unit does about it"), required=False, rows=4)

    @property
    def frame(self) -> list[Any]:
        """The fields before the languages."""
        return [self[name] for name in self.fields if name in ("unit", "service", *FIRST)]

    @property
    def factors(self) -> list[tuple[Any, list[Any]]]:
        """The fields after them, factor by factor, with its heading."""
        return [
            (_("Factor 2: how often"), [self["frequency"], self["frequency_note"]]),
            (_("Factor 3: how important"), [self["importance"], self["importance_note"]]),
            (_("Factor 4: what there is, and what it costs"), [self["resources"], self["yearly_cents"]]),
            (_("What follows"), [self["conclusion"]]),
        ]


class NewWorksheet(Worksheet):
    """... and of which programme or service."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    service = forms.CharField(
        label=_("Programme or service"), max_length=200,
        help_text=_("As people call it: “Swimming lessons”. One that was assessed before gets its next version."),
    )  # fmt: skip
    field_order = ("unit", "service", *HEAD)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        if len(units) == 1:
            unit.initial = units[0].pk


class LanguageForm(Form):
    """One count; a row left empty is left out."""

    name = forms.CharField(label=_("Language"), max_length=100, widget=LanguageInput)
    speakers = forms.IntegerField(label=_("People"), required=False, min_value=0, max_value=MOST_PEOPLE)
    margin_of_error = forms.IntegerField(
        label=_("Margin of error, ±"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    origin = forms.ChoiceField(
        label=_("Counted by"), choices=AssessedLanguage.Origin.choices, initial=AssessedLanguage.Origin.PROGRAMME
    )
    table = forms.CharField(label=_("Table"), max_length=60, required=False)
    vintage = forms.CharField(label=_("Years"), max_length=60, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    @property
    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("DELETE", "ORDER")}


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]  # has no type argument while running
    """All rows; a box takes one out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """In the words of a table."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this row out")

    @property
    def said(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        gone = self.deleted_forms
        return [form.said for form in self.forms if form not in gone and (form.has_changed() or form.initial)]


LanguageFormSet = forms.formset_factory(
    LanguageForm, formset=Lines, extra=BLANK_ROWS, can_delete=True, max_num=100, validate_max=True
)


def lines_of(row: LanguageAssessment) -> list[dict[str, Any]]:
    """What its saved counts say."""
    names = list(LanguageForm.base_fields)
    return [{name: getattr(one, name) for name in names} for one in row.languages.order_by("order")]


class CountsFile(Form):
    """A file of counts by language and place, and what it does not say itself."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV or Excel, one count a row: place, language, people, margin of error. At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip
    table = forms.CharField(label=_("Table"), max_length=60, initial="C16001", help_text=_("As the Census numbers it."))
    vintage = forms.CharField(label=_("Years"), max_length=60, help_text=_("“2015-2019”."))
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("What the sum is of: “Multnomah County”."))
    begins_with = forms.RegexField(
        r"^[0-9A-Za-z]*$", label=_("Only places whose code begins with"), max_length=30, required=False,
        help_text=_("A county’s GEOID (41051) takes its tracts out of a file of a whole region. Empty: all places."),
    )  # fmt: skip

    @property
    def source(self) -> dict[str, str]:
        """What each count keeps of where it comes from."""
        return {name: self.cleaned_data[name] for name in ("table", "vintage", "place")}
