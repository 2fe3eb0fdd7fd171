"""Forms of what is kept about a post: its description, its title, what it is compared with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import Form
from raci.forms import words
from raci.forms.namings import PostChoice


def source(*, required: bool = False) -> forms.CharField:
    """Where it is known from."""
    line = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=_("Source"),
        required=required,
        max_length=500,
        widget=line,
        help_text=_("A document with its date, or an address."),
    )


class Describing(Form):
    """The next version of what a post is for."""

    words = words(_("What the post is for"), rows=10)
    source = source()
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Retitling(Form):
    """Another title."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    why = words(_("Reason"), help_text=_("It stands in the history."), rows=3)


class Comparing(Form):
    """A post that this one is measured by."""

    other = PostChoice(
        label=_("A post of the city"), required=False, empty_label=_("None: it is elsewhere, or several"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Or its name"), required=False, max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Of a post in another city, or a group of posts."),
    )  # fmt: skip
    words = words(_("What is alike, and what is not"), required=False, rows=4)
    source = source()

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        return dict(self.cleaned_data)
