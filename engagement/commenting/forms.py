"""Forms of public comment: the announcement, the public's form, and what staff do with a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from engagement.models import Comment
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Record, Unit


class RoundForm(Form):
    """The announcement in both languages, and the draft."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    title = forms.CharField(label=_("Title"), max_length=300)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=300)
    about = words(
        _("What it is about"), rows=4, help_text=_("In plain words: what may change, for whom, and what you ask.")
    )
    about_es = words(_("The same in Spanish"), rows=4)
    draft = forms.CharField(
        label=_("The draft"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("The text that people comment on. It stays as it is once somebody commented."),
    )  # fmt: skip
    record: forms.ModelChoiceField[Record] = forms.ModelChoiceField(
        Record.objects.none(), label=_("What it is a draft of"), required=False, empty_label=_("nothing in the portal"),
        help_text=_("Its plan, standard or report, where there is one: staff go from one to the other."),
    )  # fmt: skip
    opens_on = DayField(label=_("First day"))
    closes_on = DayField(label=_("Last day"), help_text=_("The whole day counts, in the city’s time zone."))

    def __init__(
        self, *args: Any, units: Sequence[Unit], records: QuerySet[Record], moves: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        record: Any = self.fields["record"]
        record.queryset = records
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        if not moves:
            del self.fields["unit"]
        elif len(units) == 1:
            unit.initial = units[0].pk


class PublicComment(Form):
    """What anybody fills in; a field that people do not see catches programs."""

    words = words(_("Your comment"), rows=8, help_text=_("In your own words and language."))
    name = forms.CharField(
        label=_("Name to show with it"), max_length=200, required=False,
        help_text=_("You do not have to give one. We ask for no address."),
    )  # fmt: skip
    website = forms.CharField(
        label=_("Leave this empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sending"].initial = uuid4
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    @property
    def said(self) -> dict[str, str]:
        """What it says."""
        return {name: self.cleaned_data[name] for name in ("words", "name")}

    @property
    def number(self) -> UUID:
        """Of this sending."""
        found: UUID = self.cleaned_data.get("sending") or uuid4()
        return found


class RecordedForm(Form):
    """What came otherwise than by the form."""

    way = forms.ChoiceField(
        label=_("How it came"), choices=[one for one in Comment.Way.choices if one[0] != Comment.Way.FORM]
    )
    received_on = DayField(label=_("Received on"))
    words = words(_("What they say"), rows=8, help_text=_("Leave out addresses, telephone numbers and signatures."))
    name = forms.CharField(
        label=_("Name to show with it"), max_length=200, required=False, help_text=_("Only where they want it shown.")
    )


class JudgeForm(Form):
    """Show or hide, and answer."""

    state = forms.ChoiceField(
        label=_("What becomes of it"), widget=forms.RadioSelect,
        choices=[
            (Comment.State.SHOWN, _("Show it to everybody")),
            (Comment.State.HIDDEN, _("Hide it; it stays on record with the reason")),
        ],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why it is hidden"), max_length=1000, required=False,
        help_text=_("Names private people, threatens, or sells something. Never because it disagrees."),
    )  # fmt: skip
    answer = words(_("The city’s answer"), required=False, rows=4, help_text=_("Shown beneath the comment."))


class OutcomeForm(Form):
    """You said, we did."""

    said = words(_("You said"), rows=3)
    said_es = words(_("The same in Spanish"), rows=3, required=False)
    did = words(_("We did"), rows=3, help_text=_("Or why not, and what instead."))
    did_es = words(_("The same in Spanish"), rows=3, required=False)
