"""Forms of teams: they parse what was sent and say what is wrong; the rules are the acts'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import DayField, Form
from raci.forms import words
from raci.forms.posts import PersonChoice
from raci.models import Holding, Post, Team, Unit

LONG_TEXT = 20_000


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # has no type argument while running
    """A post that is not abolished, by its code."""

    def __init__(self, **options: Any) -> None:
        posts = Post.objects.filter(abolished_on=None).order_by("title", "code")
        super().__init__(posts, to_field_name="code", empty_label=_("Choose a post"), **options)


class TeamForm(Form):
    """What a team is."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=500,
        required=False,
        help_text=_("In a sentence or two. The charter has the rest."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    convener = PostChoice(label=_("Who convenes it"), help_text=_("A post: whoever holds it calls the meetings."))
    standing = forms.BooleanField(
        label=_("Standing team"), required=False, help_text=_("It goes on; otherwise until its work is done.")
    )
    quorum_percent = forms.IntegerField(
        label=_("Quorum"),
        min_value=0,
        max_value=99,
        help_text=_("More than this share of the members, in percent: 50 is more than half."),
    )


class NewTeam(TeamForm):
    """A team to begin."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Team.Kind.choices, initial=Team.Kind.WORKGROUP)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Of which unit"),
        to_field_name="code",
        empty_label=_("Choose a unit"),
        help_text=_("Those responsible for teams (4.6) there keep it."),
    )
    field_order = ("name", "purpose", "kind", "unit", "convener", "standing", "quorum_percent")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ChangedTeam(TeamForm):
    """A team as it is to be."""

    ended_on = DayField(label=_("Last day"), required=False, help_text=_("Only for a team that ends."))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if team.role_id:  # who convenes it welcomes its members: that comes with the city's files
            del self.fields["convener"]


class CharterForm(Form):
    """The next version of a charter."""

    text = words(_("The charter"), rows=18, help_text=_("The whole text. The version before stays to be read."))
    what_changed = forms.CharField(
        label=_("What changed"),
        max_length=500,
        required=False,
        help_text=_("For those who know the version before."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    begins_on = DayField(label=_("In force from"))


class Naming(Form):
    """Name a member."""

    post = PostChoice(label=_("A post"), required=False, help_text=_("Whoever holds it is on the team."))
    person = PersonChoice(
        label=_("Or a person"), required=False, help_text=_("Named themself, whatever post they hold.")
    )
    part = forms.CharField(
        label=_("Part in the team"),
        max_length=80,
        required=False,
        help_text=_("Chair, secretary; leave it empty for a member."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    begins_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("The last day; empty where none is known."))


class Nominating(Form):
    """Nominate somebody for a member's post."""

    nominee = PersonChoice(label=_("Whom"), help_text=_("They are asked, and may decline."))
    words = words(_("Why them"), rows=4, help_text=_("The nominee and whoever welcomes read it."))
    begins_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("The last day of the term."))
    replaces = forms.ModelChoiceField(
        Holding.objects.none(),
        label=_("In place of"),
        required=False,
        empty_label=_("nobody: beside whoever holds it"),
        help_text=_("Their holding ends the day before, once the new member is welcomed."),
    )

    def __init__(self, *args: Any, held: list[Holding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["replaces"]
        field.queryset = Holding.objects.filter(pk__in=[one.pk for one in held]).select_related("person")
        field.label_from_instance = lambda one: one.person.name
        if not held:
            del self.fields["replaces"]


class Why(Form):
    """A reason that the other side reads."""

    why = words(_("Reason"), rows=3, help_text=_("It is read by those it concerns, and stands in the history."))
