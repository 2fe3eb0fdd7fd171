"""What public comment makes wait on whoever keeps a round: comments to read, and what came of them to say once it closed."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.commenting.queries import rounds
from engagement.kinds import COMMENT_ROUND
from engagement.models import CommentOutcome, CommentRound
from raci.authority import Facts
from raci.grants import units_with
from raci.queries.waits import Waiting

READ = gettext_lazy("Read public comments")
ANSWER_WITHIN = 30  # days after the last


def waits(facts: Facts) -> list[Waiting]:
    """Rounds of theirs with comments that nobody has read, or closed without an outcome (2 queries)."""
    if COMMENT_ROUND.activity not in facts.activities_with("R"):
        return []
    told = CommentOutcome.objects.filter(round=OuterRef("pk"))
    over = Q(closes_on__lt=facts.today) & ~Q(Exists(told)) & Q(all_comments__gt=0)
    theirs = rounds().filter(unit__in=units_with(facts, "R", COMMENT_ROUND.activity))
    return [_line(facts, row) for row in theirs.filter(Q(waiting__gt=0) | over)]


def _line(facts: Facts, row: CommentRound) -> Waiting:
    waiting = row.waiting  # type: ignore[attr-defined]  # annotated
    detail = (
        ngettext("%(n)s comment to read", "%(n)s comments to read", waiting) % {"n": waiting}
        if waiting
        else _("closed: say what came of it")
    )
    why = _("You are responsible (R) for what %(unit)s asks the public.") % {"unit": row.unit.name}
    url = reverse("engagement:comment-round-detail", args=[row.pk])
    return Waiting(
        "comments", row.title, detail, None, row.closes_on + timedelta(days=ANSWER_WITHIN), why, url, facts.today
    )
