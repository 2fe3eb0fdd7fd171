"""What the plans app registers with the kernel."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans import content
from plans.models import Action, Plan
from raci.models import Record
from raci.records import Kind, Life


def _url(record: Record) -> str:
    return reverse("plans:plan-detail", args=[record.pk])


PLAN = Kind(
    code="plan",
    model=Plan,
    activity="4.1",
    life=Life.GOVERNED,
    label=_("Equity plan"),
    url=_url,
    content=content.content,
    problems=content.problems,
    differences=content.differences,
    facts=content.facts,
    place="plans:plan-list",
    begin="plans:plan-create",
    template="plans/plan_content.html",
)
ACTION_STATUS = Kind(code="action_status", model=Action, activity="4.1", life=Life.KEPT, label=_("Action status"))
