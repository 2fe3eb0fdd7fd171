"""Forms of Section 3: a project with its assistance, the hours of a period, workers, efforts, and a file of hours."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.forms.asking import NumberField
from compliance.forms.language_assessments import Lines
from compliance.models import Assistance, LaborHours, QualitativeEffort, Section3Project, WorkerStatus
from compliance.section3.hours import contradiction
from raci.fields import DayField, Form, MoneyField
from raci.forms import words
from raci.models import Unit

YES_NO = (("", _("not known")), ("True", _("yes")), ("False", _("no")))
HEAD = (
    "title", "number", "under", "has_public_housing", "supply_only", "committed_on", "completed_on", "counts_professional",
    "contact", "note",
)  # fmt: skip


class HoursField(NumberField):
    """Hours as people write them: 18,400 or 1,200.5."""

    def __init__(self, **options: Any) -> None:
        super().__init__(whole=False, least=0, most=None, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """Without noughts that say nothing."""
        return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) and value % 1 == 0 else value

    def clean(self, value: Any) -> Any:
        """Hundredths at the finest, as they are kept."""
        number = super().clean(value)
        if number is not None and (number > Decimal("9999999999.99") or number != round(Decimal(number), 2)):
            raise forms.ValidationError(_("Write hours with at most two digits after the point."))
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares hours, not how they are written."""
        try:
            return bool(self.clean("" if initial is None else str(self.prepare_value(initial))) != self.clean(data))
        except forms.ValidationError:
            return True


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=YES_NO,
            coerce=lambda text: {"True": True, "False": False}.get(text),
            empty_value=None,
            required=False,
            **options,
        )


class ProjectForm(Form):
    """A project."""

    title = forms.CharField(label=_("Project"), max_length=300, help_text=_("As people call it: “Library renovation”."))
    number = forms.CharField(
        label=_("Grant or activity number"), max_length=60, required=False, help_text=_("As in IDIS or DRGR.")
    )
    under = forms.ChoiceField(
        label=_("Under what it is assisted"), choices=Section3Project.Under.choices, required=False,
        help_text=_("It decides the threshold. Public housing financial assistance has none."),
    )  # fmt: skip
    has_public_housing = forms.BooleanField(
        label=_("Public housing money is in it too"), required=False,
        help_text=_("The project is then reported as a whole (24 CFR 75.29)."),
    )  # fmt: skip
    supply_only = forms.BooleanField(label=_("It only supplies material"), required=False)
    committed_on = DayField(
        label=_("Day the assistance was committed"), required=False,
        help_text=_("The threshold of that day is used. Empty: not known."),
    )  # fmt: skip
    completed_on = DayField(label=_("Completed on"), required=False)
    counts_professional = forms.BooleanField(
        label=_("Professional hours of Section 3 workers are counted"), required=False,
        help_text=_("A city may count them. They never count in the hours that the shares are of."),
    )  # fmt: skip
    contact = forms.CharField(label=_("Contact for the report"), max_length=300, required=False)
    note = words(_("What to know about it"), required=False, rows=3)


class NewProjectForm(ProjectForm):
    """... and whose it is."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    field_order = ("unit", *HEAD)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        if len(units) == 1:
            unit.initial = units[0].pk


class Line(Form):
    """A row of a page with several; one left empty is left out."""

    @property
    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("DELETE", "ORDER")}


class AssistanceForm(Line):
    """HUD assistance of one programme."""

    programme = forms.CharField(label=_("HUD programme"), max_length=200, help_text=_("“CDBG”, “HOME”."))
    cents = MoneyField(label=_("Amount"))
    part = forms.ChoiceField(label=_("Which"), choices=Assistance.Part.choices, initial=Assistance.Part.FIRST)


class HoursForm(Line):
    """The hours of one contractor."""

    contractor = forms.CharField(label=_("Contractor"), max_length=200)
    contractor_code = forms.CharField(label=_("Contractor’s number"), max_length=40, required=False)
    total = HoursField(label=_("All hours"))
    professional = HoursField(label=_("Of them, professional services"))
    section3 = HoursField(label=_("Of Section 3 workers"))
    targeted = HoursField(label=_("Of them, Targeted"))
    professional_section3 = HoursField(label=_("Professional, of Section 3 workers"))
    certified = YesNoField(label=_("Certification of priorities on file"))
    assessed = forms.BooleanField(label=_("Hours not tracked: good-faith assessment"), required=False)

    def clean(self) -> dict[str, Any]:
        """Numbers that contradict each other are said at the one that cannot be."""
        said = self.cleaned_data
        wrong = contradiction(said)
        if wrong is not None and not self.errors:
            self.add_error(wrong.field, forms.ValidationError(_(wrong.text)))
        return said


class WorkerForm(Line):
    """A worker, by number."""

    worker = forms.CharField(label=_("Worker’s number"), max_length=40, help_text=_("As in the payroll; no name."))
    is_targeted = forms.BooleanField(label=_("Targeted"), required=False)
    certified_on = DayField(label=_("Certified on"))
    proof = forms.ChoiceField(label=_("What shows it"), choices=WorkerStatus.Proof.choices)
    worked_until = DayField(label=_("Last day of hours counted"), required=False, help_text=_("Empty: still at work."))


class EffortForm(Line):
    """One of the fourteen efforts."""

    effort = forms.ChoiceField(choices=QualitativeEffort.Effort.choices, widget=forms.HiddenInput)
    done = YesNoField(label=_("Made?"))
    on = DayField(label=_("When"), required=False)
    count = forms.IntegerField(label=_("People or businesses"), required=False, min_value=0, max_value=10**6)
    evidence = forms.CharField(label=_("What shows it"), max_length=500, required=False)

    @property
    def title(self) -> str:
        """Which effort, in words."""
        code = self["effort"].value()
        return str(dict(QualitativeEffort.Effort.choices).get(code, ""))

    def clean(self) -> dict[str, Any]:
        """What was not made has no day and no number."""
        said = self.cleaned_data
        if not said.get("done") and (said.get("on") or said.get("count") or said.get("evidence")):
            self.add_error("done", forms.ValidationError(_("A day, number or proof is given: choose yes.")))
        return said


AssistanceFormSet = forms.formset_factory(
    AssistanceForm, formset=Lines, extra=2, can_delete=True, max_num=100, validate_max=True
)
HoursFormSet = forms.formset_factory(HoursForm, formset=Lines, extra=2, can_delete=True, max_num=100, validate_max=True)
WorkerFormSet = forms.formset_factory(
    WorkerForm, formset=Lines, extra=3, can_delete=True, max_num=500, validate_max=True
)
EffortFormSet = forms.formset_factory(EffortForm, formset=forms.BaseFormSet, extra=0, max_num=14, validate_max=True)


class HoursFile(Form):
    """A file of hours."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV or Excel, one contractor in one period a row. At most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip


def assistance_of(row: Section3Project) -> list[dict[str, Any]]:
    """Its lines, as the form shows them."""
    return [
        {"programme": one.programme, "cents": one.cents, "part": one.part} for one in row.assistance.order_by("order")
    ]


def hours_of(rows: Sequence[LaborHours]) -> list[dict[str, Any]]:
    """The rows of a period, as the form shows them."""
    return [{name: getattr(one, name) for name in HoursForm.base_fields} for one in rows]


def workers_of(row: Section3Project) -> list[dict[str, Any]]:
    """Its workers, as the form shows them."""
    return [{name: getattr(one, name) for name in WorkerForm.base_fields} for one in row.workers.order_by("worker")]


def efforts_of(row: Section3Project) -> list[dict[str, Any]]:
    """All fourteen, with what was said of each."""
    known = {one.effort: one for one in row.efforts.all()}
    return [{"effort": code, **_told(known.get(code))} for code in QualitativeEffort.Effort.values]


def _told(one: QualitativeEffort | None) -> dict[str, Any]:
    return {} if one is None else {name: getattr(one, name) for name in ("done", "on", "count", "evidence")}
