"""X-ray: a programme that nobody coordinates: no post is named, or nobody holds it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.actions.coordinators import may_name
from compliance.models import Coordinator
from compliance.queries.coordinators import coordinators_on
from raci.matrix.findings import Level
from raci.models import Holding
from raci.models.city import in_force_on
from raci.the_city import the_city
from raci.xrays import Finding, Look, Rule

# What asks for a coordinator by name: T6-02, ADA-05; the others are the city's choice.
ASKED = (Coordinator.Law.TITLE_VI, Coordinator.Law.ADA)


def _without(look: Look) -> Iterator[Finding]:
    today = look.facts.today
    named: dict[str, list[Coordinator]] = {}
    for one in coordinators_on(today, ASKED):
        named.setdefault(one.programme, []).append(one)
    posts = [one.post_id for rows in named.values() for one in rows]
    in_force = Holding.objects.filter(in_force_on(today), post__in=posts, state=Holding.State.IN_FORCE)
    held = set(in_force.filter(person__is_active=True).values_list("post", flat=True))
    city = the_city()
    if city is None:
        return
    mine = may_name(look.facts)
    for law in ASKED:
        rows = named.get(law, [])
        if any(one.post_id in held for one in rows):
            continue
        if rows:
            sentence = _("%(post)s coordinates it, and nobody holds this post.") % {"post": rows[0].post.title}
            url = reverse("raci:post", args=[rows[0].post.code])
        else:
            sentence = _("No post is named that coordinates it.")
            url = reverse("compliance:coordinator-list")
        yield Finding(where=str(law.label), unit=city, sentence=sentence, url=url, is_mine=mine, key=law.value)


RULES = (
    Rule(
        code="programme-without-coordinator",
        label=gettext_lazy("A programme without a coordinator"),
        level=Level.WARNING,
        text=gettext_lazy("Title VI and the ADA ask for a coordinator whom people can reach (T6-02, ADA-05)."),
        mend=gettext_lazy("Name a coordinator"),
        counted=lambda n: (
            ngettext("%(n)d programme without a coordinator", "%(n)d programmes without a coordinator", n) % {"n": n}
        ),
        find=_without,
    ),
)
