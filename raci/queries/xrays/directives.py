"""Directives that nobody took on, and those whose day has passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci.drawing import day
from raci.matrix.findings import Level
from raci.models import Directive
from raci.xrays import Finding, Look, Rule


def _overdue(look: Look) -> Iterable[Finding]:
    words = _("%(post)s was to do it by %(due)s; %(giver)s has not closed it.")
    return _findings(look, Q(due_on__lt=look.facts.today), words)


def _not_accepted(look: Look) -> Iterable[Finding]:
    words = _("%(giver)s gave it on %(given)s; %(post)s has not accepted it.")
    return _findings(look, Q(accepted_at=None, recorded_at__date__lt=look.facts.today), words)


def _findings(look: Look, which: Q, words: str) -> Iterable[Finding]:
    """For all staff (1 query); theirs to mend whose post it falls to, or who gave it."""
    posts = {one.post for one in look.facts.posts}
    roles = {one.role for one in look.facts.posts}
    found = Directive.objects.filter(which, closed_at=None)
    if look.mine:
        found = found.filter(Q(post__in=posts) | Q(giver__code__in=roles))
    for one in found.select_related("giver", "post__unit").order_by("due_on", "pk"):
        said = {"post": one.post.title, "giver": one.giver.name, "due": day(one.due_on), "given": day(one.given_on)}
        yield Finding(
            where=one.title,
            unit=one.post.unit,
            sentence=words % said,
            url=reverse("raci:directive", args=[one.pk]),
            is_mine=one.post_id in posts or one.giver.code in roles,
            key=str(one.pk),
            since=one.due_on if one.due_on < look.facts.today else one.given_on,
        )


def _counted(one: str, several: str) -> Callable[[int], str]:
    return lambda n: ngettext(one, several, n) % {"n": n}


OVERDUE = Rule(
    code="directive-overdue",
    label=gettext_lazy("A directive is overdue"),
    level=Level.ERROR,
    text=gettext_lazy("What was instructed by a day is done by that day, and its giver says that it is closed."),
    mend=gettext_lazy("Report on it, or close it"),
    counted=_counted("%(n)d directive is overdue", "%(n)d directives are overdue"),
    find=_overdue,
)
NOT_ACCEPTED = Rule(
    code="directive-not-accepted",
    label=gettext_lazy("A directive is not accepted"),
    level=Level.WARNING,
    text=gettext_lazy("A directive binds once the post it falls to has accepted it; until then nobody may act on it."),
    mend=gettext_lazy("Accept it"),
    counted=_counted("%(n)d directive is not accepted", "%(n)d directives are not accepted"),
    find=_not_accepted,
)
