"""The form of a list's saved view."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import Form


class SaveView(Form):
    """Keep what a list is filtered and sorted by."""

    name = forms.CharField(label=_("Name of the view"), max_length=80)
    is_default = forms.BooleanField(label=_("Open the list with it"), required=False)
