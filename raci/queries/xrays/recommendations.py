"""Recommendations that nobody answered by their day, and those that nobody looked at again when it had come."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci.actions.recommendations import answer_activity
from raci.drawing import day
from raci.keeping import may_keep
from raci.kinds import ANSWER, RECOMMENDATION
from raci.matrix.findings import Level
from raci.models import Recommendation
from raci.xrays import MOST, Finding, Look, Rule

HANDED_IN = Q(answer__state__in=["submitted", "accepted"])


def _unanswered(look: Look) -> Iterable[Finding]:
    """Theirs to mend who answer for the unit or body."""
    found = Recommendation.objects.filter(~HANDED_IN, answer_due_on__lt=look.facts.today)
    words = _("%(who)s was to answer by %(day)s.")
    return _findings(look, found.order_by("answer_due_on", "pk"), words, answers=True)


def _not_followed_up(look: Look) -> Iterable[Finding]:
    """Theirs to mend who raised it."""
    found = Recommendation.objects.filter(follow_up_on__lt=look.facts.today)
    words = _("It was to be looked at again on %(day)s, with %(who)s.")
    return _findings(look, found.order_by("follow_up_on", "pk"), words, answers=False)


def _findings(look: Look, found: QuerySet[Recommendation], words: str, *, answers: bool) -> Iterable[Finding]:
    """For all staff (1 query, and one of namings)."""
    rows = found.filter(closed_at=None).select_related("unit")
    for one in rows[:MOST]:
        kind, activity = (ANSWER, answer_activity(one)) if answers else (RECOMMENDATION, one.activity_code)
        is_mine = bool(may_keep(look.facts, kind, one.unit, activity=activity))
        if look.mine and not is_mine:
            continue
        since = one.answer_due_on if answers else one.follow_up_on
        yield Finding(
            where=one.title,
            unit=one.unit,
            sentence=words % {"who": one.body or one.unit.name, "day": day(since)},
            url=reverse("raci:recommendation", args=[one.pk]),
            is_mine=is_mine,
            key=str(one.pk),
            since=since,
        )


def _counted(one: str, several: str) -> Callable[[int], str]:
    return lambda n: ngettext(one, several, n) % {"n": n}


UNANSWERED = Rule(
    code="recommendation-unanswered",
    label=gettext_lazy("A recommendation without an answer"),
    level=Level.WARNING,
    text=gettext_lazy("Its day is over, and neither the unit nor the body has handed an answer in."),
    mend=gettext_lazy("Answer it"),
    counted=_counted("%(n)d recommendation without an answer", "%(n)d recommendations without an answer"),
    find=_unanswered,
)
NOT_FOLLOWED_UP = Rule(
    code="recommendation-not-followed-up",
    label=gettext_lazy("A recommendation that was to be looked at again"),
    level=Level.WARNING,
    text=gettext_lazy("The day is over, and nobody has said how it stands."),
    mend=gettext_lazy("Follow it up, or close it"),
    counted=_counted("%(n)d recommendation to be looked at again", "%(n)d recommendations to be looked at again"),
    find=_not_followed_up,
)
