"""Forms of a recruitment and its milestones."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import DayField, Form
from raci.forms import words
from raci.forms.descriptions import source


class Opening(Form):
    """Begin to look for who will hold a post."""

    begun_on = DayField(label=_("Begun on"))
    words = words(_("About it"), required=False, rows=4, help_text=_("What everybody may know: who looks, how, where."))
    source = source()


class Closing(Form):
    """End it."""

    closed_on = DayField(label=_("Closed on"))
    outcome = words(_("What came of it"), rows=3)


class Step(Form):
    """A milestone; its date may be vague."""

    title = forms.CharField(label=_("Milestone"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    when = forms.CharField(
        label=_("When, as it is given"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("In the words of whoever gives it: “Nov. 18-22”, “December or after”."),
    )  # fmt: skip
    earliest = DayField(label=_("Earliest day it can mean"), help_text=_("Milestones stand in the order of this day."))
    latest = DayField(
        label=_("Latest day it can mean"), required=False, help_text=_("Leave it empty where it is open: “or after”.")
    )
    done_on = DayField(label=_("Done on"), required=False)
