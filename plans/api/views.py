"""Plans, goals, outcomes and actions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from plans import queries
from plans.actions import begin_plan, remove, set_status
from plans.api import shapes
from plans.api.parts import PartDoor, PlanDoor, action_form, added_by, changed_by
from plans.editing import may_report
from plans.forms import GoalForm, NewPlan, OutcomeForm, StatusForm
from plans.lists import PLANS
from plans.models import Action, Goal, Outcome
from raci.api.contract import Created, operation
from raci.api.fields import as_sent, by_form
from raci.api.lists import list_door
from raci.models import Unit

_LIST = list_door(
    PLANS,
    noun="plans",
    name="Plan",
    key=lambda row: row.record_id,
    codes={"state": lambda row: row.state, "unit": lambda row: row.record.scope.unit.code},
    example={"title": "Parks equity plan 2027", "unit": "parks", "state": "consultation", "record": 12},
)


class PlanList(PlanDoor, _LIST):  # type: ignore[valid-type, misc]
    """All plans, each as you may read it."""

    @operation("Begin a plan", takes=shapes.NewPlanBody, gives=shapes.PlanShown, status=201)
    def post(self) -> Any:
        """A draft that only its writers and auditors see."""
        units = queries.units_to_begin(self.facts)
        queries.need_units(units)
        sent = self.sent()
        unit = Unit.objects.filter(code=sent["unit"]).first()
        form = NewPlan(as_sent({**sent, "unit": unit.pk if unit else 0}))
        form.fields["unit"].queryset = units  # type: ignore[attr-defined]
        plan = begin_plan(**by_form(form), by=self.person)
        return Created(self.shown_plan(plan.record_id), reverse("api:plan-detail", args=[plan.record_id]))


class PlanDetail(PlanDoor):
    """One plan."""

    shows = shapes.PlanShown

    @operation("A plan", gives=shapes.PlanShown)
    def get(self, pk: int) -> Any:
        """What it says, where it stands, and what you may do with it."""
        return self.plan(pk)

    @operation("Change a plan", takes=shapes.PlanChange, gives=shapes.PlanShown, subject=True)
    def patch(self, pk: int) -> Any:
        """Title, period, summary and the opinion of communities, while it is a draft. Who changes it is one of its authors."""
        changed_by(self.editable_plan(pk), self.sent(), self)
        return self.shown_plan(pk)


class GoalAdd(PlanDoor):
    """Goals of a plan."""

    shows = shapes.PlanShown

    @operation("Add a goal", takes=shapes.NewGoal, gives=shapes.GoalShown, status=201, subject=True)
    def post(self, pk: int) -> Any:
        """At the end of the plan."""
        made = added_by(self.editable_plan(pk), self.sent(), GoalForm, self)
        return Created(self.plan(pk).part(Goal, made.pk), reverse("api:goal-detail", args=[made.pk]))


class _Part(PartDoor):
    def _shown(self, pk: int) -> Any:
        self.forget()
        return self.part(pk)

    def _removed(self, pk: int) -> None:
        remove(self.editable(pk), by=self.person)


class GoalDetail(_Part):
    """One goal."""

    kind, shows = Goal, shapes.GoalShown

    @operation("A goal", gives=shapes.GoalShown)
    def get(self, pk: int) -> Any:
        """With its outcomes and actions, as you may read it."""
        return self.part(pk)

    @operation("Change a goal", takes=shapes.GoalChange, gives=shapes.GoalShown, subject=True)
    def patch(self, pk: int) -> Any:
        """While its plan is a draft."""
        changed_by(self.editable(pk), self.sent(), self)
        return self._shown(pk)

    @operation("Remove a goal", subject=True)
    def delete(self, pk: int) -> Any:
        """With all below it; earlier texts and the history keep it."""
        self._removed(pk)


class OutcomeAdd(PartDoor):
    """Outcomes of a goal."""

    kind, shows = Goal, shapes.GoalShown

    @operation("Add an outcome", takes=shapes.NewOutcome, gives=shapes.OutcomeShown, status=201, subject=True)
    def post(self, pk: int) -> Any:
        """At the end of the goal."""
        goal = self.editable(pk)
        made = added_by(goal, self.sent(), OutcomeForm, self)
        shown = self.plan(goal.plan.record_id).part(Outcome, made.pk)
        return Created(shown, reverse("api:outcome-detail", args=[made.pk]))


class OutcomeDetail(_Part):
    """One outcome."""

    kind, shows = Outcome, shapes.OutcomeShown

    @operation("An outcome", gives=shapes.OutcomeShown)
    def get(self, pk: int) -> Any:
        """With its actions, as you may read it."""
        return self.part(pk)

    @operation("Change an outcome", takes=shapes.NewOutcome, gives=shapes.OutcomeShown, subject=True)
    def patch(self, pk: int) -> Any:
        """While its plan is a draft."""
        changed_by(self.editable(pk), self.sent(), self)
        return self._shown(pk)

    @operation("Remove an outcome", subject=True)
    def delete(self, pk: int) -> Any:
        """With its actions; earlier texts and the history keep it."""
        self._removed(pk)


class ActionAdd(PartDoor):
    """Actions of an outcome."""

    kind, shows = Outcome, shapes.OutcomeShown

    @operation("Add an action", takes=shapes.NewAction, gives=shapes.ActionShown, status=201, subject=True)
    def post(self, pk: int) -> Any:
        """At the end of the outcome."""
        outcome = self.editable(pk)
        plan = outcome.goal.plan
        made = added_by(outcome, self.sent(), action_form(plan, self, None), self)
        return Created(self.plan(plan.record_id).part(Action, made.pk), reverse("api:action-detail", args=[made.pk]))


class ActionDetail(_Part):
    """One action."""

    kind, shows = Action, shapes.ActionShown

    @operation("An action", gives=shapes.ActionShown)
    def get(self, pk: int) -> Any:
        """As you may read it, and where it stands."""
        return self.part(pk)

    @operation("Change an action", takes=shapes.ActionChange, gives=shapes.ActionShown, subject=True)
    def patch(self, pk: int) -> Any:
        """While its plan is a draft."""
        changed_by(self.editable(pk), self.sent(), self)
        return self._shown(pk)

    @operation("Remove an action", subject=True)
    def delete(self, pk: int) -> Any:
        """Earlier texts and the history keep it."""
        self._removed(pk)


class ActionStatus(PartDoor):
    """Where an action stands."""

    kind, shows = Action, shapes.ActionShown

    @operation("Say where an action stands", takes=shapes.StatusBody, gives=shapes.StatusShown, subject=True)
    def put(self, pk: int) -> Any:
        """Kept, not decided: whoever is responsible says it, in any state of the plan."""
        action = self.found(pk)
        may_report(self.page_request, action.outcome.goal.plan)
        set_status(action, by_form(StatusForm(as_sent(self.sent())))["status"], by=self.person)
        action.refresh_from_db(fields=["status"])
        return action
