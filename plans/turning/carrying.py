"""What of a plan in force is open, how it is carried into the next plan's draft, and what its approval ends in the former."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plans.models import Action, ActionInForce, ActionTie, Goal, Measure, Outcome, Plan, TurnedAction
from plans.progress.expected import InForce, plans_in_force
from raci.workflow import Step

KEPT = (ActionTie.Kind.CLAUSE, ActionTie.Kind.THEME, ActionTie.Kind.NEEDS)


@dataclass(frozen=True)
class Open:
    """An open action with what it stands under."""

    row: ActionInForce
    goal: str
    description: str
    outcome: str


def in_force(plan: Plan) -> InForce | None:
    """The plan with its text in force, if one is (1 query)."""
    return next(iter(plans_in_force(pk=plan.record_id)), None)


def open_actions(found: InForce) -> list[Open]:
    """Those neither done nor stopped, in the plan's order (1 query)."""
    rows = ActionInForce.objects.filter(record=found.plan.record_id).exclude(status__in=Action.OVER)
    above = {
        action["id"]: (goal["title"], goal["description"], outcome["title"])
        for goal in found.text["goals"]
        for outcome in goal["outcomes"]
        for action in outcome["actions"]
    }
    return [Open(row, *above[row.action]) for row in rows.select_related("lead").order_by("place")]


class Carrying:
    """Writes goals, outcomes and actions into the next plan's draft, each once. Inside the act that begins it."""

    def __init__(self, following: Plan) -> None:
        self.plan = following
        self.goals: dict[str, Goal] = {}
        self.outcomes: dict[tuple[str, str], Outcome] = {}
        self.became: dict[int, Action] = {}

    def carry(self, one: Open) -> Action:
        """At the end of its outcome; a day that lies outside the new period becomes the period's own."""
        below, row = self._below(one), one.row
        live = Action.objects.filter(pk=row.action).first()
        first, last = self.plan.begins_on, self.plan.ends_on
        ties = {"directive": live.directive, "recommendation": live.recommendation} if live else {}
        assert row.lead is not None
        made = Action.objects.create(
            outcome=below, order=below.actions.count() + 1, title=row.title, lead=row.lead, partners=row.partners,
            starts_on=_within(row.starts_on, first, last, first), due_on=_within(row.due_on, first, last, last),
            budget_cents=row.budget_cents, status=row.status, **ties,
        )  # fmt: skip
        self.became[row.action] = made
        return made

    def tie(self) -> None:
        """What they are measured by, stand on and wait for, as their newest text has it (2 queries, and the writing).

        Money and evidence are the former plan's and stay there; what waits for an action that goes on waits for what it became.
        """
        for one in Measure.objects.filter(action__in=self.became):
            one.pk, one.action = None, self.became[one.action_id]
            one.save(force_insert=True)
        kept = ActionTie.objects.filter(action__in=self.became, kind__in=KEPT)
        for tie in kept.order_by("pk"):
            comes_first = self.became.get(tie.number) if tie.kind == ActionTie.Kind.NEEDS else None
            if comes_first is not None:
                tie.number, tie.about, tie.place = comes_first.pk, self.plan.record_id, self.plan.title[:300]
            tie.pk, tie.action = None, self.became[tie.action_id]
            tie.save(force_insert=True)

    def _below(self, one: Open) -> Outcome:
        goal = self.goals.get(one.goal)
        if goal is None:
            order = len(self.goals) + 1
            goal = Goal.objects.create(plan=self.plan, order=order, title=one.goal, description=one.description)
            self.goals[one.goal] = goal
        key = one.goal, one.outcome
        if key not in self.outcomes:
            order = goal.outcomes.count() + 1
            self.outcomes[key] = Outcome.objects.create(goal=goal, order=order, title=one.outcome)
        return self.outcomes[key]


def _within(day: date, first: date, last: date, otherwise: date) -> date:
    return day if first <= day <= last else otherwise


def settle(step: Step) -> None:
    """The next plan is approved: what went on in it ends in the former; what was taken out of the draft stays open there."""
    carried = TurnedAction.objects.filter(turn__following__record=step.record, became__isnull=False)
    there = set(Action.objects.filter(outcome__goal__plan__record=step.record).values_list("pk", flat=True))
    gone_on = [one.action for one in carried if one.became in there]
    for action in Action.objects.select_for_update(of=("self",)).filter(pk__in=gone_on).exclude(status__in=Action.OVER):
        action.status = Action.Status.STOPPED
        action.save()
