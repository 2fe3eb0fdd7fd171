"""What recommendations make wait on somebody: an answer, or a follow-up whose day has come."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from raci.actions.recommendations import BODY_ANSWERS, UNIT_ANSWERS, answer_activity
from raci.authority import Facts, Via
from raci.keeping import may_keep, namings_of
from raci.kinds import ANSWER, RECOMMENDATION
from raci.models import Recommendation
from raci.queries.waits import ADVICE, FOLLOW, Waiting

ANSWERED = Q(answer__state__in=["submitted", "accepted"])


def advised(facts: Facts) -> list[Waiting]:
    """Recommendations to answer, and to follow up (1 query, and one of namings)."""
    mine = facts.activities_with("R") | {naming.activity_code for naming in namings_of(facts)}
    due = Q(follow_up_on__lte=facts.today, activity_code__in=mine)
    asked = ~ANSWERED if mine & {UNIT_ANSWERS, BODY_ANSWERS} else Q(pk=None)
    found = Recommendation.objects.filter(due | asked, closed_at=None).select_related("unit", "answer")
    return [waiting for one in found.order_by("answer_due_on", "pk") if (waiting := _waiting(facts, one))]


def _waiting(facts: Facts, one: Recommendation) -> Waiting | None:
    answer = getattr(one, "answer", None)
    if answer is None or answer.state in ("draft", "returned"):
        via = may_keep(facts, ANSWER, one.unit, activity=answer_activity(one)).via
        return _line(facts, one, ADVICE, via) if via else None
    via = may_keep(facts, RECOMMENDATION, one.unit, activity=one.activity_code).via
    return _line(facts, one, FOLLOW, via) if via else None


def _line(facts: Facts, one: Recommendation, kind: str, via: Via) -> Waiting:
    return Waiting(
        kind,
        one.title,
        f"{one.source_title} · {one.body or one.unit.name}",
        one.raised_at,
        one.answer_due_on if kind == ADVICE else one.follow_up_on,
        via.sentence,
        reverse("raci:recommendation", args=[one.pk]),
        facts.today,
    )
