"""The pages of an action's ties and measures: get, one query or one act, render or redirect."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.asking import Asking, asked, sent
from plans.editing import Adding, Editing, part_to_edit, place
from plans.models import Action, Goal, GoalTie, Measure
from plans.removing import asked_to_remove
from plans.ties import acts
from plans.ties.forms import ActionTiesForm, MeasureForm, ServesForm
from plans.ties.offers import MOST_FOUND, goals_above, offered
from raci.doors import PersonRequest, facts, signed_in

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def action_ties(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What an action carries out, waits for, is paid by and shown by."""
    action: Action = part_to_edit(request, Action, pk)
    find = request.GET.get("find", "")[:100]
    now = acts.tied(action)
    initial = {**{kind: sorted(found) for kind, found in now.items()}, "opened": acts.fingerprint_of_ties(action)}
    form = ActionTiesForm(sent(request), initial=initial, offers=offered(action, facts(request), find))
    page = Asking(
        title=_("What it is tied to"),
        intro=_(
            "Tick what “%(title)s” carries out and waits for. It is frozen with the plan, in the words it has today."
        )
        % {"title": action.title},
        submit=_("Save"),
        above=(action.outcome.goal.plan.title, place(action)),
        name=f"action-ties:{action.pk}",
    )

    def act() -> str:
        said = {kind: form.cleaned_data.get(kind, now[kind]) for kind in now}
        acts.tie(action, said, by=request.user, opened=form.cleaned_data["opened"])
        return place(action)

    more = {"find": find, "most": MOST_FOUND}
    return asked(request, form, page, act, done=_("Saved."), template="plans/ties/edit.html", **more)


@form_page
@signed_in
def goal_serves(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Which goal of the plan of the city, or of its service area, a goal hangs on."""
    goal: Goal = part_to_edit(request, Goal, pk)
    now = GoalTie.objects.filter(goal=goal).first()
    offers = goals_above(goal, facts(request), now)
    form = ServesForm(
        sent(request), initial={"goal": now.number if now else "", "opened": acts.served(goal)}, offers=offers
    )
    page = Asking(
        title=_("Hang it on a goal above"),
        intro=_above_intro(goal) if offers else _("No plan of the city or its service area that you may read is in force."),
        submit=_("Save"),
        above=(goal.plan.title, place(goal)),
        name=f"goal-serves:{goal.pk}",
    )  # fmt: skip

    def act() -> str:
        acts.serve(goal, form.cleaned_data["goal"], by=request.user, opened=form.cleaned_data["opened"])
        return place(goal)

    return asked(request, form, page, act, done=_("Saved."))


def _above_intro(goal: Goal) -> str:
    text = _(
        "Goals of the plans in force of the city and of its service area, as far as you may read them. What comes of "
        "“%(title)s” then counts there too."
    )
    return text % {"title": goal.title}


@form_page
@signed_in
def measure_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how an action is measured."""
    return Adding(request, part_to_edit(request, Action, pk), MeasureForm, "measure").respond()


@form_page
@signed_in
def measure_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a measure."""
    return Editing(request, part_to_edit(request, Measure, pk), MeasureForm, "measure").respond()


@form_page
@signed_in
def measure_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take a measure away."""
    return asked_to_remove(request, part_to_edit(request, Measure, pk))
