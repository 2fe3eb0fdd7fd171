"""Forms of appointments and of notices of vacancies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.actions.appointments import Who
from boards.forms.boards import text
from boards.models import Appointment, Member
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Person

ANOTHER = "another"  # somebody else of the same name
MOST = 10  # members of one name that are offered
SERVES = _("Leave it empty until they take the seat. With a day the seat is theirs from then on.")
LEAVING = [
    one for one in Appointment.Ended.choices if one[0] not in (Appointment.Ended.WITHDRAWN, Appointment.Ended.DISSOLVED)
]


def day_field(label: Any, help_text: Any = "") -> DayField:
    """A day that may not be known."""
    return DayField(label=label, required=False, help_text=help_text)


def account_field() -> forms.ModelChoiceField[Person]:
    """Whose account of the portal the member's is, where they have one."""
    people = Person.objects.filter(is_active=True, is_service=False).order_by("name", "pk")
    words = _("Where the member signs in to the portal too, as staff do.")
    return forms.ModelChoiceField(
        people, label=_("Account"), required=False, empty_label=_("They have none"), help_text=words
    )


class AppointmentForm(Form):
    """Somebody for a seat. Where members of this name are known, it asks whether it is one of them."""

    name = forms.CharField(label=_("Name"), max_length=200)
    who = forms.ChoiceField(label=_("Who this is"), widget=forms.RadioSelect, required=False)
    role = text(_("Role"), 100, _("“Chair”. Most have none."))
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False,
        help_text=_("Kept apart. Only those who keep boards see it; no list, search or export holds it."),
    )  # fmt: skip
    person = account_field()
    nominated_on = day_field(_("Nominated on"))
    appointed_on = day_field(_("Appointed on"))
    confirmed_on = day_field(_("Confirmed on"))
    sworn_on = day_field(_("Sworn in on"))
    serves_from = day_field(_("Serves from"), SERVES)
    term_end = day_field(_("Term ends on"), _("The last day of the term."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = str(self.data.get("name", "")).strip() if self.is_bound else ""
        self.namesakes = members_called(name) if name else []
        choices = [(str(one.pk), f"{one.name} · {boards_of(one)}") for one in self.namesakes]
        who: Any = self.fields["who"]
        if choices:
            who.choices = [*choices, (ANOTHER, _("Somebody else of the same name"))]
        else:
            del self.fields["who"]

    def clean(self) -> dict[str, Any]:
        """A day at least, and which of several people it is."""
        said = self.cleaned_data
        if self.namesakes and not said.get("who") and "who" not in self.errors:
            self.add_error("who", _("Somebody of this name is known already. Say whether it is the same person."))
        if not any(
            said.get(one) for one in ("nominated_on", "appointed_on", "confirmed_on", "sworn_on", "serves_from")
        ):
            self.add_error("nominated_on", _("Write at least one day: nominated, appointed, or since when they serve."))
        return said

    @property
    def said(self) -> tuple[Who, dict[str, Any]]:
        """Who it is, and the fields of the appointment."""
        values = dict(self.cleaned_data)
        name, who, email = values.pop("name"), values.pop("who", ""), values.pop("email")
        member = next((one for one in self.namesakes if str(one.pk) == who), None)
        return Who(member, name, email, values.pop("person")), values


def members_called(name: str) -> list[Member]:
    """Those of this name who are known already."""
    if "\0" in name:
        return []
    found = Member.objects.filter(name__iexact=name[:200]).order_by("pk")
    return list(found.prefetch_related("appointments__seat__board")[:MOST])


def boards_of(member: Member) -> str:
    """On which boards they are or were."""
    names = dict.fromkeys(one.seat.board.name for one in member.appointments.all())
    return ", ".join(names) or str(_("on no board yet"))


class StepForm(Form):
    """A step on the way: its day, and from when they serve where that is known."""

    day = DayField(label=_("Day"))
    serves_from = day_field(_("Serves from"), SERVES)
    term_end = day_field(_("Term ends on"), _("The last day of the term."))


class EndForm(Form):
    """The last day, and how it came to that."""

    ended_on = DayField(label=_("Last day"))
    ended_how = forms.ChoiceField(label=_("How it ended"), choices=LEAVING)
    why = text(_("Why"), 500, _("The letter or resolution. Read by all staff, so nothing private."))


class WithdrawForm(Form):
    """That they never took the seat."""

    ended_on = DayField(label=_("Day"))
    why = text(_("Why"), 500, _("Read by all staff, so nothing private."))


class CorrectForm(Form):
    """What was written down wrongly."""

    role = text(_("Role"), 100)
    nominated_on = day_field(_("Nominated on"))
    appointed_on = day_field(_("Appointed on"))
    confirmed_on = day_field(_("Confirmed on"))
    sworn_on = day_field(_("Sworn in on"))
    serves_from = day_field(_("Serves from"))
    term_end = day_field(_("Term ends on"))
    ended_on = day_field(_("Last day"))
    ended_how = forms.ChoiceField(
        label=_("How it ended"), choices=[("", _("it goes on")), *Appointment.Ended.choices], required=False
    )


class EmailForm(Form):
    """How the member is reached."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False,
        help_text=_("Only those who keep boards see it. Empty it to take it away."),
    )  # fmt: skip
    person = account_field()


class AnnounceForm(Form):
    """A vacancy announced."""

    announced_on = DayField(label=_("Announced on"))
    closes_on = day_field(_("Applications until"))
    posted_where = text(_("Where it was posted"), 500)
    languages = text(_("In which languages"), 300)
    by_form = forms.BooleanField(
        label=_("Take applications by the public form"), required=False,
        help_text=_("On the public page of vacant seats, for a board of the public directory, until the last day."),
    )  # fmt: skip
    how_to_apply = words(
        _("How to apply"), required=False, rows=3, help_text=_("Other ways than the form: by mail, in person.")
    )


class NoticeForm(AnnounceForm):
    """... and later, how many applied where the portal cannot count them. Nothing of who they are."""

    applications_received = forms.IntegerField(
        label=_("Applications received"), min_value=0, max_value=1_000_000, required=False,
        help_text=_("Only where some came elsewhere and are not entered here: how many all in all. The others count themselves."),
    )  # fmt: skip
    is_held = forms.BooleanField(
        label=_("Legal hold"), required=False,
        help_text=_("Where a charge or suit is about this choice: nothing of it is erased until that is over (29 CFR 1602.31)."),
    )  # fmt: skip
