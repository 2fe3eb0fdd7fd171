"""Forms of ties and measures: what people type, as values the acts take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from metrics.models import Indicator
from plans.forms import TITLE, PartForm, WordsField
from plans.initiatives.forms import ManyField
from plans.ties.offers import KINDS, Offer, Offers
from raci.fields import DayField, Form


class MeasureForm(PartForm):
    """What shows whether the action does what it is for."""

    noun = _("Measure")
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Indicator of the portal"),
        required=False,
        empty_label=_("None of them"),
        help_text=_("Its last released value then stands beside the target."),
    )
    title = WordsField(
        label=_("What is measured"),
        required=False,
        most=TITLE,
        one_line=True,
        help_text=_("Left empty, it is called as the indicator is. For example: children who finish a course."),
    )
    target = forms.DecimalField(
        label=_("Target"),
        required=False,
        max_digits=18,
        decimal_places=6,
        help_text=_("A number, such as 600 or 41.5."),
    )
    unit_label = WordsField(
        label=_("Unit"), required=False, most=60, one_line=True, help_text=_("Such as % or children.")
    )
    target_on = DayField(label=_("By"), required=False, help_text=_("The day by which the target is reached."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        indicator: Any = self.fields["indicator"]
        indicator.queryset = Indicator.objects.filter(retired_on=None).prefetch_related("versions")
        indicator.label_from_instance = lambda one: one.title

    def shown(self, name: str, value: Any) -> Any:
        """A number without the noughts that its column adds."""
        return f"{value.normalize():f}" if name == "target" and value is not None else value

    def clean(self) -> dict[str, Any]:
        """It is called something, and a target and its day come together."""
        said = super().clean() or {}
        if not said.get("title") and "title" not in self.errors:
            if said.get("indicator"):
                said["title"] = said["indicator"].title[:TITLE]
            else:
                self.add_error("title", _now("Say what is measured, or choose an indicator."))
        if said.get("target") is not None and not said.get("target_on") and "target_on" not in self.errors:
            self.add_error("target_on", _now("Say by which day the target is reached."))
        if said.get("target_on") and said.get("target") is None and "target" not in self.errors:
            self.add_error("target", _now("Say what is to be reached by that day."))
        return said


class ActionTiesForm(Form):
    """What an action stands on and waits for. What is not offered is no field."""

    clause = ManyField(
        label=_("Clauses of standards and policies that it carries out"), widget=forms.CheckboxSelectMultiple
    )
    theme = ManyField(label=_("Themes"), widget=forms.CheckboxSelectMultiple)
    needs = ManyField(
        label=_("Actions that come first"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It waits for these. Actions of other plans are found by the search above."),
    )
    line = ManyField(label=_("Lines of budget reviews that pay for it"), widget=forms.CheckboxSelectMultiple)
    evidence = ManyField(label=_("Evidence that shows it"), widget=forms.CheckboxSelectMultiple)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offers: Offers, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in KINDS:
            if offers[kind]:
                self.fields[kind].choices = list(_grouped(offers[kind]))  # type: ignore[attr-defined]
            else:
                del self.fields[kind]


def _grouped(offers: Iterable[Offer]) -> Iterable[Any]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for one in offers:
        groups.setdefault(one.place, []).append((one.number, one.shown or one.words))
    for place, choices in groups.items():
        yield from [(place, choices)] if place else choices


class ServesForm(Form):
    """The goal above that a goal hangs on, if any."""

    goal = forms.TypedChoiceField(
        label=_("Goal above"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offers: Iterable[Offer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["goal"].choices = [("", _now("None of them")), *_grouped(offers)]  # type: ignore[attr-defined]
