"""Forms of a board's meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.boards import text
from boards.models import Appointment, Attendance
from raci.fields import DayField, Form

TITLE = _("“Regular meeting”, “Hearing”. Most have none.")


class MeetingForm(Form):
    """A day on which the board met."""

    met_on = DayField(label=_("Day"))
    title = text(_("What"), 300, TITLE)


class MeetingDayForm(Form):
    """The day, where it was written down wrongly."""

    met_on = DayField(label=_("Day"))


class AttendanceForm(Form):
    """A choice for each who sat that day."""

    title = text(_("What"), 300, TITLE)

    def __init__(self, *args: Any, sat: Iterable[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sat = list(sat)
        for one in self.sat:
            self.fields[f"of-{one.pk}"] = forms.ChoiceField(
                label=f"{one.member.name} · {one.seat.label}", required=False, widget=forms.RadioSelect,
                choices=[*Attendance.Presence.choices, ("", _("not written down"))],
            )  # fmt: skip

    @property
    def said(self) -> dict[int, str]:
        """Who came, by the number of the appointment."""
        return {one.pk: self.cleaned_data[f"of-{one.pk}"] for one in self.sat}
