"""The form that makes an action: what it carries out is filled in already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.forms import title_field
from plans.models import Outcome, Plan
from raci.fields import DayField, Form, MoneyField


class MakingForm(Form):
    """Into which plan, and what the action is."""

    place = forms.ChoiceField(
        label=gettext_lazy("Where in a draft"),
        help_text=gettext_lazy("Below an outcome that is there, or below a goal of its own."),
    )
    title = title_field(gettext_lazy("Action"), gettext_lazy("What will be done."))
    lead = forms.TypedChoiceField(label=gettext_lazy("Lead"), coerce=int)
    starts_on = DayField(label=gettext_lazy("Start"))
    due_on = DayField(label=gettext_lazy("Due"))
    budget_cents = MoneyField(label=gettext_lazy("Budget"), help_text=gettext_lazy("0 if it costs nothing more."))

    def __init__(self, *args: Any, plans: list[Plan], posts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places: dict[str, Plan | Outcome] = {}
        choices = [(f"{plan.record.scope.unit.name}: {plan.title}", self._below(plan)) for plan in plans]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", _("Choose a post")), *posts]  # type: ignore[attr-defined]

    def _below(self, plan: Plan) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = [(f"p{plan.pk}", _("A goal of its own"))]
        self.places[f"p{plan.pk}"] = plan
        for outcome in Outcome.objects.filter(goal__plan=plan).select_related("goal__plan"):
            self.places[f"o{outcome.pk}"] = outcome
            found.append((f"o{outcome.pk}", f"{outcome.goal.title} › {outcome.title}"))
        return found

    def clean(self) -> dict[str, Any]:
        """Work ends after it begins."""
        given = super().clean() or self.cleaned_data
        if given.get("starts_on") and given.get("due_on") and given["due_on"] < given["starts_on"]:
            self.add_error("due_on", _("An action must not be due before it starts."))
        return given

    @property
    def values(self) -> dict[str, Any]:
        """As the act takes them."""
        given = self.cleaned_data
        return {"title": given["title"], "lead_id": given["lead"], "partners": "", "starts_on": given["starts_on"],
            "due_on": given["due_on"], "budget_cents": given["budget_cents"]}  # fmt: skip
