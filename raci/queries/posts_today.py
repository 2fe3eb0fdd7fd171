"""Posts and who holds them today: what the matrix's cells, its warnings and the drawer stand on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import DateField, Max, Prefetch, Q, QuerySet, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci import asof
from raci.authority import Facts
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
    def title(self) -> str:
        """How the post was called on the day that is asked for."""
        return str(getattr(self.post, "title_then", self.post.title))

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


def there_on(day: date) -> Q:
    """Posts that are not abolished on a day."""
    return Q(abolished_on=None) | Q(abolished_on__gt=day)


def held_on(day: date) -> QuerySet[Holding]:
    """Holdings of a day gone by or to come, as recorded today: also of people whose account was disabled since."""
    return Holding.objects.filter(in_force_on(day), state=Holding.State.IN_FORCE)


def on_day(facts: Facts, day: date) -> Facts:
    """The same reader, asked for a day: who held what then is read by it; what they may read stays today's."""
    return facts if day == facts.today else replace(facts, today=day, looks_back=True)


def counting(facts: Facts) -> QuerySet[Holding]:
    """Holdings that count on the day that a list is asked for."""
    return held_on(facts.today) if facts.looks_back else in_force(facts.today)


def posts_on(facts: Facts) -> QuerySet[Post]:
    """The posts of the day that a list is asked for, with their holders; looking back, with their title of then."""
    if not facts.looks_back:
        return with_holders(Post.objects.filter(there_on(facts.today)), facts.today)
    return as_they_stood(Post.objects.all(), facts.today)


def as_they_stood(posts: QuerySet[Post], day: date) -> QuerySet[Post]:
    """Those of the posts that there were on a day, with `title_then` and their holders (1 query, and 2 when read)."""
    until = asof.remembered_until(day)
    titled = posts.filter(there_on(day)).annotate(title_then=asof.stood(Post, "title", until))
    named = titled.filter(title_then__isnull=False).annotate(day_then=Value(day, DateField()))
    return with_holders(named, day, held_on(day))


def with_holders(posts: QuerySet[Post], on: date, held: QuerySet[Holding] | None = None) -> QuerySet[Post]:
    """The posts with `holders_today` (of these holdings, else those in force) and `held_until` (2 queries when read)."""
    ended = Q(holdings__state=Holding.State.IN_FORCE, holdings__ends_on__lt=on)
    counted = in_force(on) if held is None else held
    current = counted.select_related("person").order_by("begins_on", "pk")
    return (
        posts.select_related("role", "unit")
        .annotate(held_until=Max("holdings__ends_on", filter=ended))
        .prefetch_related(Prefetch("holdings", current, to_attr="holders_today"))
    )


def today_of(post: Post) -> PostToday:
    """A post that `with_holders` read."""
    holders: list[Holding] = post.holders_today  # type: ignore[attr-defined]
    return PostToday(post, holders, None if holders else post.held_until)  # type: ignore[attr-defined]


def posts_of_roles(roles: Collection[str], facts: Facts) -> dict[str, list[PostToday]]:
    """Role code > its posts, in the order of the units (2 queries)."""
    found: dict[str, list[PostToday]] = {role: [] for role in roles}
    for post in posts_on(facts).filter(role__code__in=roles).order_by("role__column", "unit__path", "title"):
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
