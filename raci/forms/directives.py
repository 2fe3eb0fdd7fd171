"""Forms of directives: they parse what was sent and say what is wrong; the rules are the acts'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.actions.directives import Instruction
from raci.authority import Facts
from raci.evidence.inspection import MEDIA_TYPES
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Activity, Directive, Post, Role
from raci.queries.directives import posts_to_instruct


def document(label: Any, *, required: bool) -> forms.FileField:
    """A document that somebody gave."""
    return forms.FileField(
        label=label,
        required=required,
        help_text=_("At most 25 MB: PDF, office document without macros, text or picture."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in MEDIA_TYPES)}),
    )


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # has no type argument while running
    """A post, grouped by its unit."""

    def offer(self, posts: list[Post]) -> None:
        """Have these and no others."""
        self.queryset = Post.objects.filter(pk__in=[post.pk for post in posts])
        grouped: dict[str, list[tuple[int, str]]] = {}
        for post in posts:
            grouped.setdefault(post.unit.name, []).append((post.pk, post.title))
        self.choices = [("", _("Choose a post")), *grouped.items()]


class Recording(Form):
    """Record a directive, or correct what was recorded."""

    title = forms.CharField(
        label=_("What it is called"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    words = words(_("What it says"), help_text=_("In the giver's own words, as far as it concerns this post."))
    giver = forms.ModelChoiceField(
        Role.objects.filter(gives_directives=True).order_by("name"),
        label=_("Given by"),
        empty_label=_("Choose who gave it"),
    )
    given_on = DayField(label=_("Given on"))
    reference = forms.CharField(
        label=_("By what document"),
        max_length=300,
        help_text=_("A resolution, a memorandum, a letter, with its number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document = document(_("The document itself"), required=True)
    activity = forms.ModelChoiceField(
        Activity.objects.none(),
        label=_("Activity it belongs to"),
        to_field_name="code",
        empty_label=_("Choose an activity"),
    )
    post = PostChoice(
        Post.objects.none(), label=_("Post it falls to"), help_text=_("Not your own: nobody instructs themself.")
    )
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, facts: Facts, corrects: Directive | None = None, **kwargs: Any) -> None:
        if corrects is not None:
            kwargs["initial"] = said_by(corrects)
        super().__init__(*args, **kwargs)
        activity: Any = self.fields["activity"]
        matrix = facts.matrix.pk if facts.matrix else None
        activity.queryset = Activity.objects.filter(matrix=matrix).order_by("order")
        post: Any = self.fields["post"]
        post.offer(posts_to_instruct(facts))
        if corrects is not None:
            del self.fields["document"]

    @property
    def said(self) -> Instruction:
        """What was typed, as the act takes it."""
        sent = {name: value for name, value in self.cleaned_data.items() if name != "document"}
        return Instruction(**{**sent, "activity": sent["activity"].code})


def said_by(directive: Directive) -> dict[str, Any]:
    """What a directive says, for a form."""
    return {
        "title": directive.title,
        "words": directive.words,
        "giver": directive.giver_id,
        "given_on": directive.given_on,
        "reference": directive.reference,
        "activity": directive.activity_code,
        "post": directive.post_id,
        "due_on": directive.due_on,
    }


class Reporting(Form):
    """Report on a directive."""

    words = words(_("How it stands"), help_text=_("Who gave it reads this."))
    is_done = forms.BooleanField(
        label=_("It is done"), required=False, help_text=_("Who gave it is asked to close it.")
    )


class Closing(Form):
    """Close a directive."""

    words = words(_("How it ended"), help_text=_("It stands on the directive, with your name and the day."))
    document = document(_("The giver's word that it is closed"), required=True)

    def __init__(self, *args: Any, needs_document: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_document:
            del self.fields["document"]
