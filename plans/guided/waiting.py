"""What guided plans make wait on somebody: remarks that are to be answered."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.guided.kinds import SECTION_REMARK
from plans.models import SectionRemark
from raci.authority import Facts
from raci.grants import units_with
from raci.queries.waits import Waiting

ANSWER = gettext_lazy("Answer a remark")


def waits(facts: Facts) -> list[Waiting]:
    """Remarks without an answer on plans of units for which they hold R (1 query)."""
    if SECTION_REMARK.activity not in facts.activities_with("R"):
        return []
    rows = SectionRemark.objects.filter(
        answered_at=None, section__plan__record__scope__unit__in=units_with(facts, "R", SECTION_REMARK.activity)
    )
    return [_line(facts, row) for row in rows.select_related("section__plan__record__scope__unit")]


def _line(facts: Facts, row: SectionRemark) -> Waiting:
    plan = row.section.plan
    unit = plan.record.scope.unit
    why = _("You are responsible (R) for what %(unit)s plans and reports.") % {"unit": unit.name}
    url = reverse("plans:remark-answer", args=[row.pk])
    return Waiting("remark", f"{row.section.title} · {plan.title}", unit.name, row.made_at, None, why, url, facts.today)
