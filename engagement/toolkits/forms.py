"""Forms of tools."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.models import Tool
from engagement.training.forms import line
from raci.fields import DayField, Form
from raci.forms import words


class ToolForm(Form):
    """What is said of a version."""

    title = line(_("Title"))
    version = line(_("Version"), _("“2”, “2027-01”."), most=40)
    step = forms.ChoiceField(label=_("For which step"), choices=Tool.Step.choices)
    about = words(_("What it does, and when to take it"), rows=4)
    place = line(_("Where it is kept"), _("A link, or words that lead there."), most=2000, required=False)


class NewTool(ToolForm):
    """With its file, or where it is kept."""

    document = forms.FileField(label=_("File"), required=False)
    field_order = ("title", "version", "step", "about", "document", "place")


class UseForm(Form):
    """That one's unit used it."""

    used_on = DayField(label=_("Day"))
    used_for = line(_("For what"), _("“Budget request 2027”."), most=500)
    learned = words(_("What helped, and what did not"), required=False, rows=3)
