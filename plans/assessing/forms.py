"""Forms of impact assessments: what people type, as values the acts take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from plans.assessing.steps import Question, Step
from plans.assessing.words import QUESTIONS
from plans.forms import NO, NOT_SAID, YES, Opinion, PartForm, WordsField, title_field
from plans.models import Screening
from plans.models.assessments import Trigger
from raci.fields import DayField, Form
from raci.models import Unit

CHOOSE = ("", _("Choose one"))


def _unit() -> forms.ModelChoiceField[Unit]:
    return forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Of"),
        help_text=_("The city, or the unit whose assessments you are responsible for."),
        empty_label=_("Choose a unit"),
    )


def _trigger() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Kind of decision"), choices=[CHOOSE, *Trigger.choices])


class ScreeningForm(Form):
    """The few questions of a screening."""

    unit = _unit()
    title = title_field(_("What is about to be decided"), _("As it is to stand in lists."))
    trigger = _trigger()
    proposal = WordsField(label=_("The proposal"), help_text=_("In plain words: what, where, from when."))
    affected = WordsField(
        label=_("Who is affected"), help_text=_("Which groups, in which places; and how that is known.")
    )
    says = forms.ChoiceField(
        label=_("What the screening says"), widget=forms.RadioSelect, choices=Screening.Says.choices
    )
    why = WordsField(
        label=_("Why"), help_text=_("In a sentence or two. The answers advise; you say what is right here.")
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: QuerySet[Unit] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for name, text in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=text, widget=forms.RadioSelect, choices=Screening.Answer.choices
            )
        self.order_fields(["unit", "title", "trigger", "proposal", "affected", *QUESTIONS, "says", "why"])
        self.name_what_is_missing()


class NewAssessment(Form):
    """Begin a full assessment without a screening."""

    unit = _unit()
    title = title_field(_("What is about to be decided"), _("As it is to stand in lists."))
    trigger = _trigger()

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class StepForm(PartForm):
    """The questions of one step."""

    def __init__(self, *args: Any, step: Step, **options: Any) -> None:
        super().__init__(*args, **options)
        self.noun = step.title
        for question in step.questions:
            self.fields[question.name] = _field(question)
        self.name_what_is_missing()

    def shown(self, name: str, value: Any) -> Any:
        """Yes, no, or not said yet."""
        return {True: YES, False: NO, None: NOT_SAID}[value] if name == "opinion_sought" else value


def _field(question: Question) -> forms.Field:
    asked: dict[str, Any] = {"label": question.text, "help_text": question.help, "required": False}
    match question.name:
        case "title":
            return title_field(question.text, question.help)
        case "trigger":
            return forms.ChoiceField(label=asked["label"], choices=Trigger.choices)
        case "follow_up_on":
            return DayField(**asked)
        case "opinion_sought":
            sought: Any = Opinion.base_fields["opinion_sought"]
            return forms.TypedChoiceField(
                **asked, choices=sought.choices, coerce=sought.coerce, empty_value=None, widget=forms.RadioSelect
            )
    return WordsField(**asked)


class FollowUpForm(Form):
    """What was found."""

    words = WordsField(
        label=_("What was found"), help_text=_("Did what was wanted come about, and for whom? What did nobody expect?")
    )
    next_on = DayField(
        label=_("Looked at next on"), required=False, help_text=_("Leave it empty if this was the last time.")
    )
