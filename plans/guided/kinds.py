"""The kinds of the room of guided plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.models import PlanTemplate, SectionRemark
from raci.records import Kind, Life

PLAN_TEMPLATE = Kind(code="plan_template", model=PlanTemplate, activity="1.2", life=Life.KEPT, label=_("Plan template"))
SECTION_REMARK = Kind(
    code="section_remark", model=SectionRemark, activity="4.1", life=Life.KEPT, label=_("Remark on a section")
)
