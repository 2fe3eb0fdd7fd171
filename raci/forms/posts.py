"""Forms of accounts, posts and delegations: they parse what was sent and say what is wrong; the rules are the acts'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.evidence.inspection import MEDIA_TYPES
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Person


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # has no type argument while running
    """Somebody who can sign in, by name and address."""

    def __init__(self, **options: Any) -> None:
        people = Person.objects.filter(is_active=True, is_service=False).order_by("name", "pk")
        super().__init__(people, empty_label=_("Choose a person"), **options)

    def label_from_instance(self, obj: Any) -> str:
        """Two people may have one name; no two have one address."""
        return f"{obj.name} · {obj.email}"


class Invitation(Form):
    """Make a person known."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("They sign in with this address. The link to set a password goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class Reason(Form):
    """Why, in words that history keeps."""

    why = words(_("Reason"), help_text=_("It stands in the history."), rows=3)


class Beginning(Form):
    """Begin a holding."""

    person = PersonChoice(label=_("Who holds it"), help_text=_("Somebody missing? They have to be invited first."))
    begins_on = DayField(label=_("From"))
    ends_on = DayField(
        label=_("Until"), required=False, help_text=_("The last day; leave it empty where none is known.")
    )
    acting_holder = forms.BooleanField(
        label=_("Acting"), required=False, help_text=_("Holds it for now, until it is filled; pages say so.")
    )
    ground = forms.CharField(
        label=_("By what it is given"),
        required=False,
        max_length=500,
        help_text=_("The giver's document: a directive, an oath, a certificate, with its date."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document = forms.FileField(
        label=_("The document itself"),
        required=False,
        help_text=_("At most 25 MB: PDF, office document without macros, text or picture."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in MEDIA_TYPES)}),
    )

    def __init__(self, *args: Any, is_top: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].required = self.fields["document"].required = is_top


class Ending(Form):
    """End a holding."""

    ends_on = DayField(label=_("Last day"))
    why = words(_("Reason"), help_text=_("It stands in the history."), rows=3)


class Refusing(Form):
    """Refuse a proposed holding."""

    why = words(_("Reason"), help_text=_("Who proposed it reads this."), rows=3)


class Passing(Form):
    """Pass letters on for named days."""

    letter = forms.MultipleChoiceField(
        label=_("Which letters"),
        help_text=_("One or several, of one or several activities."),
        widget=forms.CheckboxSelectMultiple,
    )
    to = PersonChoice(label=_("To whom"), help_text=_("They act for you once they accept, and cannot pass it on."))
    begins_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), help_text=_("The last day. You can take it back before."))

    def __init__(self, *args: Any, letters: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["letter"]
        field.choices = letters

    @property
    def passed(self) -> list[tuple[int, str, str]]:
        """The holding's pk, the activity, the letter."""
        return [split_letter(one) for one in self.cleaned_data["letter"]]


def split_letter(choice: str) -> tuple[int, str, str]:
    """ "31:4.1:A" as the number of a row, an activity and a letter."""
    row, rest = choice.split(":", 1)
    activity, letter = rest.rsplit(":", 1)
    return int(row), activity, letter
