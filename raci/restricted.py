"""Who may have what no letter of the matrix gives: the restricted kinds (governance 3).

The app that owns the kind says which posts those are (a coordinator named for a programme, the entity's head, counsel); here
is asked whether one of them is this person's today. An auditor's `reads_all` is never asked, nor is a cell's letter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from raci.authority import Capacity, Facts
from raci.models import Holding, Person, Post
from raci.models.city import in_force_on
from raci.records import Kind


def mine(facts: Facts, kind: Kind, posts: Iterable[Post | int]) -> Capacity | None:
    """By which of these posts the person counts today, if by any: held, before passed on (no query).

    Passed on is a letter of the kind's activity, by the holder, for named days: the delegate then acts for the post.
    """
    wanted = {post.pk if isinstance(post, Post) else post for post in posts}
    return _first(facts, kind, lambda capacity: capacity.post in wanted)


def counsel_of(facts: Facts, kind: Kind) -> Capacity | None:
    """By which post the person is the city's counsel today, if by any (no query)."""
    return _first(facts, kind, lambda capacity: "is_counsel" in capacity.flags)


def counsel_posts() -> list[Post]:
    """The posts of the city's counsel, for asking and telling (1 query)."""
    return list(Post.objects.filter(role__is_counsel=True, abolished_on=None).select_related("role", "unit"))


def holders(facts: Facts, posts: Collection[Post]) -> list[Person]:
    """Who holds one of these posts today, for telling them (1 query); whoever was passed a letter is told by the holder."""
    held = Holding.objects.filter(
        in_force_on(facts.today), post__in=posts, state=Holding.State.IN_FORCE, person__is_active=True
    )
    return list({one.person_id: one.person for one in held.select_related("person").order_by("pk")}.values())


def _first(facts: Facts, kind: Kind, fits: Callable[[Capacity], bool]) -> Capacity | None:
    own = [capacity for capacity in facts.capacities if capacity.only is None]
    passed_on = [one for one in facts.capacities if one.only is not None and one.only[0] == kind.activity]
    return next(filter(fits, [*own, *passed_on]), None)
