"""What public comment puts into the calendar: the days on which drafts open and close for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.kinds import COMMENT_ROUND
from engagement.models import CommentRound
from raci.authority import Facts
from raci.keeping import may_keep_for_the_city
from raci.occasions import Occasion, Source


def _rounds(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    """All staff read them; whoever keeps rounds of the city finds them in their own feed (1 query)."""
    keeps = bool(may_keep_for_the_city(facts, COMMENT_ROUND))
    near = Q(opens_on__range=(first, last)) | Q(closes_on__range=(first, last))
    for row in CommentRound.objects.filter(near).select_related("unit"):
        url = reverse("engagement:comment-round-detail", args=[row.pk])
        for on, words, key in (
            (row.opens_on, _("Opens for public comment: %(title)s"), f"{row.pk}-opens"),
            (row.closes_on, _("Last day of public comment: %(title)s"), f"{row.pk}-closes"),
        ):
            yield Occasion(on, words % {"title": row.title}, row.unit.name, url, key, keeps, edits=row.edits)


SOURCE = Source("comment-rounds", gettext_lazy("Public comment"), _rounds)
