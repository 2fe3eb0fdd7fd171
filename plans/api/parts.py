"""A plan and its parts as a door finds them: fetched, authorised, held, shown, and changed by the page's own forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from plans import queries
from plans.actions import Below, Part, add, change, fingerprint, plan_of
from plans.editing import find_part, last_saved, part_to_edit, plan_to_edit
from plans.forms import ActionForm, GoalForm, Opinion, OutcomeForm, PartForm, PlanDetails
from plans.models import Action, Goal, Outcome, Plan
from plans.queries import PlanPage, plan_page
from plans.reading import ReadAction, ReadGoal, ReadOutcome, ReadPlan, read_plan
from raci.api.contract import Door
from raci.api.fields import as_sent, by_form
from raci.api.problems import Invalid
from raci.models import Post, Record
from raci.queries.cases import CasePage
from raci.refusals import Problem

NOTHING = {
    "begins_on": "",
    "ends_on": "",
    "summary": "",
    "opinion": {"sought": None, "from": "", "said": "", "changed": "", "why_not": ""},
    "goals": [],
}


@dataclass
class ShownPlan:
    """A plan's page with its content ready to be read."""

    page: PlanPage

    @property
    def record(self) -> Record:
        """Its record."""
        return self.page.record

    @property
    def case_page(self) -> CasePage:
        """The record's page."""
        return self.page.case_page

    @property
    def missing(self) -> list[Problem]:
        """What a draft still lacks."""
        return self.page.missing

    @cached_property
    def shown(self) -> ReadPlan:
        """What it says; nothing but its title where no text of it may be read yet."""
        content = self.page.content or {**NOTHING, "title": self.case_page.title}
        return read_plan(content, self.page.statuses, self.page.holders)

    def part(self, kind: type[Part], pk: int) -> ReadGoal | ReadOutcome | ReadAction | None:
        """A part of what may be read."""
        goals = self.shown.goals
        outcomes = [outcome for goal in goals for outcome in goal.outcomes]
        actions = [action for outcome in outcomes for action in outcome.actions]
        among: dict[type[Part], list[Any]] = {Goal: goals, Outcome: outcomes, Action: actions}
        return next((one for one in among[kind] if one.pk == pk), None)


class PlanDoor(Door):
    """An address about a plan."""

    noun = "plans"

    def plan(self, pk: int) -> ShownPlan:
        """The plan as they may read it; 404 to strangers."""
        return ShownPlan(plan_page(pk, self.facts))

    def editable_plan(self, pk: int) -> Plan:
        """The plan, for somebody who may change it now."""
        return plan_to_edit(self.page_request, pk)

    def current(self, pk: int) -> Any:
        """As GET shows it, held until the act is done."""
        self.plan(pk)
        Record.objects.select_for_update().get(pk=pk)
        return self.plan(pk)

    def changed(self, pk: int) -> str:
        """Who saved it last, and when."""
        return self.saved(Plan.objects.get(record=pk))

    def saved(self, part: Part) -> str:
        """In a sentence."""
        last = last_saved(part)
        if last is None:
            return ""
        names = {"who": last.who.partition(" <")[0], "when": date_format(localtime(last.when), "DATETIME_FORMAT")}
        return _("It was saved last by %(who)s on %(when)s.") % names

    def shown_plan(self, pk: int) -> ShownPlan:
        """What has become of it."""
        self.forget()
        return self.plan(pk)


class PartDoor(PlanDoor):
    """An address about a goal, an outcome or an action."""

    kind: type[Goal | Outcome | Action]

    def found(self, pk: int) -> Any:
        """The row, whoever asks: `Conflict` says who removed it, to those who may see the plan."""
        return find_part(self.page_request, self.kind, pk)

    def editable(self, pk: int) -> Any:
        """The row, for somebody who may change it now."""
        return part_to_edit(self.page_request, self.kind, pk)

    def part(self, pk: int) -> Any:
        """The part as they may read it; 404 where it is in no text that they may read."""
        shown = self.plan(plan_of(self.found(pk)).record_id).part(self.kind, pk)
        if shown is None:
            raise Http404
        return shown

    def current(self, pk: int) -> Any:
        """As GET shows it, held until the act is done."""
        self.part(pk)
        Record.objects.select_for_update().get(pk=plan_of(self.found(pk)).record_id)
        self.kind.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        return self.part(pk)

    def changed(self, pk: int) -> str:
        """Who saved it last, and when."""
        return self.saved(self.found(pk))


# ---- by the page's forms

Make = Callable[[Mapping[str, Any]], PartForm]


def action_form(plan: Plan, door: Door, lead: int | None) -> Make:
    """The form of an action, with the posts that may lead it."""
    posts = queries.posts_to_lead(plan.record.scope.unit, door.facts, lead)
    return lambda data: ActionForm(data, posts=posts)


FORMS: dict[type, tuple[type[PartForm], ...]] = {
    Plan: (PlanDetails, Opinion),
    Goal: (GoalForm,),
    Outcome: (OutcomeForm,),
}


def changed_by(part: Part, sent: Mapping[str, Any], door: Door) -> None:
    """Change of a part what was sent, by the page's own form; what stays the same is not saved again."""
    makes: list[Make] = (
        [action_form(plan_of(part), door, part.lead_id)] if isinstance(part, Action) else list(FORMS[type(part)])
    )
    values: dict[str, Any] = {}
    for make in makes:
        blank = make({})
        saved = {name: value for name, value in blank.saved(part).items() if name != "opened"}
        mine = {name: value for name, value in sent.items() if name in blank.names}
        if not mine:
            continue
        form = make(_filled(blank, {**saved, **_typed(blank, mine)}))
        by_form(form)
        values |= {blank.column(name): form.values()[blank.column(name)] for name in mine}
    values = {name: value for name, value in values.items() if getattr(part, name) != value}
    if values:
        change(part, values, by=door.person, opened=fingerprint(part, values))


def added_by(parent: Plan | Goal | Outcome, sent: Mapping[str, Any], make: Make, door: Door) -> Below:
    """Add a part, by the page's own form."""
    blank = make({})
    form = make(_filled(blank, _typed(blank, sent)))
    by_form(form)
    return add(parent, form.values(), by=door.person)


def _typed(form: PartForm, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the form's controls have them: a post by its number, yes and no by their words."""
    typed = {name: form.shown(name, value) for name, value in sent.items()}
    if "lead" in typed:
        post = Post.objects.filter(code=typed["lead"]).first()
        if post is None:
            raise Invalid([Problem(_("There is no such post."), field="lead")])
        typed["lead"] = post.pk
    return typed


def _filled(form: PartForm, values: Mapping[str, Any]) -> Any:
    return as_sent({name: form.fields[name].prepare_value(value) for name, value in values.items()})
