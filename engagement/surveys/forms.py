"""Forms of surveys: which export, how its columns are read, which two questions are crossed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.surveys.codebook import ONE, OUT, SEVERAL, TEXT
from engagement.surveys.reading import Question
from raci.fields import Form

KINDS = {
    ONE: _("one answer"),
    SEVERAL: _("several answers"),
    TEXT: _("their own words"),
    OUT: _("left out"),
}
FILES = {"accept": ".csv,.txt,.xlsx"}


class ExportForm(Form):
    """The export, and the codebook where the tool makes one."""

    title = forms.CharField(
        label=_("Which survey it is"), max_length=300,
        help_text=_("A later export of the same survey under the same title counts instead of the earlier one."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Export"), allow_empty_file=True, widget=forms.FileInput(attrs=FILES),
        help_text=_(
            "CSV or .xlsx, at most 5 MB: a row of headings, then a row for each who answered. The second row may hold the "
            "questions’ words. Several answers in a cell are divided by semicolons or bars."
        ),
    )  # fmt: skip
    book = forms.FileField(
        label=_("Codebook"), required=False, allow_empty_file=True, widget=forms.FileInput(attrs=FILES),
        help_text=_("Where cells hold codes: a row for each answer, with the columns question, words, kind, code and label."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both files as name and bytes."""
        found = super().clean() or self.cleaned_data
        for name in ("file", "book"):
            file = found.get(name)
            if file:
                found[name] = (file.name, file.read())
        return found


class ReadForm(Form):
    """What a column is, where its person knows better."""

    labels = forms.ChoiceField(
        label=_("The second row"), required=False,
        choices=[("", _("as it was seen")), ("yes", _("holds the questions’ words")), ("no", _("is somebody’s answers"))],
    )  # fmt: skip

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = [(f"kind-{at}", one) for at, one in enumerate(questions)]
        for name, question in self.of:
            self.fields[name] = forms.ChoiceField(
                label=question.code, choices=list(KINDS.items()), initial=question.kind
            )

    @property
    def columns(self) -> list[tuple[Any, Question]]:
        """Each control beside what it is about."""
        return [(self[name], question) for name, question in self.of]

    @property
    def said(self) -> dict[str, Any]:
        """By heading what somebody chose other than what was read, and whether the second row holds words."""
        labels = {"yes": True, "no": False}.get(self.cleaned_data["labels"])
        kinds = {one.code: self.cleaned_data[name] for name, one in self.of if self.cleaned_data[name] != one.kind}
        return {"kinds": kinds, "labels": labels}


class CrossForm(Form):
    """Two questions."""

    rows = forms.ChoiceField(label=_("Lines"))
    columns = forms.ChoiceField(label=_("Columns"))

    def __init__(self, *args: Any, questions: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = [(one["code"], one["words"], one["kind"]) for one in questions if one["kind"] in (ONE, SEVERAL)]
        rows: Any = self.fields["rows"]
        columns: Any = self.fields["columns"]
        rows.choices = [(code, words[:200]) for code, words, kind in closed if kind == ONE]
        columns.choices = [(code, words[:200]) for code, words, _kind in closed]
        columns.initial = closed[1][0] if len(closed) > 1 else None
