"""Forms of Title VI: a transit programme with its pieces, an analysis of a change, its follow-up, monitored routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.forms.asking import NumberField
from compliance.forms.language_assessments import Lines
from compliance.forms.section3 import HoursField, Line, YesNoField
from compliance.models import ProgrammePiece, ServiceEquityRun, TransitProgramme
from compliance.models.funding import Agency
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Unit


class WithUnit(Form):
    """A form that says whose it is, where that is not known yet."""

    def __init__(self, *args: Any, units: Sequence[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is not None:
            chosen = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
            unit = forms.ModelChoiceField(chosen, label=_("Unit"), empty_label=_("Choose a unit"))
            self.fields = {"unit": unit, **self.fields}
            if len(units) == 1:
                unit.initial = units[0].pk
            self.name_what_is_missing()


class ProgrammeForm(WithUnit):
    """The days of a submission."""

    title = forms.CharField(label=_("Programme"), max_length=200, help_text=_("“Title VI programme 2025–2028”."))
    due_on = DayField(label=_("To be submitted by"), required=False)
    approved_on = DayField(label=_("Approved by the governing body on"), required=False)
    approval = forms.CharField(label=_("Resolution or minutes"), max_length=500, required=False)
    submitted_on = DayField(label=_("Submitted on"), required=False, help_text=_("Not before it was approved."))
    receipt = forms.CharField(label=_("Receipt"), max_length=500, required=False)


class PieceForm(Line):
    """One piece of a programme."""

    piece = forms.ChoiceField(choices=ProgrammePiece.Piece.choices, widget=forms.HiddenInput)
    is_due = YesNoField(label=_("Asked of this provider?"))
    done_on = DayField(label=_("Ready since"), required=False)
    where = forms.CharField(label=_("Where it is"), max_length=500, required=False)

    @property
    def title(self) -> str:
        """Which piece, in words."""
        return str(dict(ProgrammePiece.Piece.choices).get(self["piece"].value(), ""))


def count(label: Any) -> forms.IntegerField:
    """A count of people; empty is not known."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=10**9)


class ChangeForm(WithUnit):
    """A change of service or fares, with those it touches and everybody in the service area."""

    title = forms.CharField(label=_("Change"), max_length=300, help_text=_("“Line 12: no service on Sundays”."))
    decided_on = DayField(
        label=_("Day the governing body decides"), help_text=_("The city’s own policy of that day is used.")
    )
    change = forms.ChoiceField(label=_("What is changed"), choices=ServiceEquityRun.Change.choices)
    adverse = forms.TypedChoiceField(
        label=_("What it is to riders"), coerce=lambda text: text == "True",
        choices=(("True", _("a cut, or a rise of fares")), ("False", _("a benefit"))),
    )  # fmt: skip
    routes = forms.CharField(label=_("Routes"), max_length=500)
    temporary_months = forms.IntegerField(
        label=_("Months, where it is a promotion or trial"), required=False, min_value=0, max_value=600
    )
    agency = forms.ChoiceField(label=_("Whose funds are concerned"), choices=Agency.choices, initial=Agency.FTA)
    route_hours = HoursField(label=_("Revenue hours of the routes before the change"))
    hours_changed = HoursField(label=_("Revenue hours taken off or added"))
    riders = count(_("Riders affected"))
    minority_riders = count(_("Of them, minority riders"))
    low_income_riders = count(_("Of them, low-income riders"))
    people = count(_("People in the service area"))
    minority_people = count(_("Of them, minority people"))
    low_income_people = count(_("Of them, low-income people"))
    source = forms.CharField(
        label=_("Source of these counts"), max_length=500, help_text=_("Survey of riders and census table, with years.")
    )


def numbers_of(row: ServiceEquityRun) -> dict[str, Any]:
    """What an older analysis was told, and whose it is."""
    return {"unit": row.unit_id, **{name: getattr(row, name) for name in ChangeForm.base_fields}}


class FollowUpForm(Form):
    """What was recorded of it afterwards."""

    justification = words(_("Substantial legitimate justification"), required=False, rows=4)
    alternatives = words(_("Alternatives with less impact that were looked at"), required=False, rows=4)
    mitigation = words(_("What is avoided, minimised or mitigated"), required=False, rows=3)
    board_action = words(_("What the governing body decided"), required=False, rows=3)
    board_on = DayField(label=_("Day it decided"), required=False)


class WithdrawForm(Form):
    """Why it was a mistake."""

    why = words(_("Why it is withdrawn"), rows=3)


class MonitoringForm(WithUnit):
    """One mode in one period."""

    mode = forms.CharField(label=_("Mode"), max_length=60, help_text=_("“Bus”, “streetcar”."))
    begins_on = DayField(label=_("First day of the period"))
    ends_on = DayField(label=_("Last day of the period"))
    source = forms.CharField(label=_("Source of the measures"), max_length=500)


def measure(label: Any) -> NumberField:
    """A measure; empty where it was not measured."""
    return NumberField(label=label, whole=False, least=0, most=99_999, required=False)


class PercentField(NumberField):
    """A share in percent: 81 and 81 % are the same."""

    def __init__(self, **options: Any) -> None:
        super().__init__(whole=False, least=0, most=100, required=False, **options)

    def clean(self, value: Any) -> Any:
        """In percent."""
        return super().clean(str(value or "").replace("%", ""))


class RouteForm(Line):
    """One route."""

    route = forms.CharField(label=_("Route"), max_length=60)
    revenue_miles = HoursField(label=_("Revenue miles"))
    minority_miles = HoursField(label=_("Of them, in minority areas"))
    vehicle_load = measure(_("Load over seats at the peak"))
    headway = measure(_("Minutes between vehicles"))
    on_time = PercentField(label=_("Trips on time, in percent"))
    availability = PercentField(label=_("Residents near a stop, in percent"))


PieceFormSet = forms.formset_factory(PieceForm, formset=forms.BaseFormSet, extra=0, max_num=20, validate_max=True)
RouteFormSet = forms.formset_factory(RouteForm, formset=Lines, extra=6, can_delete=True, max_num=500, validate_max=True)


def pieces_of(row: TransitProgramme | None) -> list[dict[str, Any]]:
    """All pieces, with what was said of each."""
    known = {} if row is None else {one.piece: one for one in row.pieces.all()}
    return [{"piece": code, **_told(known.get(code))} for code in ProgrammePiece.Piece.values]


def _told(one: ProgrammePiece | None) -> dict[str, Any]:
    return {} if one is None else {name: getattr(one, name) for name in ("is_due", "done_on", "where")}
