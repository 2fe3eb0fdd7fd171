"""The form of a naming."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci import records
from raci.actions.namings import Named
from raci.fields import DayField, Form
from raci.forms.posts import split_letter
from raci.models import Post, Unit
from raci.records import Life


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # has no type argument while running
    """A post that is not abolished, by its title and unit."""

    def __init__(self, **options: Any) -> None:
        posts = Post.objects.filter(abolished_on=None).select_related("unit").order_by("title", "code")
        options.setdefault("empty_label", _("Choose a post"))
        super().__init__(posts, to_field_name="code", **options)

    def label_from_instance(self, obj: Any) -> str:
        """Two posts may have one title."""
        return f"{obj.title} · {obj.unit}"


class Naming(Form):
    """Name a post for letters of one's own."""

    letter = forms.MultipleChoiceField(
        label=_("For which letters"),
        help_text=_(
            "R: its holders change what is kept, and hand in what is reviewed. A: they accept what is reviewed."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    named = PostChoice(
        label=_("Which post"), help_text=_("Whoever holds it acts for your post, until it is taken back.")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("path"), label=_("In"), to_field_name="code", empty_label=_("Choose a unit"),
        help_text=_("This unit and all below it."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("For one kind alone"), required=False)
    begins_on = DayField(label=_("From"))

    def __init__(self, *args: Any, letters: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["letter"].choices = letters
        lighter = [
            (one.code, f"{one.activity} {one.label}") for one in records.kinds() if one.life is not Life.GOVERNED
        ]
        fields["kind"].choices = [("", _("All that is kept or reviewed under the activity")), *lighter]

    def asked(self) -> list[Named]:
        """What the act takes."""
        values = {name: self.cleaned_data[name] for name in ("named", "unit", "kind", "begins_on")}
        letters = [split_letter(one) for one in self.cleaned_data["letter"]]
        posts = Post.objects.select_related("role", "unit").in_bulk({pk for pk, _activity, _letter in letters})
        return [Named(giver=posts[pk], activity=activity, letter=letter, **values) for pk, activity, letter in letters]


class TakingBack(Form):
    """Take a naming back."""

    why = forms.CharField(label=_("Reason"), required=False, max_length=500, help_text=_("It stands in the history."))
