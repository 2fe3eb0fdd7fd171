"""Forms of recommendations: they parse what was sent and say what is wrong; the rules are the acts'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.actions.recommendations import Raised
from raci.fields import DayField, Form
from raci.forms import words
from raci.forms.modes import UnderMode
from raci.models import Recommendation, RecommendationAnswer, Unit
from raci.queries.recommendations import units_to_advise


def line(label: Any, **options: Any) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(
        label=label, max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options
    )


class Raising(Form):
    """Raise a recommendation."""

    title = line(_("What it is called"))
    words = words(_("What is recommended"), help_text=_("What should be done, so that one can see when it is."))
    source = forms.ChoiceField(label=_("Raised from"))
    source_title = line(_("Title of what raised it"), help_text=_("The audit or report, with its date."))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("To which unit"), empty_label=_("Choose a unit"))
    body = line(
        _("To which body of it"),
        required=False,
        help_text=_("A board or commission; leave it empty where the unit itself answers."),
    )
    answer_due_on = DayField(label=_("Answer due on"))

    def __init__(self, *args: Any, sources: dict[str, list[Unit]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        names = dict(Recommendation.Source.choices)
        source.choices = [("", _("Choose what raised it")), *((code, names[code]) for code in sources)]
        unit: Any = self.fields["unit"]
        units = units_to_advise(sources.values())
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")

    @property
    def said(self) -> Raised:
        """What was typed, as the act takes it."""
        return Raised(**self.cleaned_data)


class Answering(UnderMode):
    """The unit's answer."""

    position = forms.ChoiceField(
        label=_("Your position"), widget=forms.RadioSelect, choices=RecommendationAnswer.Position.choices
    )
    words = words(_("Your answer"), help_text=_("What will be done, or why it will not."))
    done_by = DayField(label=_("To be done by"), required=False)

    @property
    def said(self) -> dict[str, Any]:
        """The answer, as the act takes it."""
        return {name: self.cleaned_data[name] for name in ("position", "words", "done_by")}


class FollowingUp(Form):
    """Follow it up."""

    words = words(_("How it stands"))
    next_on = DayField(label=_("Look at it again on"), required=False)


class Closing(Form):
    """Close it."""

    words = words(_("How it ended"), help_text=_("It stands on the recommendation, with your name and the day."))


class Accepting(UnderMode):
    """Accept the answer."""


class GivingBack(UnderMode):
    """Give the answer back, or take it back."""

    why = words(_("Reason"), rows=3)
