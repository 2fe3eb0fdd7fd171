"""Forms of partners: the partner, a contact, an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.models import Partner
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Post, Unit


class PartnerForm(Form):
    """Who it is, what for, and who owns the relationship."""

    name = forms.CharField(label=_("Name"), max_length=300)
    kind = forms.ChoiceField(label=_("What it is"), choices=Partner.Kind.choices)
    purpose = words(_("What the city works with it for"), rows=3)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Which unit works with it"), empty_label=_("Choose a unit")
    )
    owner = forms.ModelChoiceField(
        Post.objects.none(), label=_("Which post owns the relationship"), empty_label=_("Choose a post"),
        help_text=_("Whoever holds it is reminded when a contact is due, and notes it."),
    )  # fmt: skip
    reach = forms.CharField(
        label=_("How to reach it at work"), max_length=500, required=False,
        help_text=_("An office or role, a telephone or e-mail address of work. Nothing private."),
    )  # fmt: skip
    address = forms.URLField(label=_("Its page"), max_length=500, required=False, assume_scheme="https")
    contact_due_on = DayField(label=_("Next contact due"))

    def __init__(self, *args: Any, units: Sequence[Unit], moves: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        owner: Any = self.fields["owner"]
        owner.queryset = Post.objects.filter(abolished_on=None).select_related("unit").order_by("title", "pk")
        if not moves:
            del self.fields["unit"]
        elif len(units) == 1:
            unit.initial = units[0].pk


class ContactForm(Form):
    """One contact."""

    on = DayField(label=_("Day"))
    words = words(
        _("What it was about"), rows=4, help_text=_("What was said and agreed, not who is what. All staff read it.")
    )
    next_due_on = DayField(label=_("Next contact due"))


class AgreementForm(Form):
    """What was agreed."""

    title = forms.CharField(label=_("Title"), max_length=300)
    words = words(_("What was agreed"), rows=4, required=False)
    begins_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("Empty: until one of both ends it."))
    document = forms.FileField(
        label=_("The paper that says so"), required=False, help_text=_("PDF, Word, a picture or text, up to 25 MB.")
    )

    @property
    def said(self) -> dict[str, Any]:
        """As the acts take it, without the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "document"}


class EndForm(Form):
    """Why the work ends."""

    why = words(_("Why it ends"), rows=3)
