"""Forms of lists brought in: which file, which column is which, what to do where it differs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raci.fields import Form
from raci.forms import words
from raci.imports.columns import Column, Field, Table
from raci.imports.verdicts import Choice

LONGEST_SHOWN = 40


class Choosing(Form):
    """A file, or rows typed or pasted."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV or .xlsx, at most 5 MB. Its columns may have other names and stand in any order."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    typed = words(_("Or type or paste rows"), required=False, rows=6)

    def __init__(self, *args: Any, example: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].help_text = example

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool((cleaned.get("typed") or "").strip()):
            self.add_error("file", _("Choose a file, or type rows below: one of the two."))
        return cleaned


class Mapping(Form):
    """Which column holds what."""

    def __init__(
        self,
        *args: Any,
        fields: tuple[Field, ...],
        table: Table | None,
        columns: tuple[Column, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("not in this file"))]
        choices += [(str(at), _called(at, column)) for at, column in enumerate(columns)]
        for field in fields:
            held = "" if table is None else str(table.mapping.get(field.name, ""))
            self.fields[field.name] = forms.ChoiceField(
                label=gettext(field.label), choices=choices, required=field.required, initial=held
            )
        self.name_what_is_missing()

    @property
    def told(self) -> dict[str, int | None]:
        """Field > column."""
        return {name: int(value) if value else None for name, value in self.cleaned_data.items()}


def _called(at: int, column: Column) -> str:
    name = column.heading[:LONGEST_SHOWN] or gettext("Column %(n)d") % {"n": at + 1}
    if not column.sample:
        return name
    return gettext("%(column)s, such as “%(sample)s”") % {"column": name, "sample": column.sample[:LONGEST_SHOWN]}


class BringingIn(Form):
    """What to do with rows that differ from what is there."""

    choice = forms.ChoiceField(
        label=_("Where a row is refused or differs"),
        widget=forms.RadioSelect,
        choices=[
            (Choice.STOP.value, _("Stop: bring in nothing while a row is refused")),
            (Choice.SKIP.value, _("Skip: bring in what is new, leave what is there as it is")),
            (Choice.UPDATE.value, _("Update: bring in what is new, and change names that differ")),
        ],
        initial=Choice.SKIP.value,
    )
    invite = forms.BooleanField(
        label=_("Send new people their links at once"),
        required=False,
        help_text=_("Without it they come in quietly, and each page of a person has the button for it."),
    )

    def __init__(self, *args: Any, may_invite: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_invite:
            del self.fields["invite"]
