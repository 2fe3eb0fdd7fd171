"""What came of a directive or a recommendation in plans, as far as one may read it; and the drafts one may put an action into."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.answering.acts import Asked, link_to
from plans.kinds import PLAN
from plans.models import Action, ActionInForce, Plan, ProgressLine
from plans.portfolio.queries import actions_in_force
from plans.progress.queries import reports_read
from raci.authority import Facts
from raci.carried_out import Carried, Made
from raci.grants import with_letter
from raci.models import Case, Directive, Recommendation, Unit
from raci.models.reviewed import Reviewed
from raci.refusals import Refused


def drafts(facts: Facts) -> QuerySet[Plan]:
    """Plans whose draft they write now."""
    cases = with_letter(facts, "R").filter(record__plan__isnull=False, state=Case.State.DRAFT)
    return Plan.objects.filter(record__in=cases.values("record")).select_related("record__scope__unit")


def carried(one: Asked, facts: Facts) -> Carried:
    """For the page of a directive or a recommendation (4 queries at most)."""
    rows = actions_of(Q(**link_to(one)), facts)
    said = last_words([row.pk for row in rows], facts)
    url = ""
    if one.closed_at is None and drafts(facts).exists():
        name = "directive" if isinstance(one, Directive) else "recommendation"
        url = reverse(f"plans:{name}-act", args=[one.pk])
    return Carried([_made(row, said.get(row.pk)) for row in rows], url)


def actions_of(which: Q, facts: Facts) -> list[Any]:
    """Actions that they may read: those in force as far as they read the text, others where they write the draft."""
    in_force = Q(pk__in=actions_in_force(facts).order_by().values("action"))
    written = Q(outcome__goal__plan__in=drafts(facts)) | (Q() if facts.has("reads_all") else Q(pk__in=[]))
    binding = ActionInForce.objects.filter(action=OuterRef("pk"))
    found = Action.objects.filter(which).filter(in_force | written)
    found = found.annotate(
        title_in_force=Subquery(binding.values("title")), plan_in_force=Subquery(binding.values("plan_title"))
    )
    return list(found.select_related("outcome__goal__plan__record__scope__unit", "directive").order_by("due_on", "pk"))


def last_words(actions: list[int], facts: Facts) -> dict[int, ProgressLine]:
    """By action what the newest accepted report says that they may read."""
    reports = reports_read(facts).filter(state=Reviewed.State.ACCEPTED).order_by()
    lines = ProgressLine.objects.filter(action__in=actions, report__in=reports.values("pk"))
    return {line.action: line for line in lines.select_related("report").order_by("report__begins_on")}


def _made(row: Any, line: ProgressLine | None) -> Made:
    """By the text in force where there is one: what a draft of the next version says is its writers' alone."""
    plan, is_in_force = row.outcome.goal.plan, row.title_in_force is not None
    stands = str(row.get_status_display()) if is_in_force else _("in a draft")
    title, plan_title = row.title_in_force or row.title, row.plan_in_force or plan.title
    said = f"{line.report.quarter}: {line.words or line.get_status_display()}" if line else ""
    url = f"{PLAN.url(plan.record)}#action-{row.pk}"
    where = f"{plan.record.scope.unit.name} · {plan_title}"
    return Made(title, where, stands, said, url, row.status in Action.OVER)


def need_drafts(facts: Facts, unit: Unit) -> list[Plan]:
    """Those that they may put it into, the unit's own first; 403 with the reason where they write no plan at all."""
    found = list(drafts(facts).order_by("record__scope__unit__path", "title"))
    if not found and not facts.activities_with("R") & {PLAN.activity, "1.1"}:
        text = _("Writing a plan takes R (responsible) for %(activity)s in a unit; you hold none today.")
        raise Refused(text % {"activity": PLAN.activity})
    return sorted(found, key=lambda plan: plan.record.scope.unit_id != unit.pk)


def unit_of(one: Asked) -> Unit:
    """The unit it goes to."""
    return one.post.unit if isinstance(one, Directive) else one.unit


def asked_for(model: type[Asked], pk: int) -> Asked:
    """A directive or a recommendation: both are read by all staff."""
    related = ("post__unit", "giver") if model is Directive else ("unit",)
    found = model._default_manager.select_related(*related).filter(pk=pk).first()
    if not isinstance(found, Directive | Recommendation):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return found
