"""Forms of objectives: who affirmed one when, and taking that back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import DayField, Form
from raci.forms import words


class Affirming(Form):
    """Who affirmed an objective, and when."""

    body = forms.CharField(
        label=_("Affirmed by"),
        max_length=300,
        help_text=_("A body, as the City Leadership Team or the Council; with the meeting, where there was one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    affirmed_on = DayField(label=_("On"))
    words = words(_("What was said"), required=False, rows=3)


class TakingBack(Form):
    """It was a mistake."""

    why = words(_("Reason"), help_text=_("The line stays, crossed out, with your reason."), rows=3)
