"""Forms of findings and corrective actions: they parse what was sent; the rules are the acts'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.forms.duties import line
from compliance.models import CorrectiveAction, Finding, Requirement
from raci.actions.recommendations import Raised
from raci.fields import DayField, Form
from raci.forms import words
from raci.forms.directives import PostChoice
from raci.forms.modes import UnderMode
from raci.models import Post, Recommendation, Unit


class FindingForm(Form):
    """Something was found wanting."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit")
    )
    requirement: forms.ModelChoiceField[Requirement] = forms.ModelChoiceField(
        Requirement.objects.order_by("programme__order", "order", "code"),
        label=_("Requirement"),
        required=False,
        empty_label=_("None in particular"),
    )
    title = line(_("What was found"))
    words = words(_("In words"), help_text=_("What was seen, where and when, and what it falls short of."))
    source = forms.ChoiceField(
        label=_("Found by"), choices=[("", _("Choose how it was found")), *Finding.Source.choices]
    )
    weight = forms.ChoiceField(label=_("Weight"), widget=forms.RadioSelect, choices=Finding.Weight.choices)
    found_on = DayField(label=_("Found on"))

    def __init__(self, *args: Any, units: list[Unit] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"], self.fields["requirement"]
        else:
            field: Any = self.fields["unit"]
            field.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")

    @property
    def values(self) -> dict[str, Any]:
        """As the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "unit"}


class ActionForm(Form):
    """What is done about a finding."""

    title = line(_("What is done"))
    words = words(_("In words"), required=False, rows=4)
    owner = PostChoice(
        Post.objects.none(), label=_("Who does it"), help_text=_("A post that is responsible in the unit.")
    )
    due_on = DayField(label=_("Due"))
    effort_days = forms.IntegerField(
        label=_("Working days it takes"), required=False, min_value=0, max_value=100_000, help_text=_("An estimate.")
    )

    def __init__(self, *args: Any, owners: list[Post], action: CorrectiveAction | None = None, **kwargs: Any) -> None:
        if action is not None:
            names = ("title", "words", "owner", "due_on", "effort_days")
            kwargs["initial"] = {name: getattr(action, name) for name in names}
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.offer(owners)


class DoneForm(UnderMode):
    """It is done."""

    done_on = DayField(label=_("Done on"))
    words = words(_("What was done"), help_text=_("So that somebody else can see it: what, where, and what shows it."))


class VerifyingForm(UnderMode):
    """Somebody else saw it done."""

    how = words(_("How you verified it"), help_text=_("What you looked at, where and when."), rows=4)


class ClosingForm(Form):
    """Close a finding."""

    words = words(_("How it ended"), help_text=_("It stands on the finding, with your name and the day."))


class WithdrawingForm(Form):
    """It was recorded by mistake."""

    words = words(
        _("Why it was a mistake"),
        help_text=_("Only what was never so is withdrawn. It stays to read, with your name, the day and this reason."),
    )


class RecommendingForm(Form):
    """Recommend something on a finding."""

    title = line(_("What it is called"))
    words = words(_("What is recommended"), help_text=_("What should be done, so that one can see when it is."))
    source = forms.ChoiceField(label=_("Raised from"))
    source_title = line(_("Title of what raised it"), help_text=_("The audit or report, with its date."))
    answer_due_on = DayField(label=_("Answer due on"))

    def __init__(self, *args: Any, sources: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names, field = dict(Recommendation.Source.choices), self.fields["source"]
        field.choices = [(code, names[code]) for code in sources]  # type: ignore[attr-defined]

    def said(self, finding: Finding, url: str) -> Raised:
        """As the kernel's act takes it."""
        return Raised(**self.cleaned_data, unit=finding.unit, source_url=url)
