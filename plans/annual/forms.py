"""The form of a year: the whole in a few sentences, and a story of each goal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.annual.acts import WORDS
from plans.annual.queries import AnnualPage
from plans.forms import WordsField
from plans.models import Plan
from raci.fields import Form

LABELS = {
    "story": _("What happened"),
    "barriers": _("What stood in the way"),
    "adjustments": _("What is changed because of it"),
}


class BeginForm(Form):
    """Of which plan, and which year."""

    plan = forms.TypedChoiceField(label=_("Plan"), coerce=int)
    year = forms.ChoiceField(label=_("Fiscal year"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, plans: list[Plan], years: list[tuple[Any, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(one.pk), f"{one.record.scope.unit.name}: {one.title}") for one in plans]
        self.fields["plan"].choices = [("", _("Choose a plan")), *named]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(day.isoformat(), label) for day, label in years]  # type: ignore[attr-defined]
        if len(plans) == 1:
            self.initial.setdefault("plan", plans[0].pk)


class StoriesForm(Form):
    """Three texts a goal; the fields of a goal begin with its number."""

    words = WordsField(label=_("The year in a few sentences"), required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: AnnualPage, **options: Any) -> None:
        super().__init__(*args, **options)
        self.goals = page.told["goals"]
        self.initial.update(words=page.row.words, opened=page.row.fingerprint)
        for goal in self.goals:
            for name in WORDS:
                key = f"g{goal['id']}-{name}"
                area = forms.Textarea(attrs={"rows": 4 if name == "story" else 2})
                self.fields[key] = WordsField(label=LABELS[name], required=False, widget=area)
                self.initial[key] = goal[name]

    def reopen(self, fingerprint: str) -> None:
        """What was sent, opened on what is saved by now."""
        sent: Any = self.data
        self.data = sent.copy()
        self.data["opened"] = fingerprint  # type: ignore[index]  # a copy of what was sent may be changed

    @property
    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Each goal with its fields."""
        return [(goal, [self[f"g{goal['id']}-{name}"] for name in WORDS]) for goal in self.goals]

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = self.cleaned_data
        stories = {goal["id"]: {name: given[f"g{goal['id']}-{name}"] for name in WORDS} for goal in self.goals}
        return {"words": given["words"], "stories": stories, "opened": given["opened"]}
