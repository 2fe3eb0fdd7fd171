"""The forms on a version of the matrix: they parse what was sent and say what is wrong; the rules are the acts'."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.authority import LETTERS
from raci.fields import DayField, Form
from raci.forms import words
from raci.matrix.table import Column, Heading, MatrixTable, Row
from raci.models import Matrix

MOST_CODE, MOST_TITLE = 20, 300


class Proposing(Form):
    """Begin the next version."""

    start = forms.ChoiceField(label=_("It begins as"), required=False, widget=forms.RadioSelect)
    wished_on = DayField(
        label=_("In force from"),
        required=False,
        help_text=_("The day you propose. Leave it empty to have it in force as soon as it is approved."),
    )

    def __init__(self, *args: Any, newest: Matrix, unproposed: Iterable[Matrix], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start: Any = self.fields["start"]
        left = _("Draft %(version)s, which came with a load of the city")
        start.choices = [
            ("", _("A copy of %(version)s, the newest that is approved") % {"version": newest}),
            *((str(one.number), left % {"version": one}) for one in unproposed),
        ]
        if len(start.choices) == 1:
            del self.fields["start"]


class Facts(Form):
    """What the version says of itself."""

    title = forms.CharField(label=_("Title"), max_length=200)
    source = words(_("Source"), required=False, rows=3, help_text=_("The document its rows come from."))
    label = forms.CharField(
        label=_("Label"), required=False, max_length=300, help_text=_("As printed on the source, such as “Example”.")
    )
    adopted_by = forms.CharField(label=_("Adopted by"), required=False, max_length=300)
    adopted_on = DayField(label=_("Adopted on"), required=False)
    wished_on = DayField(label=_("In force from"), required=False, help_text=_("Empty: as soon as it is approved."))
    opened = forms.CharField(required=False, widget=forms.HiddenInput)


class NewActivity(Form):
    """Add an activity."""

    code = forms.CharField(
        label=_("Code"),
        max_length=MOST_CODE,
        help_text=_("Such as 4.9. Records are bound to it through every version, so it never changes."),
    )
    title = forms.CharField(label=_("Title"), max_length=MOST_TITLE)
    category = forms.ChoiceField(label=_("Category"))

    def __init__(self, *args: Any, categories: Iterable[Heading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["category"]
        chosen.choices = [(one.code, f"{one.code} {one.title}") for one in categories]


class ActivityCells(NewActivity):
    """An activity with its cells: for each role a box for each letter."""

    code = None  # type: ignore[assignment] # Django's way to take a field away
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: Iterable[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list(columns)
        letters = [(letter, f"{letter} · {name}") for letter, name in LETTERS.items()]
        for column in self.columns:
            self.fields[self.name_of(column)] = forms.MultipleChoiceField(
                label=column.name, required=False, choices=letters, widget=forms.CheckboxSelectMultiple
            )

    @staticmethod
    def name_of(column: Column) -> str:
        """The field of a role."""
        return f"cell-{column.code}"

    @staticmethod
    def saved(table: MatrixTable, code: str) -> dict[str, Any]:
        """What the fields show of the version as it stands."""
        row = next(one for one in table.activities if one.code == code)
        cells = {f"cell-{role}": list(codes) for (activity, role), codes in table.cells.items() if activity == code}
        return {"title": row.title, "category": row.category, **cells}

    @property
    def cells(self) -> dict[str, str]:
        """The codes of each role, as they were sent."""
        return {column.code: "".join(self.cleaned_data[self.name_of(column)]) for column in self.columns}


class CategoryFacts(Form):
    """Call a category otherwise."""

    title = forms.CharField(label=_("Title"), max_length=MOST_TITLE)
    is_procedure = forms.BooleanField(label=_("This city's own procedures, not in the source"), required=False)


class NewCategory(CategoryFacts):
    """Add a category."""

    code = forms.CharField(label=_("Code"), max_length=MOST_CODE, help_text=_("Such as 5."))
    field_order = ("code", "title", "is_procedure")


class Commenting(Form):
    """A word about the version, or about one activity of it."""

    words = words(_("Comment"), rows=3)
    activity = forms.ChoiceField(label=_("On"), required=False)
    field_order = ("activity", "words")

    def __init__(self, *args: Any, rows: Iterable[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["activity"]
        chosen.choices = [("", _("the whole version")), *((row.code, f"{row.code} {row.title}") for row in rows)]
