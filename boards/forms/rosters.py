"""Forms of a roster's file: which file, whose boards, and of a plain table which column holds which field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boards.rosters import plain
from metrics.reading.files import Table
from raci.fields import DayField, Form
from raci.models import Unit

LABELS = {
    "body": _("Board"), "body_id": _("Number of the board"), "person": _("Member"), "first_name": _("First name"),
    "last_name": _("Last name"), "person_id": _("Number of the member"), "seat": _("Seat"), "seat_type": _("Kind of seat"),
    "qualification": _("Qualification"), "district": _("District"), "role": _("Role"), "status": _("Status"),
    "nominated_on": _("Nominated"), "appointed_on": _("Appointed"), "confirmed_on": _("Confirmed"), "sworn_on": _("Sworn in"),
    "serves_from": _("Serves from"), "term_end": _("Term ends"), "ended_on": _("Last day"), "seats": _("Number of seats"),
    "alternates": _("Number of alternates"), "term": _("Length of a term"), "holdover": _("Serve until a successor is appointed"),
    "appointed_by": _("Who appoints"), "confirmed_by": _("Who confirms"), "legal_basis": _("Charter or ordinance"),
    "email": _("E-mail"),
}  # fmt: skip
FIRST_CELLS = 3


class Choosing(Form):
    """Which file, who keeps its boards, and the day it speaks of."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(None, label=_("Unit that keeps these boards"))
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_(
            "CSV, .xlsx or JSON (Popolo), at most 25 MB: a row each member or seat, in whatever layout it is published."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.json"}),
    )
    as_of = DayField(
        label=_("Day that the file speaks of"),
        required=False,
        help_text=_("Empty: today. Terms that are over on this day are flagged."),
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")


class Columns(Form):
    """For each field the column of a plain table that holds it."""

    def __init__(self, *args: Any, table: Table, columns: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        shown = columns or plain.proposed(table.headings)
        choices = [("", gettext("no column")), *((one, one) for one in dict.fromkeys(table.headings) if one)]
        for name in plain.FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name], choices=choices, required=name == "body", initial=shown.get(name, "")
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each field with the first cells of its column."""
        places = {heading: at for at, heading in reversed(list(enumerate(self.table.headings)))}
        found = []
        for field in self:
            at = places.get(str(field.value() or ""))
            cells = [] if at is None else [cell for cell in self.table.cells(at) if cell]
            found.append((field, list(dict.fromkeys(cells))[:FIRST_CELLS]))
        return found

    @property
    def told(self) -> dict[str, str]:
        """Field > heading, as it was said."""
        return {name: heading for name, heading in self.cleaned_data.items() if heading}
