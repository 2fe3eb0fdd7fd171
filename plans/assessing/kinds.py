"""The kinds of the room of impact assessments (2.2)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.assessing import content
from plans.models import AssessmentFollowUp, ImpactAssessment, Screening
from raci.models import Record
from raci.records import Kind, Life


def _url(record: Record) -> str:
    return reverse("plans:assessment-detail", args=[record.pk])


IMPACT_ASSESSMENT = Kind(
    code="impact_assessment", model=ImpactAssessment, activity="2.2", life=Life.GOVERNED,
    label=_("Equity impact assessment"), url=_url, content=content.content, problems=content.problems,
    differences=content.differences, facts=content.facts, place="plans:plan-list", begin="plans:assessment-create",
    template="plans/assessing/content.html",
)  # fmt: skip
SCREENING = Kind(
    code="screening", model=Screening, activity="2.2", life=Life.REVIEWED, label=_("Screening for equity impact")
)
FOLLOW_UP = Kind(
    code="assessment_follow_up", model=AssessmentFollowUp, activity="2.2", life=Life.KEPT,
    label=_("Follow-up of an impact assessment"),
)  # fmt: skip
