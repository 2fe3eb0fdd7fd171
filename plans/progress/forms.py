"""The form of a quarter: a row for each action, and a few sentences on the whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.forms import WordsField, title_field
from plans.models import Action, ProgressLine
from plans.progress.acts import Said
from plans.progress.expected import Expected
from plans.progress.quarters import Quarter
from plans.progress.queries import ReportPage, Row
from raci import typing as unsaved
from raci.fields import Form, MoneyField
from raci.models import Unit, UnsavedTyping
from raci.refusals import Problem

SAME = "same"
STATUSES = [choice for choice in Action.Status.choices if choice[0] != Action.Status.PENDING]
ANSWERS = [("", gettext_lazy("Choose")), (SAME, gettext_lazy("no change, because …")), *STATUSES]


class RowForm(Form):
    """Where one action stands."""

    answer = forms.ChoiceField(label=gettext_lazy("Where it stands now"), choices=ANSWERS, required=False)
    words = WordsField(
        label=gettext_lazy("What was done, or why"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    value = WordsField(
        label=gettext_lazy("Measured now"), required=False, most=100, one_line=True
    )  # fmt: skip
    spent_cents = MoneyField(label=gettext_lazy("Spent"), required=False)

    def said(self, action: int) -> Said:
        """As the act takes it."""
        given = self.cleaned_data
        same = given["answer"] == SAME
        return Said(action, "" if same else given["answer"], same, given["words"], given["value"], given["spent_cents"])


class WholeForm(Form):
    """What is said of the quarter as a whole."""

    words = WordsField(
        label=gettext_lazy("The quarter in a few sentences"), required=False,
        help_text=gettext_lazy("What a reader should know who reads nothing else. It may stay empty."),
    )  # fmt: skip
    opened = forms.CharField(required=False, widget=forms.HiddenInput)


def _saved(line: ProgressLine | None) -> dict[str, Any]:
    if line is None:
        return {}
    answer = SAME if line.is_unchanged else line.status
    return {"answer": answer, "words": line.words, "value": line.value, "spent_cents": line.spent_cents}


class ReportForm:
    """The whole page as one form: what is typed is parsed, kept and said to be missing row by row."""

    def __init__(self, page: ReportPage, sent: QueryDict | None = None, typing: UnsavedTyping | None = None) -> None:
        self.page = page
        row = page.row
        self.whole = WholeForm(sent, initial={"words": row.words, "opened": row.fingerprint})
        self.rows = [
            (one, RowForm(sent, prefix=f"a{one.pk}", initial=_saved(one.line)))
            for one in page.rows
        ]  # fmt: skip
        for form in self.forms:
            unsaved.restore(form, typing)

    @property
    def forms(self) -> list[Form]:
        """The whole's, then each row's."""
        return [self.whole, *(form for _row, form in self.rows)]

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, in the order of the page, each leading to its field."""
        if not self.whole.is_bound:
            return []
        found = [Problem(str(error)) for error in self.whole.non_field_errors()]
        for one, form in self.rows:
            for field in form:
                said = (f"{called(one)}: {error}" for error in field.errors)
                found += [Problem(text, url=f"#{field.auto_id}") for text in said]
        return found + [Problem(str(error), url="#id_words") for error in self.whole["words"].errors]

    def is_valid(self) -> bool:
        """Whether everything typed can be kept."""
        return not [form for form in self.forms if not form.is_valid()]  # each says its own mistakes

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = self.whole.cleaned_data
        rows = [form.said(one.pk) for one, form in self.rows]
        return {"words": given["words"], "said": rows, "opened": given["opened"]}

    def lacks(self, problems: list[Problem]) -> None:
        """Say at each row what it lacks; what is of no row above all."""
        by_prefix = {form.prefix: (one, form) for one, form in self.rows}
        for problem in problems:
            prefix, _dash, name = problem.field.partition("-")
            if prefix in by_prefix:
                one, form = by_prefix[prefix]
                form.add_error(name, problem.text.removeprefix(f"{called(one)}: "))
            else:
                self.whole.add_error(None, problem.text)


def called(row: Row) -> str:
    """An action with its number, as problems name it."""
    return f"{row.asked.number} {row.asked.title}" if row.asked else ""


class BeginForm(Form):
    """Open a report on a quarter that is over."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), empty_label=gettext_lazy("Choose a unit")
    )
    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, units: list[Unit], quarters: list[Quarter], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        if len(units) == 1:
            self.initial.setdefault("unit", units[0].pk)
        self.fields["quarter"].choices = [(one.begins_on.isoformat(), one.label) for one in quarters]  # type: ignore[attr-defined]


class EvidenceForm(Form):
    """One file, what it shows, and of which action."""

    document = forms.FileField(
        label=gettext_lazy("File"), required=False, allow_empty_file=True,
        help_text=gettext_lazy("At most 25 MB: PDF, Office or OpenDocument without macros, CSV, text, PNG, JPEG, WebP."),
    )  # fmt: skip
    title = title_field(gettext_lazy("What it shows"))
    action = forms.TypedChoiceField(label=gettext_lazy("Of which action"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, asked: list[Expected], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [(one.pk, f"{one.number} {one.title}") for one in asked]
        self.fields["action"].choices = [("", _("The quarter as a whole")), *rows]  # type: ignore[attr-defined]
