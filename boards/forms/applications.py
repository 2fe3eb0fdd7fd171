"""Forms of applications: the public one, a paper one, the steps. No field asks anything demographic, and none may come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from boards.forms.appointments import ANOTHER, boards_of, members_called
from boards.models import Application, Member, Seat
from raci.fields import DayField, Form
from raci.forms import words

WHY = _("In terms of what the seat asks. The applicant does not see it here; a court or an auditor may.")


class Applying(Form):
    """What somebody says who applies, whoever writes it down."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    qualification = words(_("How do you meet what the seat asks?"), rows=4)
    why = words(_("Why do you wish to serve?"), rows=4)
    brings = words(
        _("What do you bring?"), required=False, rows=4,
        help_text=_("Work, volunteering, what you know from living here: whatever matters for this board."),
    )  # fmt: skip

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_qualification(seat):
            del self.fields["qualification"]
        else:
            self.fields["qualification"].help_text = escape(seat.qualification)  # help texts are shown as they are

    def clean(self) -> dict[str, Any]:
        """One way at least to reach them."""
        said = self.cleaned_data
        if not (said.get("email") or said.get("phone") or {"email", "phone"} & set(self.errors)):
            self.add_error("email", _("Write an e-mail address or a telephone number, so that we can reach you."))
        return said


def asks_qualification(seat: Seat) -> bool:
    """Whether the seat's qualification is asked: never one that speaks of a protected group."""
    return bool(seat.qualification) and not seat.qualification_for_counsel


class PublicApplication(Applying):
    """What anybody fills in; a field that people do not see catches programs."""

    website = forms.CharField(
        label=_("Leave this empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sending"].initial = uuid4
        for name, kind in (("name", "name"), ("phone", "tel"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = kind

    @property
    def number(self) -> UUID:
        """Of this sending."""
        found: UUID = self.cleaned_data.get("sending") or uuid4()
        return found

    @property
    def said(self) -> dict[str, Any]:
        """Without what is for programs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("website", "sending")}


class PaperApplication(Applying):
    """What came on paper or in person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    received_on = DayField(label=_("Received"))
    language = forms.ChoiceField(label=_("Language"), choices=Application.Language.choices)
    field_order = ("received_on", "language", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels: Mapping[str, Any] = {
            "why": _("Why they wish to serve"), "brings": _("What they bring"),
            "qualification": _("How they meet what the seat asks"),
        }  # fmt: skip
        for name in labels.keys() & self.fields.keys():
            self.fields[name].label = labels[name]
        self.fields["brings"].help_text = ""
        self.fields["why"].required = False
        if "qualification" in self.fields:
            self.fields["qualification"].required = False


class StepForm(Form):
    """One step with its day and its reason."""

    on = DayField(label=_("Day"))
    why = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=WHY)


class NominateForm(Form):
    """The day, and which of several people of the name it is."""

    nominated_on = DayField(label=_("Nominated on"))
    who = forms.ChoiceField(label=_("Who this is"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.namesakes = members_called(name) if name else []
        choices = [(str(one.pk), f"{one.name} · {boards_of(one)}") for one in self.namesakes]
        who: Any = self.fields["who"]
        if choices:
            who.choices = [*choices, (ANOTHER, _("Somebody else of the same name"))]
        else:
            del self.fields["who"]

    @property
    def member(self) -> Member | None:
        """The member they are already, if they are one."""
        return next((one for one in self.namesakes if str(one.pk) == self.cleaned_data.get("who")), None)


class WhyForm(Form):
    """Why something is done with all of them."""

    why = forms.CharField(label=_("Why"), max_length=300)


class ShortlistForm(Form):
    """That the shortlist is ready: nothing more is asked."""
