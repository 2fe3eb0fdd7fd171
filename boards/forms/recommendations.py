"""Recommend something to a board, or to whoever appoints to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from boards.actions.recommendations import Advice, To
from boards.models import Board
from raci.fields import DayField, Form
from raci.forms import words
from raci.forms.recommendations import line
from raci.models import Recommendation


class RecommendingForm(Form):
    """What is recommended, to whom of the two, and what raised it."""

    to = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect, initial=To.BOARD)
    title = line(_("What it is called"))
    words = words(
        _("What is recommended"),
        help_text=_(
            "What should be done, so that one can see when it is: outreach, announcing, meeting times, the form."
        ),
    )
    source = forms.ChoiceField(label=_("Raised from"))
    source_title = line(_("Title of what raised it"), help_text=_("The audit or report, with its date."))
    answer_due_on = DayField(label=_("Answer due on"))
    source_url = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, board: Board, sources: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        names = dict(Recommendation.Source.choices)
        fields["source"].choices = [(code, names[code]) for code in sources]
        who = board.appointed_by or (board.appointing_post.title if board.appointing_post else "")
        fields["to"].choices = [(To.BOARD, board.name)]
        if who:
            label = _("%(who)s, who appoints to it") % {"who": who}
            fields["to"].choices = [*fields["to"].choices, (To.APPOINTING, label)]

    def clean_source_url(self) -> str:
        """A page of the portal or nothing: it becomes a link."""
        url: str = self.cleaned_data["source_url"]
        try:
            resolve(url.partition("?")[0])
        except Resolver404:
            return ""
        return url

    @property
    def said(self) -> Advice:
        """As the act takes it."""
        return Advice(**self.cleaned_data)
