"""Why something is taken back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import Form


class Reason(Form):
    """The reason, which history keeps."""

    why = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason.")},
    )
