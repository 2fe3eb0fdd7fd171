"""What meetings gave somebody to do, as it waits on them."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.models import ActionItem
from raci.queries.meetings.pages import mine_to_do
from raci.queries.waits import ACTION, Waiting


def actions_given(facts: Facts) -> list[Waiting]:
    """Open action items of this person, or of a post they hold (1 query)."""
    given = ActionItem.history.filter(id=OuterRef("pk")).order_by("history_date").values("history_date")[:1]
    found = ActionItem.objects.filter(mine_to_do(facts), state=ActionItem.State.OPEN).annotate(since=Subquery(given))
    return [_waiting(facts, one) for one in found.select_related("team", "post")]


def _waiting(facts: Facts, one: ActionItem) -> Waiting:
    why = _("As %(post)s it is yours to do.") % {"post": one.post.title} if one.post else _("It was given to you.")
    return Waiting(
        ACTION,
        one.words,
        one.team.name,
        one.since,  # type: ignore[attr-defined]
        one.due_on,
        why,
        reverse("raci:action-item", args=[one.pk]),
        facts.today,
    )
