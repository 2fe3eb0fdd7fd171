"""The plan's pages: get, one query or one act, render or redirect."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plans import queries
from plans.actions import begin_plan, plan_of, set_status
from plans.asking import Asking, asked, sent
from plans.editing import Adding, Editing, find_part, may_report, part_to_edit, place, plan_to_edit
from plans.forms import ActionForm, GoalForm, NewPlan, Opinion, OutcomeForm, PlanDetails, StatusForm
from plans.kinds import CITY_PLAN, PLAN_CODES
from plans.models import Action, Goal, Outcome, Plan
from plans.removing import asked_to_remove
from plans.turning.queries import around
from raci import asof
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.refusals import NotReady
from raci.views.lists import show_list
from raci.views.past import on_another_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


# ---- the list


@require_safe
@signed_in
def plan_list(request: PersonRequest) -> HttpResponseBase:
    """All plans this person may see."""
    return show_list(request, "plans", "plans/plan_list.html", above=queries.begins_above(facts(request)))


# ---- one plan


@require_safe
@signed_in
def plan_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The plan: what it says, where it stands, what is asked of this person."""
    if past := on_another_day(request, pk, *PLAN_CODES):
        return past
    plan = queries.plan_page(pk, facts(request))
    as_of = asof.read(request.GET, plan.case_page.facts.today, request.path)
    context = {"page": plan.case_page, "plan": plan, "as_of": as_of, "around": around(pk)}
    return render(request, "plans/plan_detail.html", context)


@require_safe
@signed_in
def plan_print(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The plan on paper, with its receipt once it is decided."""
    plan = queries.plan_page(pk, facts(request))
    decision = queries.decision_of(plan.case_page.text)
    return render(request, "plans/plan_print.html", {"page": plan.case_page, "plan": plan, "decision": decision})


@form_page
@signed_in
def plan_create(request: PersonRequest) -> HttpResponseBase:
    """Begin a plan for a unit this person is responsible for."""
    units = queries.units_to_begin(facts(request))
    queries.need_units(units)
    form = NewPlan(request.POST if request.method == "POST" else None)
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid() and (plan := _begin(request, form)):
        unsaved.drop(request.user, "plan-new")
        messages.success(request, _("The plan is begun, as a draft only its writers and auditors see."))
        return redirect("plans:plan-write" if plan.sections.exists() else "plans:plan-detail", plan.record_id)
    if len(units) == 1:
        form.initial["unit"] = units[0].pk
    typing = None if form.is_bound else unsaved.kept(request.user, "plan-new")
    unsaved.restore(form, typing)
    context = {"form": form, "typing": typing}
    return render(request, "plans/plan_create.html", context, status=422 if form.is_bound else 200)


def _begin(request: PersonRequest, form: NewPlan) -> Plan | None:
    try:
        return begin_plan(**form.cleaned_data, by=request.user)
    except NotReady as waiting:
        form.add_error(None, str(waiting))
        return None


@form_page
@signed_in
def city_plan_create(request: PersonRequest) -> HttpResponseBase:
    """Begin a plan of the city or of a service area, on whose goals those of bureaus hang."""
    units = queries.units_above(facts(request))
    queries.need_units_above(units)
    form = NewPlan(sent(request), initial={"unit": units[0].pk} if len(units) == 1 else {})
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]
    del form.fields["from_template"]  # its questions are a bureau's
    page = Asking(
        title=_("Begin a plan of the city"),
        intro=_(
            "Of the whole city, or of a service area. You begin it as R (responsible) for 1.1; it is a draft until you open "
            "consultation. Once it is in force, bureaus hang their goals on its goals."
        ),
        submit=_("Begin the plan"),
        above=(_("Equity plans"), reverse("plans:plan-list")),
        name="city-plan-new",
    )

    def act() -> str:
        plan = begin_plan(**form.cleaned_data, by=request.user, kind=CITY_PLAN)
        return reverse("plans:plan-detail", args=[plan.record_id])

    return asked(request, form, page, act, done=_("The plan is begun, as a draft only its writers and auditors see."))


@form_page
@signed_in
def plan_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Title, period and summary."""
    return Editing(request, plan_to_edit(request, pk), PlanDetails, "plan").respond()


@form_page
@signed_in
def plan_opinion(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The card "opinion of communities"."""
    return Editing(request, plan_to_edit(request, pk), Opinion, "opinion").respond()


# ---- goals, outcomes, actions


@form_page
@signed_in
def goal_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add a goal to a plan."""
    return Adding(request, plan_to_edit(request, pk), GoalForm, "goal").respond()


@form_page
@signed_in
def goal_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a goal."""
    return Editing(request, part_to_edit(request, Goal, pk), GoalForm, "goal").respond()


@form_page
@signed_in
def goal_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Remove a goal with all below it."""
    return asked_to_remove(request, part_to_edit(request, Goal, pk))


@form_page
@signed_in
def outcome_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add an outcome to a goal."""
    return Adding(request, part_to_edit(request, Goal, pk), OutcomeForm, "outcome").respond()


@form_page
@signed_in
def outcome_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change an outcome."""
    return Editing(request, part_to_edit(request, Outcome, pk), OutcomeForm, "outcome").respond()


@form_page
@signed_in
def outcome_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Remove an outcome with its actions."""
    return asked_to_remove(request, part_to_edit(request, Outcome, pk))


@form_page
@signed_in
def action_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add an action to an outcome."""
    outcome = part_to_edit(request, Outcome, pk)
    return Adding(request, outcome, _action_form(request, plan_of(outcome), None), "action").respond()


@form_page
@signed_in
def action_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change an action."""
    action = part_to_edit(request, Action, pk)
    return Editing(request, action, _action_form(request, plan_of(action), action.lead_id), "action").respond()


@form_page
@signed_in
def action_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Remove an action."""
    return asked_to_remove(request, part_to_edit(request, Action, pk))


def _action_form(request: PersonRequest, plan: Plan, lead: int | None) -> partial[ActionForm]:
    return partial(ActionForm, posts=queries.posts_to_lead(plan.record.scope.unit, facts(request), lead))


# ---- status: kept, not decided


@form_page
@signed_in
def action_status(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say where an action stands; in place with htmx, on a page of its own without."""
    action = find_part(request, Action, pk)
    may_report(request, plan_of(action))
    form = StatusForm(request.POST if request.method == "POST" else None, initial={"status": action.status})
    in_place = _in_place(request)
    if request.method == "POST" and form.is_valid():
        set_status(action, form.cleaned_data["status"], by=request.user)
        if not in_place:
            messages.success(request, _("Status saved: %(title)s") % {"title": action.title})
            return HttpResponseRedirect(place(action))
        status = queries.status_of(form.cleaned_data["status"])
        return render(request, "plans/action_status_chip.html", {"action": action, "status": status, "saved": True})
    template = "plans/action_status_form.html" if in_place else "plans/action_status.html"
    context = {"action": action, "plan": plan_of(action), "form": form, "back": place(action)}
    return render(request, template, context, status=422 if form.is_bound and not in_place else 200)


def _in_place(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
