"""What the plans app registers with the kernel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans import content
from plans.guided import remarks
from plans.models import Action, Adoption, AnnualReport, Plan, ProgressReport, Standard
from plans.portfolio.keeping import comes_into_force
from plans.standards import content as standards
from plans.turning.carrying import settle
from raci.models import Record
from raci.records import Kind, Life
from raci.workflow import Step


def _url(record: Record) -> str:
    return reverse("plans:plan-detail", args=[record.pk])


def _approved(step: Step) -> date | None:
    settle(step)
    return comes_into_force(step)


def _plan(code: str, activity: str, label: Any, begin: str) -> Kind:
    return Kind(
        code=code, model=Plan, activity=activity, life=Life.GOVERNED, label=label, url=_url, content=content.content,
        problems=content.problems, differences=content.differences, facts=content.facts, place="plans:plan-list", begin=begin,
        approved=_approved, beside=remarks.beside, template="plans/plan_content.html",
    )  # fmt: skip


PLAN = _plan("plan", "4.1", _("Equity plan"), "plans:plan-create")
CITY_PLAN = _plan("city_plan", "1.1", _("Plan of the city"), "plans:city-plan-create")  # or of a service area
PLANS = (PLAN, CITY_PLAN)
PLAN_CODES = tuple(kind.code for kind in PLANS)
PLAN_ACTIVITIES = tuple(kind.activity for kind in PLANS)
ACTION_STATUS = Kind(code="action_status", model=Action, activity="4.1", life=Life.KEPT, label=_("Action status"))


# ---- standards (1.1) and policies (1.2) of the city, and what each bureau answers


def _standard_url(record: Record) -> str:
    return reverse("plans:standard-detail", args=[record.pk])


def _standard(code: str, activity: str, label: Any) -> Kind:
    return Kind(
        code=code, model=Standard, activity=activity, life=Life.GOVERNED, label=label, url=_standard_url,
        content=standards.content, problems=standards.problems, differences=standards.differences, facts=standards.facts,
        place="plans:plan-list", begin="plans:standard-create", template="plans/standards/content.html",
    )  # fmt: skip


STANDARD = _standard("standard", "1.1", _("Equity standard"))
POLICY = _standard("policy", "1.2", _("Policy"))
STANDARDS = (STANDARD, POLICY)
STANDARDS_BY_ACTIVITY = {kind.activity: kind for kind in STANDARDS}
ADOPTION = Kind(code="adoption", model=Adoption, activity="4.1", life=Life.REVIEWED, label=_("Adoption of a standard"))
PROGRESS = Kind(
    code="progress", model=ProgressReport, activity="4.1", life=Life.REVIEWED, label=_("Quarterly progress update")
)
ANNUAL = Kind(code="annual", model=AnnualReport, activity="4.1", life=Life.REVIEWED, label=_("Annual report of a plan"))
