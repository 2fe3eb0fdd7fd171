"""The page of handing over a post: what waits on it, what goes with it, and what is tied to the person and ends."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from raci.actions import posts as acts
from raci.actions.handovers import may_hand_over
from raci.authority import Facts
from raci.models import Delegation, Holding, Naming
from raci.on_posts import OnPost, Source, waits_on


@dataclass(frozen=True)
class HandoverPage:
    """What whoever hands a post over has to know first."""

    holding: Holding
    why: str
    waits: list[tuple[Source, list[OnPost]]]
    given: list[Delegation]  # letters the holder passed on by this holding: they end with it
    namings: list[Naming]  # the post's own: they stay
    others: list[Holding]  # who else holds the post
    is_reviewed: bool
    is_top: bool


def handover_page(holding: Holding, facts: Facts) -> HandoverPage:
    """Authorises, then reads (a constant number of queries)."""
    via = may_hand_over(holding, facts)
    post = holding.post
    open_ones = Delegation.objects.filter(holding=holding, ended_at=None, ends_on__gte=facts.today)
    namings = Naming.objects.filter(Q(giver=post) | Q(named=post), taken_back_at=None)
    others = Holding.objects.filter(post=post, state=Holding.State.IN_FORCE, person__is_active=True).exclude(
        pk=holding.pk
    )
    ahead = others.filter(Q(ends_on=None) | Q(ends_on__gte=facts.today))
    return HandoverPage(
        holding=holding,
        why=via.sentence,
        waits=waits_on(post, facts),
        given=list(open_ones.select_related("delegate")),
        namings=list(namings.select_related("giver", "named", "unit")),
        others=list(ahead.select_related("person").order_by("begins_on")),
        is_reviewed=acts.is_reviewed(post, facts),
        is_top=acts.is_top(post, facts),
    )
