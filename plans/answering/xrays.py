"""X-rays of what was made of a directive: an action that is open while the directive's day has passed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.answering.queries import actions_of
from plans.kinds import PLAN
from plans.models import Action
from raci.authority import Subject
from raci.drawing import day
from raci.matrix.findings import Level
from raci.xrays import Finding, Look, Rule


def _late(look: Look) -> Iterator[Finding]:
    late = Q(directive__isnull=False, directive__closed_at=None, directive__due_on__lt=look.facts.today)
    for row in actions_of(late & ~Q(status__in=Action.OVER), look.facts):
        plan = row.outcome.goal.plan
        scope = plan.record.scope
        assert row.directive is not None
        said = {
            "action": row.title_in_force or row.title,
            "title": row.directive.title,
            "day": day(row.directive.due_on),
        }
        text = _("“%(action)s” carries out the directive “%(title)s”, which was due on %(day)s, and is not done.")
        yield Finding(
            where=scope.unit.name,
            unit=scope.unit,
            sentence=text % said,
            url=f"{PLAN.url(plan.record)}#action-{row.pk}",
            is_mine=look.facts.capacity_with("R", Subject.of_scope(scope.activity_code, scope.unit)) is not None,
            key=str(row.pk),
            since=row.directive.due_on,
        )


LATE = Rule(
    code="directive-action-late",
    label=gettext_lazy("An action is open, and the directive behind it is overdue"),
    level=Level.ERROR,
    text=gettext_lazy("What carries out a directive is done by the day that the directive says."),
    mend=gettext_lazy("Say where it stands, and report on the directive"),
    counted=lambda n: (
        ngettext("%(n)d action of an overdue directive is open", "%(n)d actions of overdue directives are open", n)
        % {"n": n}
    ),
    find=_late,
)
