"""Forms of budget reviews: what people type, as values the acts take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from metrics.models import Reconciliation
from plans.forms import WordsField, title_field
from plans.models import Action, ActionInForce, BudgetAnswer, BudgetReviewLine
from raci.fields import DayField, Form, MoneyField
from raci.models import Unit

FIRST, LAST = 2000, 2199
MOST_BYTES = 1_000_000


class NewReview(Form):
    """Begin a review."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Of"), empty_label=_("Choose a unit"))
    year = forms.IntegerField(
        label=_("Fiscal year"), min_value=FIRST, max_value=LAST, help_text=_("Called after the year that it ends in.")
    )
    due_on = DayField(label=_("Handed in by"), help_text=_("It shows as late after that day."))

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class AnswersForm(Form):
    """All questions of a review on one page."""

    reconciliation = forms.ModelChoiceField(
        Reconciliation.objects.none(),
        label=_("Budget reconciliation to compare with"),
        required=False,
        empty_label=_("None of them"),
        help_text=_("Figures that differ from it are named once all lines are adopted."),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, answers: Iterable[BudgetAnswer], tables: QuerySet[Reconciliation], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["reconciliation"].queryset = tables  # type: ignore[attr-defined]
        for one in answers:
            label = f"{one.order}. {one.question}"
            self.fields[f"answer_{one.order}"] = WordsField(label=label, help_text=one.help, required=False)
            self.initial.setdefault(f"answer_{one.order}", one.words)

    @property
    def words(self) -> dict[int, str]:
        """What was typed, by the place of the question."""
        said = self.cleaned_data.items()
        return {int(name.removeprefix("answer_")): words for name, words in said if name.startswith("answer_")}


class LineForm(Form):
    """A line: what is asked for, and who gains or loses by it."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, choices=BudgetReviewLine.Kind.choices)
    label = title_field(_("What it is for"))
    action = forms.TypedChoiceField(
        label=_("Action of a plan that it pays for"), coerce=int, empty_value=None, required=False
    )
    requested_cents = MoneyField(label=_("Requested"), help_text=_("Of a cut: how much is taken away."))
    fte = forms.DecimalField(
        label=_("Full-time equivalents"), required=False, min_value=0, max_digits=7, decimal_places=2,
        help_text=_("People it pays for, as full-time posts: 1.5 for one full and one half."),
    )  # fmt: skip
    benefits = WordsField(
        label=_("Who benefits"), required=False, help_text=_("By group and place. Needed for additions and cuts.")
    )
    burdens = WordsField(
        label=_("Who is burdened"), required=False, help_text=_("Write “nobody” where that is so, and how you know.")
    )

    def __init__(self, *args: Any, actions: Iterable[ActionInForce], **options: Any) -> None:
        super().__init__(*args, **options)
        grouped: dict[str, list[tuple[int, str]]] = {}
        for one in actions:
            grouped.setdefault(one.plan_title, []).append((one.action, f"{one.number} {one.title}"))
        self.fields["action"].choices = [("", _now("None of them")), *grouped.items()]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """As the columns hold them."""
        said = dict(self.cleaned_data)
        action = said.pop("action")
        return {**said, "action": Action.objects.filter(pk=action).first() if action else None}


class TableForm(Form):
    """Many lines at once: a file, or a pasted table, which stays where it was typed."""

    file = forms.FileField(
        label=_("CSV file"), required=False, allow_empty_file=True, help_text=_("At most 1 MB, in UTF-8."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}),
    )  # fmt: skip
    text = WordsField(
        label=_("Or paste the table"), required=False, most=200_000,
        help_text=_(
            "Its first row names the columns: What it is for and Requested, and as you have them Kind, Adopted, Spent, "
            "Full-time equivalents, Action (its number), Who benefits, Who is burdened."
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What was sent, as text: of the file, or as it was pasted."""
        said = super().clean() or {}
        file, text = said.get("file"), said.get("text", "")
        if file and text.strip():
            self.add_error("text", _now("Choose a file or paste a table, not both."))
        elif file:
            said["table"] = self._read(file)
        elif not text.strip() and "text" not in self.errors:
            self.add_error("text", _now("Choose a file or paste a table."))
        else:
            said["table"] = text
        return said

    def _read(self, file: Any) -> str:
        if file.size > MOST_BYTES:
            self.add_error("file", _now("This file is larger than 1 MB."))
            return ""
        try:
            return str(file.read().decode("utf-8-sig")).replace("\x00", "")
        except UnicodeDecodeError:
            self.add_error("file", _now("This file is not in UTF-8. Save it as “CSV UTF-8”, or paste the table."))
            return ""


class MoneyForm(Form):
    """What was adopted and spent."""

    adopted_cents = MoneyField(label=_("Adopted"), required=False, help_text=_("Leave it empty while it is not known."))
    spent_cents = MoneyField(label=_("Spent"), required=False)


class QuestionForm(Form):
    """A question of the template."""

    text = WordsField(label=_("Question"), most=1000, one_line=True)
    help = WordsField(label=_("Help"), required=False, help_text=_("What a good answer holds."))
    is_asked = forms.BooleanField(label=_("Reviews that are begun from now on ask it"), required=False, initial=True)
