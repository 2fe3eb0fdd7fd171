"""Forms of standards: what people type, as values the acts take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms import PartForm, WordsField, title_field
from plans.models import Adoption
from raci.fields import DayField, Form
from raci.models import Objective
from raci.records import Kind


class NewStandard(Form):
    """Begin a standard or a policy."""

    activity = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect)
    title = title_field(_("Title"), _("As it is to stand in lists."))

    def __init__(self, *args: Any, kinds: list[Kind], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(kind.activity, str(kind.label)) for kind in kinds]
        self.fields["activity"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("activity", choices[0][0])


class StandardForm(PartForm):
    """Title, purpose, objective, and by when bureaus answer."""

    noun = _("Title, purpose and day")
    title = title_field(_("Title"))
    purpose = WordsField(
        label=_("Purpose"), required=False, help_text=_("What it is for, whom it serves, and what will be different.")
    )
    objective = forms.ModelChoiceField(
        Objective.objects.all(),
        label=_("Objective that it carries out"),
        required=False,
        empty_label=_("None of them"),
    )
    answer_by = DayField(
        label=_("Bureaus answer by"), required=False, help_text=_("Each says by then whether it adopts it.")
    )


class ClauseForm(PartForm):
    """One thing that it asks."""

    noun = _("Clause")
    title = title_field(_("What is asked"), _("One thing that a bureau does, so that one can see whether it does it."))
    words = WordsField(label=_("In full"), required=False)
    shown_by = WordsField(
        label=_("What shows that it is kept"), required=False, help_text=_("A figure, a paper, a practice one can see.")
    )


class AnswerForm(Form):
    """A bureau's answer."""

    stance = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect, choices=Adoption.Stance.choices)
    words = WordsField(
        label=_("What is changed, or why more time"),
        required=False,
        help_text=_("Not needed where it is adopted as it stands."),
    )
    until = DayField(label=_("Until"), required=False, help_text=_("Where you ask for time: a day to come."))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
