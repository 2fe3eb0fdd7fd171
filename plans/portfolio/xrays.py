"""X-rays of actions in force: posts that lead some and that nobody holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from plans.portfolio.queries import actions_in_force, vacant
from plans.portfolio.standing import OPEN
from raci.actions.posts import recorder
from raci.matrix.findings import Level
from raci.models import Post
from raci.queries.xrays.vacancies import allowed
from raci.xrays import MOST, Finding, Look, Rule


def _unled(look: Look) -> Iterator[Finding]:
    """By post; told to those who read the actions, and mended by whoever fills the post (3 queries)."""
    rows = actions_in_force(look.facts).filter(OPEN, lead__in=vacant(look.facts))
    counted = {one["lead"]: one for one in rows.order_by().values("lead").annotate(n=Count("pk"))}
    for post in (
        Post.objects.filter(pk__in=counted).select_related("role", "unit").order_by("unit__path", "code")[:MOST]
    ):
        n = counted[post.pk]["n"]
        said = ngettext(
            "Nobody holds it, and it leads %(n)d action of a plan in force.",
            "Nobody holds it, and it leads %(n)d actions of plans in force.",
            n,
        )
        yield Finding(
            where=post.title, unit=post.unit, sentence=said % {"n": n}, url=reverse("raci:post", args=[post.code]),
            is_mine=allowed(partial(recorder, post, look.facts)), key=post.code,
        )  # fmt: skip


UNLED = Rule(
    code="action-unled",
    label=gettext_lazy("Actions that nobody leads"),
    level=Level.WARNING,
    text=gettext_lazy(
        "Each post that leads an action of a plan in force, neither done nor stopped, is held by somebody."
    ),
    mend=gettext_lazy("Fill the post"),
    counted=lambda n: ngettext("%(n)d vacant post leads actions", "%(n)d vacant posts lead actions", n) % {"n": n},
    find=_unled,
)
