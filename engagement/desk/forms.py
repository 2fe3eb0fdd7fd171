"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.models import HelpRequest
from engagement.training.forms import line
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Post


class AskForm(Form):
    """What is asked."""

    topic = forms.ChoiceField(label=_("Topic"), choices=HelpRequest.Topic.choices)
    title = line(_("Your question, in one line"))
    words = words(_("In full"), required=False, rows=5, help_text=_("What you tried, and what you need it for."))
    due_on = DayField(label=_("You need the answer by"))


class PartnerForm(AskForm):
    """What an outside partner asks."""

    partner = line(_("Who asks"), _("The organisation, and how it is reached."))
    field_order = ("partner",)


class AssignForm(Form):
    """Who answers, by when."""

    post = forms.ModelChoiceField(
        Post.objects.filter(abolished_on=None).select_related("unit").order_by("unit__path", "title"),
        label=_("Post that answers"), empty_label=_("Choose one"),
    )  # fmt: skip
    due_on = DayField(label=_("By"))


class AnswerForm(Form):
    """The answer, and how long it took."""

    answer = words(_("Answer"), rows=8)
    minutes = forms.IntegerField(
        label=_("Minutes it took, all in all"), min_value=0, max_value=100_000,
        help_text=_("Reading, calling, meeting: they add up to the hours of the desk."),
    )  # fmt: skip


class RatingForm(Form):
    """Whether it helped."""

    rating = forms.TypedChoiceField(
        label=_("Did it help?"), coerce=int, widget=forms.RadioSelect,
        choices=[(5, _("5: yes, entirely")), (4, "4"), (3, _("3: partly")), (2, "2"), (1, _("1: not at all"))],
    )  # fmt: skip
    rated_words = line(_("What would have helped more"), most=1000, required=False)


def initial_of(row: HelpRequest) -> dict[str, Any]:
    """What assigning begins with."""
    return {"post": row.post_id, "due_on": row.due_on}
