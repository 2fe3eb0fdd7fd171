"""What the desk makes wait on somebody: to give a request to a post, to answer it, to say whether it helped."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.desk.acts import help_url
from engagement.kinds import HELP_REQUEST
from engagement.models import HelpRequest
from raci.authority import Facts
from raci.keeping import may_keep_for_the_city
from raci.queries.waits import Waiting

HELP = gettext_lazy("Help")
MOST = 50


def waits(facts: Facts) -> list[Waiting]:
    """Of the desk (3 queries at most)."""
    rows = HelpRequest.objects.select_related("unit", "post").order_by("due_on", "pk")
    own = {one.post: one.label for one in facts.posts}
    found = [
        _line(one, _("Answer it"), _("It was given to %(post)s.") % {"post": own[one.post_id]}, facts)
        for one in _first(rows.filter(answered_at=None, post__in=own))
        if one.post_id is not None
    ]
    found += [
        _line(one, _("Say whether it helped"), _("You asked."), facts, is_over=True)
        for one in _first(rows.filter(asked_by=facts.person, answered_at__isnull=False, rating=None))
    ]
    permission = may_keep_for_the_city(facts, HELP_REQUEST)
    if permission:
        new = rows.filter(answered_at=None, post=None)
        found += [_line(one, _("Give it to a post"), permission.reason, facts) for one in _first(new)]
    return found


def _first(rows: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
    return rows[:MOST]


def _line(row: HelpRequest, words: str, why: str, facts: Facts, *, is_over: bool = False) -> Waiting:
    since, due = (row.answered_at, None) if is_over else (row.asked_at, row.due_on)
    return Waiting("help", row.title, f"{words} · {row.asker}", since, due, why, help_url(row), facts.today)
