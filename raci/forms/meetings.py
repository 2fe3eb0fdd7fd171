"""Forms of meetings: they parse what was sent and say what is wrong; the rules are the acts'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import DayField, Form
from raci.forms import words
from raci.forms.posts import PersonChoice
from raci.models import Meeting, Person, Post, Resolution
from raci.models.meetings import Got, Outcome


class HourField(forms.TimeField):
    """An hour of the city's time."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class Planning(Form):
    """When and where a team meets."""

    on = DayField(label=_("Day"))
    begins = HourField(label=_("From"))
    ends = HourField(label=_("Until"))
    title = forms.CharField(
        label=_("What for"), max_length=200, required=False, help_text=_("Leave it empty for an ordinary meeting.")
    )
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    link = forms.URLField(
        label=_("Link to join"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    agenda_closes_on = DayField(
        label=_("Last day for the agenda"),
        required=False,
        help_text=_("After it nothing more is put on the agenda. Leave it empty where there is none."),
    )


class Calling(Planning):
    """A meeting that is called, or written down afterwards."""

    was_held = forms.BooleanField(
        label=_("It was held already"),
        required=False,
        help_text=_("Only to write down a meeting of a past day."),
    )


class Cancelling(Form):
    """Call a meeting off."""

    why = words(_("Reason"), help_text=_("The members read this."), rows=3)


class Item(Form):
    """An item of the agenda."""

    title = forms.CharField(label=_("Item"), max_length=300)
    wanted = forms.ChoiceField(
        label=_("Outcome wanted"),
        choices=[("", _("Choose one")), *Outcome.choices],
        help_text=_("What the meeting is to come to with it."),
    )
    presenter = forms.CharField(label=_("Presented by"), max_length=200, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440, required=False)
    about = forms.CharField(
        label=_("What it is about"),
        max_length=300,
        required=False,
        help_text=_("The address of a page of this portal, such as /plans/12/."),
    )
    equity = words(
        _("What it means for equity"),
        required=False,
        rows=3,
        help_text=_("Whom it helps, whom it burdens, who was heard. A governing body needs it for each item."),
    )

    def clean_about(self) -> str:
        """A path of this portal, whoever typed it."""
        about: str = self.cleaned_data["about"].strip()
        if about and (not about.startswith("/") or about.startswith(("//", "/\\"))):
            raise forms.ValidationError(
                _("Write the part of a page’s address that follows the portal’s name: /plans/12/.")
            )
        return about


class Noting(Form):
    """What was said under an item, and what it came to."""

    got = forms.ChoiceField(label=_("Outcome"), choices=Got.choices, required=False)
    notes = words(_("Notes"), required=False, rows=4)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)


class Resolving(Form):
    """A decision of the meeting."""

    words = words(_("What was decided"), rows=3)
    way = forms.ChoiceField(label=_("How"), choices=Resolution.Way.choices, widget=forms.RadioSelect)
    votes_for = forms.IntegerField(label=_("For"), min_value=0, max_value=9999, required=False)
    votes_against = forms.IntegerField(label=_("Against"), min_value=0, max_value=9999, required=False)
    abstained = forms.IntegerField(label=_("Abstained"), min_value=0, max_value=9999, required=False)
    dissent = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who dissents"), required=False, widget=forms.CheckboxSelectMultiple
    )
    dissent_words = forms.CharField(
        label=_("Their reasons"),
        required=False,
        max_length=20_000,
        help_text=_("In their words, if they want them in the minutes."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, present: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dissent"]
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in present]).order_by("name")
        if not present:
            field.help_text = _("Take the attendance first: who is present can dissent.")

    def act(self) -> dict[str, Any]:
        """As the act takes it."""
        sent = self.cleaned_data
        counts = [sent[name] for name in ("votes_for", "votes_against", "abstained")]
        votes = tuple(count or 0 for count in counts) if any(count is not None for count in counts) else None
        dissents = dict.fromkeys(sent["dissent"], sent["dissent_words"])
        return {"words": sent["words"], "way": sent["way"], "votes": votes, "dissents": dissents}


class Giving(Form):
    """Something to do."""

    words = forms.CharField(label=_("What is to be done"), max_length=500)
    post = forms.ModelChoiceField(
        Post.objects.filter(abolished_on=None).order_by("title"),
        label=_("By the post"),
        required=False,
        empty_label=_("No post: a person"),
        help_text=_("Whoever holds it. It goes on to the next holder."),
    )
    person = PersonChoice(label=_("Or by the person"), required=False)
    due_on = DayField(label=_("Due"))


class Closing(Form):
    """How it was done, or why it is dropped."""

    note = words(_("How it was done, or why it is dropped"), rows=3)


class PuttingOff(Form):
    """Another day."""

    due_on = DayField(label=_("New due day"))
    why = words(_("Reason"), rows=2)


class Approving(Form):
    """Approve minutes at a meeting."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Approved at the meeting of"), empty_label=None)
    corrections = words(
        _("Corrections that were said"),
        required=False,
        rows=3,
        help_text=_(
            "They stand below the minutes. Leave it empty where none was said; give them back where much is wrong."
        ),
    )

    def __init__(self, *args: Any, among: list[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = Meeting.objects.filter(pk__in=[meeting.pk for meeting in among])
