"""X-rays of public comment: a round that closed and says nothing of what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.commenting.queries import rounds
from engagement.commenting.waiting import ANSWER_WITHIN
from engagement.kinds import COMMENT_ROUND
from engagement.models import Comment, CommentOutcome
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.xrays import MOST, Finding, Look, Rule


def _unanswered(look: Look) -> Iterator[Finding]:
    """Closed for longer than a month, with comments and no outcome."""
    last = look.facts.today - timedelta(days=ANSWER_WITHIN)
    told = CommentOutcome.objects.filter(round=OuterRef("pk"))
    said = Comment.objects.filter(round=OuterRef("pk"))
    found = rounds().filter(~Exists(told), Exists(said), closes_on__lt=last)
    for row in found.order_by("closes_on", "pk")[:MOST]:
        yield Finding(
            where=row.title,
            unit=row.unit,
            sentence=_("It closed on %(day)s, and does not say what came of it.") % {"day": day(row.closes_on)},
            url=reverse("engagement:comment-outcome-create", args=[row.pk]),
            is_mine=bool(may_keep(look.facts, COMMENT_ROUND, row.unit)),
            key=str(row.pk),
            since=row.closes_on,
        )


UNANSWERED = Rule(
    code="comments-unanswered",
    label=gettext_lazy("People commented and were not told what came of it"),
    level=Level.WARNING,
    text=gettext_lazy("A month after its last day, a public comment round says what came of it."),
    mend=gettext_lazy("Say what came of it"),
    counted=lambda n: (
        ngettext("%(n)d comment round is not answered", "%(n)d comment rounds are not answered", n) % {"n": n}
    ),
    find=_unanswered,
)
