"""Forms of batches and of locked periods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Unit


class Describing(Form):
    """What is said of a batch."""

    title = forms.CharField(label=_("Title"), max_length=300)
    source = words(_("Source of the figures"), rows=2, help_text=_("Who made them, and where they can be looked up."))
    note = words(_("What to know about them"), required=False, rows=3)


class Undoing(Form):
    """Why a batch is taken out."""

    why = words(_("Reason"), help_text=_("It stands in the history, and those who are told read it."), rows=3)


class Locking(Form):
    """Which days are locked, and why."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=_("Unit"), empty_label=_("Choose a unit"), help_text=_("All units below it are locked too.")
    )
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    why = words(_("Reason"), rows=2)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class Opening(Form):
    """Why a locked period is opened again."""

    why = words(_("Reason"), help_text=_("It stands in the history."), rows=3)
