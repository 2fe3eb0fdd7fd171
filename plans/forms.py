"""The plan's forms: what people type, as values the acts take.

Text is taken as it was typed. Line ends become "\\n" whatever the browser sends (so that a text has one hash), a NUL is
refused (PostgreSQL keeps none), and titles lose the blanks around them. Lengths are checked here and not by the browser,
which would cut a pasted text short without a word.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from plans.actions import Part, fingerprint
from plans.models import LONG, Action, Goal, Outcome, Plan
from raci.fields import DayField, Form, MoneyField
from raci.models import Unit

TITLE = 300
REFERENCES = ("lead", "objective", "directive", "service", "indicator")  # fields that name another row
YES, NO, NOT_SAID = "yes", "no", ""


class TextLength(MaxLengthValidator):
    """At most so many characters, said with both numbers."""

    message = ngettext_lazy(
        "Write at most %(limit_value)s character (there are %(show_value)s).",
        "Write at most %(limit_value)s characters (there are %(show_value)s).",
        "limit_value",
    )


class WordsField(forms.CharField):
    """Text as typed, with line ends as "\\n"."""

    def __init__(self, *, most: int = LONG, one_line: bool = False, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput if one_line else forms.Textarea(attrs={"rows": 6}))
        super().__init__(strip=one_line, **options)
        self.validators = [
            TextLength(most),
            ProhibitNullCharactersValidator(_("This has a character that cannot be kept (NUL). Take it out.")),
        ]

    def to_python(self, value: Any) -> str:
        """One kind of line end."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def title_field(label: Any, help_text: Any = "") -> WordsField:
    """A line that names something."""
    return WordsField(label=label, help_text=help_text, most=TITLE, one_line=True)


class PartForm(Form):
    """A form on one part of a plan. `opened` says what the fields were when it was opened."""

    noun: Any = ""
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def names(self) -> list[str]:
        """The fields that people fill in."""
        return [name for name in self.fields if name != "opened"]

    def values(self) -> dict[str, Any]:
        """What was typed, by the model's column."""
        said = {self.column(name): value for name, value in self.cleaned_data.items() if name != "opened"}
        return {name: value.pk if isinstance(value, Model) else value for name, value in said.items()}

    def column(self, name: str) -> str:
        """The model's column a field is kept in."""
        return f"{name}_id" if name in REFERENCES else name

    def columns(self) -> list[str]:
        """The columns this form is about."""
        return [self.column(name) for name in self.names]

    def saved(self, part: Part) -> dict[str, Any]:
        """The part's saved values by field, as the form shows them; and what it is opened on."""
        values = {name: self.shown(name, getattr(part, self.column(name))) for name in self.names}
        return {**values, "opened": fingerprint(part, self.columns())}

    def shown(self, name: str, value: Any) -> Any:  # noqa: ARG002  (forms with a control of another kind ask for it)
        """A saved value as its control takes it."""
        return value

    def readable(self, name: str, value: Any) -> str:
        """A control's value in words, for putting two beside each other."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return _choice(field.choices, str(value if value is not None else ""))
        prepared = field.prepare_value(value)
        formatted = field.widget.format_value(prepared)
        return str(formatted if formatted is not None else "")


def _choice(choices: Any, value: str) -> str:
    for key, label in choices:
        if isinstance(label, list | tuple):
            found = _choice(label, value)
            if found:
                return found
        elif str(key) == value:
            return str(label)
    return ""


class NewPlan(Form):
    """Begin a plan: for which unit, what it is called, and its period."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("The units whose plans you are responsible for."),
        empty_label=gettext_lazy("Choose a unit"),
    )
    title = title_field(gettext_lazy("Title"), gettext_lazy("As it is to stand in lists and on the printed plan."))
    begins_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    from_template = forms.BooleanField(
        label=gettext_lazy("Begin it from the city’s template"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Its questions, each with help and an example, are answered one by one; the plan keeps them."
        ),
    )

    def clean_ends_on(self) -> Any:
        """A period runs forward."""
        return _not_before(self, "begins_on", "ends_on", _("The last day must not be before the first day."))


def _not_before(form: forms.Form, first: str, last: str, message: str) -> Any:
    begins, ends = form.cleaned_data.get(first), form.cleaned_data[last]
    if begins and ends < begins:
        raise forms.ValidationError(message)
    return ends


class PlanDetails(PartForm):
    """Title, period, summary."""

    noun = gettext_lazy("Title, period and summary")
    title = title_field(gettext_lazy("Title"))
    begins_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    summary = WordsField(
        label=gettext_lazy("Summary"),
        required=False,
        help_text=gettext_lazy("What the plan is for, whom it serves, and what will be different. Plain text."),
    )

    clean_ends_on = NewPlan.clean_ends_on


class Opinion(PartForm):
    """The card "opinion of communities"."""

    noun = gettext_lazy("Opinion of communities")
    opinion_sought = forms.TypedChoiceField(
        label=gettext_lazy("Was the opinion of communities sought?"),
        choices=((YES, gettext_lazy("Yes")), (NO, gettext_lazy("No")), (NOT_SAID, gettext_lazy("Not said yet"))),
        coerce=lambda value: {YES: True, NO: False}[value],
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    opinion_from = WordsField(label=gettext_lazy("If yes: from whom?"), required=False)
    opinion_said = WordsField(label=gettext_lazy("If yes: what was said?"), required=False)
    opinion_changed = WordsField(label=gettext_lazy("If yes: what changed because of it?"), required=False)
    opinion_why_not = WordsField(label=gettext_lazy("If no: why was it not sought?"), required=False)

    def shown(self, name: str, value: Any) -> Any:
        """Yes, no, or not said yet."""
        return {True: YES, False: NO, None: NOT_SAID}[value] if name == "opinion_sought" else value


class GoalForm(PartForm):
    """A goal."""

    noun = gettext_lazy("Goal")
    title = title_field(gettext_lazy("Goal"), gettext_lazy("What is to be reached, in one sentence."))
    description = WordsField(label=gettext_lazy("Description"), required=False)


class OutcomeForm(PartForm):
    """An outcome."""

    noun = gettext_lazy("Outcome")
    title = title_field(
        gettext_lazy("Outcome"), gettext_lazy("What will be different for people when the goal is reached.")
    )


class ActionForm(PartForm):
    """An action: what will be done, who leads, with whom, when, for how much."""

    noun = gettext_lazy("Action")
    title = title_field(gettext_lazy("Action"), gettext_lazy("What will be done."))
    lead = forms.TypedChoiceField(
        label=gettext_lazy("Lead"),
        coerce=int,
        help_text=gettext_lazy("The post that answers for it; whoever holds the post leads."),
    )
    partners = WordsField(
        label=gettext_lazy("Partners"),
        required=False,
        most=500,
        one_line=True,
        help_text=gettext_lazy("Who works on it besides the lead."),
    )
    starts_on = DayField(label=gettext_lazy("Start"))
    due_on = DayField(label=gettext_lazy("Due"))
    budget_cents = MoneyField(
        label=gettext_lazy("Budget"),
        help_text=gettext_lazy("In dollars, such as 48,000 or 48,000.50. Write 0 if it costs nothing more."),
        error_messages={"invalid": gettext_lazy("Write an amount such as 48,000 or 48,000.50.")},
    )

    def __init__(self, *args: Any, posts: list[tuple[str, list[tuple[str, str]]]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].choices = [("", _("Choose a post")), *posts]  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        """Work ends after it begins."""
        return _not_before(self, "starts_on", "due_on", _("An action must not be due before it starts."))


class StatusForm(Form):
    """Where an action stands."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=Action.Status.choices)


FORMS: dict[type, type[PartForm]] = {Plan: PlanDetails, Goal: GoalForm, Outcome: OutcomeForm, Action: ActionForm}
