"""The form of handing over a post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.actions.handovers import Handover
from raci.days import later
from raci.fields import DayField, Form
from raci.forms import words
from raci.forms.posts import Beginning, PersonChoice


class HandingOver(Form):
    """Who follows, and when."""

    successor = PersonChoice(label=_("Who follows"), help_text=_("Somebody missing? They have to be invited first."))
    last_day = DayField(label=_("Last day of who holds it now"))
    first_day = DayField(
        label=_("First day of the successor"), required=False,
        help_text=_("Leave it empty for the day after. For an earlier day, on which both hold it, tick the box below."),
    )  # fmt: skip
    together = forms.BooleanField(
        label=_("Several hold it on the same days"),
        required=False,
        help_text=_("Only where it is meant: both for some days, or a post that several people hold."),
    )
    why = words(_("Reason"), help_text=_("It stands in the history."), rows=3)
    acting_holder = forms.BooleanField(
        label=_("Acting"),
        required=False,
        help_text=_("The successor holds it for now, until it is filled; pages say so."),
    )
    ground = Beginning.base_fields["ground"]
    document = Beginning.base_fields["document"]

    def __init__(self, *args: Any, is_top: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].required = self.fields["document"].required = is_top

    def handover(self) -> Handover:
        """What the act takes."""
        values = dict(self.cleaned_data)
        first_day = values.pop("first_day") or later(values["last_day"])
        return Handover(first_day=first_day, **values)
