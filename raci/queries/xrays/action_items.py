"""What a meeting asked to be done by a day that has passed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci.drawing import day
from raci.matrix.findings import Level
from raci.models import ActionItem, Team
from raci.queries.meetings.of_team import TeamMeetings
from raci.queries.meetings.pages import mine_to_do
from raci.xrays import Finding, Look, Rule


def _overdue(look: Look) -> Iterable[Finding]:
    """Of who reads the team's minutes, and of its owner (2 queries, and those of membership for who holds no letter)."""
    facts, theirs = look.facts, mine_to_do(look.facts)
    if not look.mine:
        teams = Team.objects.select_related("unit")
        theirs |= Q(team__in=[team.pk for team in teams if TeamMeetings(team, facts).reads])
    posts = {post.post for post in facts.posts}
    late = ActionItem.objects.filter(theirs, state=ActionItem.State.OPEN, due_on__lt=facts.today)
    for one in late.select_related("team__unit", "post", "person").order_by("due_on", "pk"):
        yield Finding(
            where=one.words,
            unit=one.team.unit,
            sentence=_("%(owner)s was to do it by %(day)s for the %(team)s.")
            % {"owner": one.owner, "day": day(one.due_on), "team": one.team.name},
            url=reverse("raci:action-item", args=[one.pk]),
            is_mine=one.person_id == facts.person.pk or one.post_id in posts,
            key=str(one.pk),
            since=one.due_on,
        )


OVERDUE_ACTION = Rule(
    code="action-item-overdue",
    label=gettext_lazy("An action item is overdue"),
    level=Level.WARNING,
    text=gettext_lazy("What a meeting gave somebody to do follows the team until it is done or dropped."),
    mend=gettext_lazy("Say how it was done, or ask for another day"),
    counted=lambda n: ngettext("%(n)d action item is overdue", "%(n)d action items are overdue", n) % {"n": n},
    find=_overdue,
)
