"""Posts and who holds them today: what the matrix's cells, its warnings and the drawer stand on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci.models import Holding, Post
from raci.models.city import in_force_on

MOST_NAMES = 3


@dataclass(frozen=True)
class PostToday:
    """A post with its holders in force today; somebody disabled counts for nothing."""

    post: Post
    holders: list[Holding]
    held_until: date | None  # the last day it was held, if it is vacant and ever was held

    @property
    def is_vacant(self) -> bool:
        """Whether nobody can act in it today."""
        return not self.holders

    @property
    def vacancy(self) -> str:
        """ "vacant since 3 Nov 2026" (the day after its last holder's last), or "vacant"."""
        if self.held_until is None:
            return _("vacant")
        return _("vacant; last held until %(day)s") % {"day": date_format(self.held_until, "j M Y")}


def in_force(on: date) -> QuerySet[Holding]:
    """Holdings that count on a day."""
    return Holding.objects.filter(in_force_on(on), state=Holding.State.IN_FORCE, person__is_active=True)


def with_holders(posts: QuerySet[Post], on: date) -> QuerySet[Post]:
    """The posts with `holders_today` and `held_until` (2 queries when read)."""
    ended = Q(holdings__state=Holding.State.IN_FORCE, holdings__ends_on__lt=on)
    current = in_force(on).select_related("person").order_by("begins_on", "pk")
    return (
        posts.select_related("role", "unit")
        .annotate(held_until=Max("holdings__ends_on", filter=ended))
        .prefetch_related(Prefetch("holdings", current, to_attr="holders_today"))
    )


def today_of(post: Post) -> PostToday:
    """A post that `with_holders` read."""
    holders: list[Holding] = post.holders_today  # type: ignore[attr-defined]
    return PostToday(post, holders, None if holders else post.held_until)  # type: ignore[attr-defined]


def posts_of_roles(roles: Collection[str], on: date) -> dict[str, list[PostToday]]:
    """Role code > its posts, in the order of the units (2 queries)."""
    found: dict[str, list[PostToday]] = {role: [] for role in roles}
    posts = with_holders(Post.objects.filter(abolished_on=None, role__code__in=roles), on)
    for post in posts.order_by("role__column", "unit__path", "title"):
        found[post.role.code].append(today_of(post))
    return found


def held_by(posts: list[PostToday]) -> str:
    """ "held by Alma Appleyard", "held by 24 people; 1 of 25 posts is vacant", "vacant" ..."""
    if not posts:
        return _("no post")
    names = list(dict.fromkeys(holding.person.name for post in posts for holding in post.holders))
    if not names:
        return ngettext("vacant", "vacant, all %(n)d posts", len(posts)) % {"n": len(posts)}
    people = ", ".join(names) if len(names) <= MOST_NAMES else _("%(n)d people") % {"n": len(names)}
    held = _("held by %(people)s") % {"people": people}
    vacant = sum(post.is_vacant for post in posts)
    if not vacant:
        return held
    names_of = {"held": held, "n": vacant, "all": len(posts)}
    return (
        ngettext("%(held)s; %(n)d of %(all)d posts is vacant", "%(held)s; %(n)d of %(all)d posts are vacant", vacant)
        % names_of
    )
