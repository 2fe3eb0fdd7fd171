"""Forms of initiatives: what people type, as values the acts take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from metrics.models import Indicator
from plans.content import SHORT
from plans.forms import PartForm, WordsField, title_field
from plans.initiatives.content import named
from plans.initiatives.queries import Choices
from plans.models import InitiativeUpdate
from raci.fields import DayField, Form
from raci.models import Directive, Objective, Post, Service, Unit


class PostField(forms.TypedChoiceField):
    """A post, among those of all units, each under its unit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, **options)

    def offer(self, posts: Choices) -> None:
        """What can be chosen."""
        self.choices = [("", _now("Choose a post")), *posts]


class NewInitiative(Form):
    """Begin an initiative."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Of"),
        help_text=_("The city, or the unit whose initiatives you are responsible for."),
        empty_label=_("Choose a unit"),
    )
    title = title_field(_("Title"), _("As it is to stand in lists."))
    lead = PostField(label=_("Lead"), help_text=_("The post that answers for it; whoever holds the post leads."))

    def __init__(self, *args: Any, units: QuerySet[Unit], posts: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["lead"].offer(posts)  # type: ignore[attr-defined]

    def clean_lead(self) -> Post:
        """The post itself."""
        return Post.objects.get(pk=self.cleaned_data["lead"])


class InitiativeForm(PartForm):
    """What it is for, who leads, and on whose instruction."""

    noun = _("What it is for")
    title = title_field(_("Title"))
    purpose = WordsField(
        label=_("What is to change"),
        required=False,
        help_text=_("What will be different for whom, so that one can see it."),
    )
    disparity = WordsField(
        label=_("The disparity it addresses"),
        required=False,
        help_text=_("Who is worse off, in what, and how that is known. Say where several disadvantages meet."),
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Indicator that shows it"),
        required=False,
        empty_label=_("None of them"),
        help_text=_("Whether the gap closes is read there."),
    )
    lead = PostField(label=_("Lead"), help_text=_("The post that answers for it; whoever holds the post leads."))
    directive = forms.ModelChoiceField(
        Directive.objects.all(), label=_("Directive that asks for it"), required=False, empty_label=_("None of them")
    )
    objective = forms.ModelChoiceField(
        Objective.objects.all(), label=_("Objective that it carries out"), required=False, empty_label=_("None of them")
    )
    service = forms.ModelChoiceField(
        Service.objects.filter(kind=Service.Kind.SERVICE).prefetch_related("wordings"),
        label=_("Service that it belongs to"),
        required=False,
        empty_label=_("None of them"),
    )
    partners = WordsField(
        label=_("Partners"), required=False, help_text=_("Organizations that work on it, one a line. No private data.")
    )
    begins_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty if it is ongoing."))
    high_impact = forms.BooleanField(label=_("Its impact is high"), required=False)
    why_high_impact = WordsField(
        label=_("Why its impact is high"),
        required=False,
        help_text=_("How many people, how deep, and how hard to undo."),
    )

    def __init__(self, *args: Any, posts: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].offer(posts)  # type: ignore[attr-defined]
        indicator: Any = self.fields["indicator"]
        indicator.queryset = Indicator.objects.filter(retired_on=None).prefetch_related("versions")
        indicator.label_from_instance = lambda one: one.title
        service: Any = self.fields["service"]
        service.label_from_instance = lambda one: Truncator(named(one)).chars(SHORT)

    def clean(self) -> dict[str, Any]:
        """A period runs forward; high impact has a reason."""
        said = super().clean() or {}
        begins, ends = said.get("begins_on"), said.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _now("The last day must not be before the first day."))
        if said.get("high_impact") and not said.get("why_high_impact", "").strip():
            self.add_error("why_high_impact", _now("Say why its impact is high."))
        return said


class ManyField(forms.TypedMultipleChoiceField):
    """Several rows, by their numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, required=False, **options)


class TiesForm(Form):
    """With whom, about what, for whom, and through which actions of plans."""

    post = ManyField(
        label=_("Posts that lead with it"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl (or ⌘) to choose several."),
    )
    theme = ManyField(label=_("Themes"), widget=forms.CheckboxSelectMultiple)
    group = ManyField(
        label=_("Groups it is for"), widget=forms.CheckboxSelectMultiple, help_text=_("Who is worse off today.")
    )
    action = ManyField(
        label=_("Actions of plans it uses"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of plans in force that you may read."),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class AskForm(Form):
    """What is to be reported by when."""

    title = title_field(_("What is to be reported"), _("For example: how many people came, and who they were."))
    due_on = DayField(label=_("Due on"))


class ReportForm(Form):
    """How it stands."""

    standing = forms.ChoiceField(
        label=_("How it stands"), widget=forms.RadioSelect, choices=InitiativeUpdate.Standing.choices
    )
    words = WordsField(label=_("What happened"), help_text=_("What was done, for whom, and what comes next."))
