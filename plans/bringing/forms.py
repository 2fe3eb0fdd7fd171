"""Forms of bringing a plan in: which file or text, and what becomes of each line of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plans.bringing.confirming import Kept
from plans.forms import NewPlan, WordsField, title_field
from plans.models import Plan
from raci.fields import DayField, Form, MoneyField

MOST_TEXT = 200_000
Posts = list[tuple[str, list[tuple[str, str]]]]


class ChoosePlan(Form):
    """The plan that exists: for which unit, for which time, and its file or its text."""

    unit = NewPlan.base_fields["unit"]
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label=_("Into a draft that is there already"), required=False, empty_label=_("No: begin a new plan"),
    )  # fmt: skip
    title = title_field(_("Title"), _("Left empty, it is the first line of the file."))
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("Last day"), help_text=_("“Ongoing” is read as the plan’s own time, and “June” as a June of it.")
    )
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True,
        help_text=_(
            "An Excel workbook (.xlsx), CSV or text, at most 25 MB: its rows are read. A Word file or a PDF is kept as the "
            "original, and nothing is read in it."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.md,.docx,.pdf,.odt"}),
    )  # fmt: skip
    text = WordsField(
        label=_("Or paste its text"), required=False, most=MOST_TEXT,
        help_text=_("Out of Word, an e-mail or a spreadsheet: goals, outcomes and actions a line each."),
    )  # fmt: skip

    clean_ends_on = NewPlan.clean_ends_on

    def __init__(self, *args: Any, units: Any, plans: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        self.fields["title"].required = False

    def clean(self) -> dict[str, Any]:
        """One source, not two."""
        found = super().clean() or self.cleaned_data
        if found.get("file") and found.get("text", "").strip():
            self.add_error("text", gettext("Choose a file or paste a text, not both."))
        return found


class LineForm(Form):
    """One line of the source as an action. What is missing is asked for when all of it comes in, so that one can go on later."""

    keep = forms.BooleanField(label=_("It becomes an action"), required=False)
    title = title_field(_("Action"))
    goal = title_field(_("Goal"))
    outcome = title_field(_("Outcome"))
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    partners = WordsField(label=_("Partners"), required=False, most=500, one_line=True)
    starts_on = DayField(label=_("Start"), required=False)
    due_on = DayField(label=_("Due"), required=False)
    cents = MoneyField(label=_("Budget"), required=False)

    def __init__(self, *args: Any, line: Kept, posts: Posts, **options: Any) -> None:
        super().__init__(*args, **options)
        self.line = line
        self.fields["lead"].choices = [("", gettext("Choose a post")), *posts]  # type: ignore[attr-defined]
        for name in ("title", "goal", "outcome"):
            self.fields[name].required = False

    @property
    def values(self) -> dict[str, Any]:
        """What was made of the line, as it is kept."""
        days = {name: day.isoformat() if (day := self.cleaned_data[name]) else "" for name in ("starts_on", "due_on")}
        return {**self.cleaned_data, **days}
