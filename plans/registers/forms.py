"""Forms of the registers: what people type, as values the acts take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from plans.forms import WordsField, title_field
from plans.models import ListedPolicy, LongRangePlan, Standard
from raci.fields import DayField, Form
from raci.models import Theme, Unit


class EntryForm(Form):
    """One entry of a register. `opened`: what the form was opened on."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def values(self) -> dict[str, Any]:
        """By the model's columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "opened"}


class ComparisonForm(EntryForm):
    """What another city does."""

    city = WordsField(label=_("City"), most=200, one_line=True)
    practice = title_field(_("What it does"), _("In one line."))
    words = WordsField(label=_("How"), required=False)
    source = WordsField(label=_("Source"), help_text=_("Where it can be read, or who told it."))
    lesson = WordsField(label=_("What there is to learn"))
    looked_on = DayField(label=_("Looked at on"))


class PolicyForm(EntryForm):
    """A policy that is there."""

    title = title_field(_("Title"))
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("path"), label=_("Owner"), empty_label=_("Choose a unit"),
        help_text=_("The unit that answers for it."),
    )  # fmt: skip
    reference = WordsField(label=_("Number or place"), most=300, one_line=True, required=False)
    in_force_since = DayField(label=_("In force since"), required=False)
    reviewed_on = DayField(label=_("Reviewed last on"), required=False)
    review_every_years = forms.IntegerField(
        label=_("Reviewed every so many years"), min_value=1, max_value=50, initial=5
    )
    verdict = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[("", _("Not judged yet")), *ListedPolicy.Verdict.choices],
        required=False,
    )
    why = WordsField(label=_("Why"), required=False)
    begun = WordsField(
        label=_("What is begun about it"),
        required=False,
        help_text=_("Where it is to be amended or retired: what is under way."),
    )
    standard = forms.ModelChoiceField(
        Standard.objects.all(), label=_("Policy in the portal"), required=False, empty_label=_("None of them"),
        help_text=_("Where its next text is written here."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A verdict has its reason."""
        said = super().clean() or {}
        if said.get("verdict") and not said.get("why", "").strip():
            self.add_error("why", _now("Say why."))
        return said


class AlignmentForm(EntryForm):
    """What was said at another table."""

    body = title_field(_("Table or body"), _("For example: a regional housing board."))
    theme = forms.ModelChoiceField(Theme.objects.all(), label=_("Theme"), empty_label=_("Choose a theme"))
    question = title_field(_("What it was about"))
    position = WordsField(label=_("Position taken"))
    result = WordsField(label=_("Result"), required=False)
    met_on = DayField(label=_("Day"))
    next_on = DayField(label=_("Next on"), required=False)


class LongRangeForm(EntryForm):
    """A long-range plan, and its equity review."""

    title = title_field(_("Title"))
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("path"), label=_("Owner"), empty_label=_("Choose a unit"),
        help_text=_("The unit that answers for it."),
    )  # fmt: skip
    theme = forms.ModelChoiceField(Theme.objects.all(), label=_("Theme"), required=False, empty_label=_("None of them"))
    reference = WordsField(label=_("Where it can be read"), most=300, one_line=True, required=False)
    adopted_on = DayField(label=_("Adopted on"), required=False)
    until_year = forms.IntegerField(label=_("Reaches to the year"), min_value=1950, max_value=2199, required=False)
    next_on = DayField(
        label=_("Its next update is decided on"),
        required=False,
        help_text=_("Where no review is done by then, it is said."),
    )
    review = forms.ChoiceField(label=_("Equity review"), choices=LongRangePlan.Review.choices)
    reviewed_on = DayField(label=_("Reviewed for equity on"), required=False)
    found = WordsField(label=_("What the review found, or why none is needed"), required=False)
    followed = WordsField(label=_("What came of it"), required=False)

    def clean(self) -> dict[str, Any]:
        """A review that is done says when and what it found; one that is not needed, why."""
        said, review = super().clean() or {}, LongRangePlan.Review
        if said.get("review") == review.DONE and not said.get("reviewed_on") and "reviewed_on" not in self.errors:
            self.add_error("reviewed_on", _now("Say when it was reviewed."))
        if said.get("review") in (review.DONE, review.NOT_NEEDED) and not said.get("found", "").strip():
            self.add_error("found", _now("Say what the review found, or why none is needed."))
        return said
