"""What waits on a post in plans: the actions it leads."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.models import Action
from raci.authority import Facts
from raci.grants import scopes_read
from raci.models import Post
from raci.on_posts import OnPost, Source

MOST = 50
PLAN = "outcome__goal__plan__record"


def actions_led(post: Post, reader: Facts) -> list[OnPost]:
    """Actions neither done nor stopped, for those who read the plan while it is written: an action's words may be its draft's."""
    reads = Q() if reader.has("reads_all") else Q(**{f"{PLAN}__scope__in": scopes_read(reader)["R"]})
    open_ones = Action.objects.filter(reads, lead=post).exclude(status__in=Action.OVER)
    found = open_ones.select_related("outcome__goal__plan").order_by("due_on", "pk")[:MOST]
    return [_shown(row) for row in found]


def _shown(row: Action) -> OnPost:
    plan = row.outcome.goal.plan
    return OnPost(row.title, reverse("plans:plan-detail", args=[plan.record_id]), plan.title, row.due_on)


ACTIONS = Source("actions", _("Actions it leads"), of=actions_led, goes=_("The post leads them, so they go with it."))
