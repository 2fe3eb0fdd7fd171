"""Forms of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci import notices
from raci.fields import Form


class OwnName(Form):
    """Change one's own name."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As colleagues know you. It stands on receipts and in the history."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class NoticeChoice(Form):
    """Which of the optional kinds of notice come by e-mail."""

    mailed = forms.MultipleChoiceField(
        label=_("Send me an e-mail at once when"),
        required=False,
        help_text=_("What is not ticked waits for you in the inbox."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, kind.title) for code, kind in notices.optional_kinds().items()]
        self.fields["mailed"].choices = choices  # type: ignore[attr-defined]
