"""A plan on paper: its text as the person may read it, its state, and the receipt once it is decided."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plans import queries
from raci.authority import Facts
from raci.models import Condition
from raci.refusals import Refused
from reports.kinds.kind import Printed, PrintKind


def facts(subject: int | None, who: Facts) -> Printed:
    """`subject`: pk of the record."""
    if subject is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    plan = queries.plan_page(subject, who)
    page = plan.case_page
    decision = queries.decision_of(page.text)
    conditions = list(Condition.objects.filter(decision=decision).select_related("owner")) if decision else []
    shown = {"page": page, "plan": plan, "decision": decision, "conditions": conditions}
    return Printed(plan.content["title"] if plan.content else page.title, shown)


PLAN = PrintKind("plan", "reports/plan.html", facts)
