"""Forms of awards, facts of the city, obligations, evidence, assessments: they parse what was sent; the rules are the acts’."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.models import Agency, Assessment, CityFact, EffectsBasis, FundingAward, Requirement
from engagement.models import TrainingProgramme
from engagement.training.owing import programmes_in_force
from raci.fields import DayField, Form, MoneyField
from raci.forms import words
from raci.forms.directives import document
from raci.models import Unit

MOST_SUB_RECIPIENTS = 500


def line(label: Any, *, most: int = 300, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text of one line."""
    box = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, widget=box)


class AwardForm(Form):
    """An award of the register."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit that receives it"), empty_label=_("Choose a unit")
    )
    title = line(_("What it is called"))
    agency = forms.ChoiceField(
        label=_("Agency"),
        choices=[("", _("Choose the agency whose money it is")), *Agency.choices],
        help_text=_("Whose rules come with it, also where it is passed through a state."),
    )
    agency_name = line(_("Its name, where it is another"), most=200, required=False)
    through = line(_("Passed through"), most=200, required=False, help_text=_("By whom, as a state’s department."))
    programme = line(_("Programme"), help_text=_("As the agency calls it: Community Development Block Grant."))
    listing = forms.RegexField(
        r"^[0-9]{2}\.[0-9A-Z]{3}$",
        label=_("Assistance listing"),
        required=False,
        help_text=_("Two digits, a point and three more, as 14.218."),
        error_messages={"invalid": _("Write it as 14.218: two digits, a point and three more.")},
    )
    number = line(_("Award number"), most=60)
    cents = MoneyField(label=_("Amount"))
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty where none is set."))
    section3 = forms.ChoiceField(
        label=_("To Section 3"),
        required=False,
        choices=FundingAward.Section3.choices,
        help_text=_("Of HUD assistance only: its kind decides whether Section 3 has a threshold (24 CFR 75.3)."),
    )
    sub_recipients = forms.CharField(
        label=_("Sub-recipients"),
        required=False,
        help_text=_("One a line: whoever receives a part of it to carry out."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = words(_("What to know about it"), required=False, rows=3)

    def __init__(self, *args: Any, units: list[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"]
        else:
            field: Any = self.fields["unit"]
            field.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
            field.initial = units[0].pk if len(units) == 1 else None

    def clean_sub_recipients(self) -> list[str]:
        """Each line one."""
        lines = [one.strip() for one in self.cleaned_data["sub_recipients"].splitlines()]
        found = [one for one in lines if one]
        if len(found) > MOST_SUB_RECIPIENTS or any(len(one) > 300 for one in found):
            raise forms.ValidationError(_("At most 500 lines of 300 signs each."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """As the acts take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "unit"}


class FactForm(Form):
    """A fact of the city: a number or an answer, with its day and source."""

    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=10**10)
    answer = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect, choices=[("yes", _("yes")), ("no", _("no"))]
    )
    census_year = forms.IntegerField(label=_("Census"), help_text=_("The year of the decennial census, as 2020."))
    on = DayField(
        label=_("As of"), help_text=_("The day on which it was so: an earlier day does not replace a later one.")
    )
    source = line(_("Source"), most=500, help_text=_("Where it can be looked up: a table, a report, who counted."))

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["answer" if key in CityFact.NUMBERS else "number"]
        if key != CityFact.Key.POPULATION:
            del self.fields["census_year"]

    @property
    def values(self) -> dict[str, Any]:
        """As the act takes it."""
        said = dict(self.cleaned_data)
        if "answer" in said:
            said["answer"] = said["answer"] == "yes"
        return said


class BasisForm(Form):
    """What an agency's rules reach."""

    agency = forms.ChoiceField(
        label=_("Agency"), choices=[("", _("Choose an agency")), *[one for one in Agency.choices if one[0] != "NONE"]]
    )
    basis = forms.ChoiceField(
        label=_("What its rules reach"), widget=forms.RadioSelect, choices=EffectsBasis.Basis.choices
    )
    citation = line(_("Citation"), most=500, help_text=_("The rule, with its day: 90 FR 57141 (December 10, 2025)."))
    begins_on = DayField(label=_("From"), help_text=_("The day from which it is so."))
    words = words(_("Counsel’s note"), required=False, rows=3)


class TrainingForm(Form):
    """By which training a requirement is met."""

    programme: forms.ModelChoiceField[TrainingProgramme] = forms.ModelChoiceField(
        TrainingProgramme.objects.none(), label=_("Training programme"), required=False, empty_label=_("none"),
        help_text=_("One that is in force. Its later editions count as well."),
    )  # fmt: skip
    whom = line(_("Who of each unit"), required=False, help_text=_("Such as: staff at counters."))
    people = forms.IntegerField(
        label=_("How many people of each unit"), min_value=1, max_value=30_000, required=False,
        help_text=_("Each unit that owes the requirement has so many trained by the day of its obligation."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme: Any = self.fields["programme"]
        programme.queryset = TrainingProgramme.objects.filter(pk__in=programmes_in_force().values("pk")).order_by(
            "title"
        )

    def clean(self) -> dict[str, Any]:
        """With a programme both others are said."""
        said = super().clean() or self.cleaned_data
        for name in ("whom", "people"):
            if said.get("programme") and not said.get(name) and name not in self.errors:
                self.add_error(name, gettext("Say this too, or choose no programme."))
        return said


class ChoiceForm(Form):
    """What the city chooses for a requirement."""

    whose = forms.ChoiceField(
        label=_("Which units it concerns"),
        widget=forms.RadioSelect,
        choices=[("rules", _("as the rules have it")), ("chosen", _("the units chosen below"))],
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.order_by("path"), label=_("Units"), required=False, widget=forms.CheckboxSelectMultiple
    )
    counts_from = DayField(
        label=_("Day from which its rhythm counts"),
        required=False,
        help_text=_("When the last one was due or done: the next is due so many years after. Empty: not known."),
    )
    why = words(_("Reason"), rows=3)

    @property
    def values(self) -> dict[str, Any]:
        """As the act takes it."""
        said = self.cleaned_data
        units = list(said["units"]) if said["whose"] == "chosen" else None
        return {"units": units, "counts_from": said["counts_from"], "why": said["why"]}


class EventForm(Form):
    """Something happened that a requirement asks something for."""

    requirement: forms.ModelChoiceField[Requirement] = forms.ModelChoiceField(
        Requirement.objects.none(),
        label=_("Requirement"),
        empty_label=_("Choose what asks for it"),
        to_field_name="code",
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit")
    )
    event = line(
        _("What happened"), help_text=_("So that it can be told from others: the project, contract or decision.")
    )
    event_on = DayField(label=_("On"))
    due_on = DayField(label=_("Due"), help_text=_("By when the evidence is to be there."))

    def __init__(self, *args: Any, requirements: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one: Any = self.fields["requirement"]
        one.queryset = requirements
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[row.pk for row in units]).order_by("path")
        unit.initial = units[0].pk if len(units) == 1 else None


class DueForm(Form):
    """Another day."""

    due_on = DayField(label=_("Due"), required=False, help_text=_("Empty: as its rhythm has it."))
    why = words(_("Reason"), rows=3)


class EvidenceForm(Form):
    """What shows that an obligation is met."""

    title = line(_("What it is"))
    document = document(_("File"), required=False)
    place = forms.CharField(
        label=_("Or where it is kept"),
        required=False,
        max_length=2000,
        help_text=_("A link, or words that lead there, where the file itself does not belong here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    effective_on = DayField(
        label=_("In force from"), help_text=_("The day it takes effect, not the day you upload it.")
    )
    expires_on = DayField(
        label=_("Last day in force"), required=False, help_text=_("Leave it empty where it does not expire.")
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the act takes it."""
        said = dict(self.cleaned_data)
        return {**{name: value for name, value in said.items() if name != "document"}, "upload": said["document"]}


class AssessmentForm(Form):
    """What the evidence shows."""

    judgement = forms.ChoiceField(
        label=_("What the evidence shows"), widget=forms.RadioSelect, choices=Assessment.Judgement.choices
    )
    words = words(
        _("Why"), help_text=_("What you looked at, and what follows from it; for what does not apply, why not.")
    )


class ReasonForm(Form):
    """A reason."""

    why = words(_("Reason"), help_text=_("It stands in the history."), rows=3)
