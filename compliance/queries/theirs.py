"""Which obligations are somebody's to show: of the requirements that a role of theirs leads, in the units where they hold it."""

from __future__ import annotations

from django.db.models import Q

from raci.authority import Capacity, Facts
from raci.models import Role


def theirs(facts: Facts) -> Q:
    """Of a person's posts; nothing where they hold none."""
    found = Q(pk=None)
    for capacity in facts.posts:
        found |= of_post(capacity)
    return found


def of_post(post: Capacity) -> Q:
    """Of a post: its own unit, or the whole city's where its role reaches so far."""
    led = Q(requirement__lead__code=post.role)
    if post.reach == Role.Reach.CITYWIDE:
        return led
    if post.reach == Role.Reach.SUBTREE:
        return led & (Q(unit__path__startswith=post.unit_path) | Q(unit__kind="city"))
    return led & Q(unit__path=post.unit_path)
