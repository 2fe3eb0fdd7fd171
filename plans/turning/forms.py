"""The form of the year's turn: the next plan's title and period, and what becomes of each open action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from plans.forms import NewPlan, WordsField, title_field
from plans.turning.carrying import Open
from raci.drawing import day
from raci.fields import DayField, Form

GOES_ON, ENDS = "on", "ends"


class TurnForm(Form):
    """Every open action is named; it goes on unless it is said to end, and why."""

    title = title_field(_("Title of the next plan"))
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    clean_ends_on = NewPlan.clean_ends_on

    def __init__(self, *args: Any, rows: Iterable[Open], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = list(rows)
        for one in self.rows:
            row = one.row
            told = {
                "number": row.number,
                "title": row.title,
                "status": row.get_status_display(),
                "day": day(row.due_on),
            }
            self.fields[f"goes_{row.action}"] = forms.ChoiceField(
                label=_now("%(number)s %(title)s (%(status)s, due %(day)s)") % told,
                choices=((GOES_ON, _("goes on in the next plan")), (ENDS, _("ends"))),
                widget=forms.RadioSelect, initial=GOES_ON,
            )  # fmt: skip
            self.fields[f"why_{row.action}"] = WordsField(
                label=_now("If %(number)s ends: why?") % told, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        self.name_what_is_missing()

    @property
    def ends(self) -> dict[int, str]:
        """The actions that end, each with its reason."""
        said = self.cleaned_data
        pks = [one.row.action for one in self.rows]
        return {pk: said[f"why_{pk}"].strip() for pk in pks if said[f"goes_{pk}"] == ENDS}
