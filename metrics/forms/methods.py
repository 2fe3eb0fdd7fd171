"""The forms of methods: what people type, as values the acts take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.methods.content import plain
from metrics.models import DisparityMethod, IndexDefinition
from raci.fields import Form
from raci.forms import words

TITLE = 300
SPARE = 3  # empty lines for further parts
SCORES = (
    ("both", gettext_lazy("level and gap, half each")),
    ("level", gettext_lazy("level")),
    ("gap", gettext_lazy("gap between groups")),
)


def _title() -> forms.CharField:
    return forms.CharField(label=gettext_lazy("Title"), max_length=TITLE)


class NewMethod(Form):
    """Begin a method: what it is called."""

    title = _title()


class MethodForm(Form):
    """The rules of a disparity method."""

    title = _title()
    purpose = words(gettext_lazy("What it is for"), required=False, rows=3)
    reference = forms.ChoiceField(
        label=gettext_lazy("Groups are compared with"),
        choices=DisparityMethod.Reference.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "The highest rate is the rule of the Uniform Guidelines; it draws ratios down where groups are many and small."
        ),
    )
    named = forms.CharField(
        label=gettext_lazy("If a named group: its name as it stands in tables"), required=False, max_length=200
    )
    min_share_percent = forms.DecimalField(
        label=gettext_lazy("Least share of the people, in percent"),
        min_value=0,
        max_value=50,
        max_digits=5,
        decimal_places=2,
        help_text=gettext_lazy("A smaller group is shown and compared, but is not what others are compared with."),
    )
    min_people = forms.IntegerField(
        label=gettext_lazy("Least number of people in a group"), min_value=1, max_value=100_000
    )
    threshold_numerator = forms.IntegerField(
        label=gettext_lazy("Threshold of the ratio: numerator"), min_value=1, max_value=1000
    )
    threshold_denominator = forms.IntegerField(
        label=gettext_lazy("Threshold of the ratio: denominator"),
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("Two whole numbers, such as 4 and 5, so that counts are compared exactly."),
    )
    alpha = forms.DecimalField(
        label=gettext_lazy("Level of the two-sided tests"),
        min_value=Decimal("0.0001"),
        max_value=Decimal("0.5"),
        max_digits=5,
        decimal_places=4,
    )
    adjusts = forms.BooleanField(
        label=gettext_lazy("Correct for many comparisons (Benjamini-Hochberg)"),
        required=False,
        help_text=gettext_lazy(
            "Then a difference is called significant only if it still is after the correction; both are shown."
        ),
    )
    source = words(gettext_lazy("On what it rests"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        """A named group has a name; the threshold is at most the whole."""
        given = super().clean() or {}
        if given.get("reference") == DisparityMethod.Reference.NAMED and not given.get("named"):
            self.add_error("named", _("Write the name of the group."))
        top, bottom = given.get("threshold_numerator"), given.get("threshold_denominator")
        if top and bottom and top > bottom:
            self.add_error("threshold_numerator", _("The threshold is at most the whole: numerator below denominator."))
        return given

    @classmethod
    def saved(cls, row: DisparityMethod) -> dict[str, Any]:
        """What is saved, by field."""
        values = {name: getattr(row, name) for name in cls.base_fields}
        return values | {name: plain(values[name]) for name in ("min_share_percent", "alpha")}


class IndexForm(Form):
    """What an index is called, is for and rests on; its parts are lines of their own."""

    title = _title()
    purpose = words(gettext_lazy("What it is for"), required=False, rows=3)
    least_coverage_percent = forms.IntegerField(
        label=gettext_lazy("Least weight that must be known, in percent"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("With less known, no score is shown."),
    )
    source = words(gettext_lazy("On what it rests"), required=False, rows=3)

    @classmethod
    def saved(cls, row: IndexDefinition) -> dict[str, Any]:
        """What is saved, by field."""
        return {name: getattr(row, name) for name in cls.base_fields}


class PartForm(Form):
    """One indicator of an index."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    domain = forms.CharField(label=gettext_lazy("Domain"), max_length=100)
    weight = forms.DecimalField(
        label=gettext_lazy("Weight in its domain"), min_value=Decimal("0.01"), max_digits=8, decimal_places=2
    )
    floor = forms.DecimalField(label=gettext_lazy("Value that scores 0"), max_digits=18, decimal_places=6)
    ceiling = forms.DecimalField(label=gettext_lazy("Value that scores 100"), max_digits=18, decimal_places=6)
    score = forms.ChoiceField(  # its first choice is what a browser sends of a line that is left empty
        label=gettext_lazy("What counts"), choices=SCORES, initial=SCORES[0][0]
    )
    by = forms.ChoiceField(label=gettext_lazy("Gap between the groups of"), required=False)

    def __init__(
        self, *args: Any, indicators: Sequence[tuple[str, str]], dimensions: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name, choices in (("indicator", indicators), ("by", dimensions)):
            self.fields[name].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Goalposts differ, and a gap is one between groups."""
        given = super().clean() or {}
        if given.get("floor") is not None and given.get("floor") == given.get("ceiling"):
            self.add_error("ceiling", _("The two goalposts differ."))
        if given.get("score") in ("gap", "both") and not given.get("by"):
            self.add_error("by", _("Choose between which groups the gap is measured."))
        return given

    def part(self) -> dict[str, Any]:
        """As it is kept: numbers as text."""
        given = self.cleaned_data
        numbers = {name: plain(given[name]) for name in ("weight", "floor", "ceiling")}
        by = given["by"] if given["score"] != "level" else ""
        return {name: given[name] for name in ("indicator", "domain", "score")} | numbers | {"by": by}


Parts = forms.formset_factory(PartForm, extra=SPARE, can_delete=True, max_num=60, validate_max=True)


def parts_of(forms_of_parts: Iterable[PartForm]) -> list[dict[str, Any]]:
    """The filled lines, in order, without those to be taken out."""
    kept = (one for one in forms_of_parts if one.has_changed() or one.initial)
    return [one.part() for one in kept if one.cleaned_data and not one.cleaned_data.get("DELETE")]
