"""What waits on a post and on a person in the rooms of duties: evidence to show, corrective actions to do, findings to close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.checks.verdicts import Result
from compliance.kinds import FINDING
from compliance.models import Closure, CorrectiveAction, Finding, Obligation, Programme
from compliance.queries.status import WORDS, with_status
from compliance.queries.theirs import of_post, theirs
from raci.authority import Capacity, Facts
from raci.keeping import may_keep
from raci.models import Post
from raci.on_posts import OnPost, Source
from raci.owed import OPERATIONAL, Debtor, Owed
from raci.queries.waits import Waiting

CORRECT = gettext_lazy("Correct what was found")
SHOW = gettext_lazy("Show evidence")
END = gettext_lazy("Close a finding")
SOON = timedelta(days=30)
MOST = 50


def to_show(whose: Q, facts: Facts) -> QuerySet[Obligation]:
    """Obligations of somebody that are overdue or due within 30 days, what is due first in front."""
    states = [Result.EVIDENCE_OVERDUE.value, Result.EVIDENCE_DUE.value]
    found = Obligation.objects.filter(whose, due_on__lte=facts.today + SOON, begins_on__lte=facts.today)
    found = with_status(found, facts.today).filter(stands__in=states)
    return found.select_related("requirement__programme", "requirement__lead", "unit").order_by("due_on", "pk")


def to_do(posts: list[int]) -> QuerySet[CorrectiveAction]:
    """Corrective actions of posts that are neither verified, nor reported, nor dropped."""
    waits = (Closure.State.SUBMITTED, Closure.State.ACCEPTED)
    found = CorrectiveAction.objects.filter(owner__in=posts, dropped_at=None).exclude(closure__state__in=waits)
    return found.select_related("finding__unit", "owner").order_by("due_on", "pk")


def _evidence(post: Post, reader: Facts) -> list[OnPost]:
    """A kept kind is read by all staff."""
    return [
        OnPost(
            f"{row.requirement.code} {row.requirement.text}",
            reverse("compliance:obligation-detail", args=[row.pk]),
            f"{row.unit.name} · {WORDS[Result(row.stands)]}",  # type: ignore[attr-defined]  # annotated
            row.due_on,
        )
        for row in to_show(of_post(Capacity.of_post(post)), reader)[:MOST]
    ]


def _corrective(post: Post, _reader: Facts) -> list[OnPost]:
    return [
        OnPost(row.title, reverse("compliance:corrective-action-detail", args=[row.pk]), row.finding.title, row.due_on)
        for row in to_do([post.pk])[:MOST]
    ]


SOURCES = (
    Source(
        "obligations",
        gettext_lazy("Evidence it shows"),
        of=_evidence,
        goes=gettext_lazy("The role leads them, so they stay with the post."),
    ),
    Source(
        "corrective_actions",
        gettext_lazy("Corrective actions it owns"),
        of=_corrective,
        goes=gettext_lazy("The post owns them, so they go with it."),
    ),
)


def owed(debtor: Debtor) -> Iterator[Owed]:
    """Corrective actions of their posts: the operational line."""
    posts = {one.post: one.label for one in debtor.facts.posts}
    for row in to_do(list(posts))[:MOST]:
        why = _("%(post)s owns this corrective action.") % {"post": posts[row.owner_id]}
        url = reverse("compliance:corrective-action-detail", args=[row.pk])
        detail = f"{row.finding.title} · {row.finding.unit.name}"
        yield Owed(OPERATIONAL, _("Correct"), row.title, detail, row.due_on, why, url)


def evidence_waits(facts: Facts) -> list[Waiting]:
    """A line for each law under which they have evidence to show, overdue or due within 30 days (1 query)."""
    by_law: dict[Programme, list[Obligation]] = {}
    for row in to_show(theirs(facts), facts) if facts.posts else ():
        by_law.setdefault(row.requirement.programme, []).append(row)
    return [_evidence_line(law, rows, facts) for law, rows in by_law.items()]


def _evidence_line(law: Programme, rows: list[Obligation], facts: Facts) -> Waiting:
    first = rows[0]
    late = sum(one.due_on < facts.today for one in rows if one.due_on)
    count = ngettext("%(n)s obligation to show", "%(n)s obligations to show", len(rows)) % {"n": len(rows)}
    due = ngettext("%(n)s is overdue", "%(n)s are overdue", late) % {"n": late} if late else ""
    url = reverse("compliance:obligation-detail", args=[first.pk])
    if len(rows) > 1:
        url = f"{reverse('compliance:obligation-list')}?whose=mine&due=soon&sort=due_on&programme={law.code}"
    detail = " · ".join(filter(None, (count, due, f"{first.requirement.code} {first.unit.name}")))
    titles = {post.role: post.title for post in facts.posts}
    why = _("As %(post)s it is yours to show.") % {"post": titles[first.requirement.lead.code]}  # type: ignore[union-attr]
    return Waiting("show", law.name, detail, None, first.due_on, why, url, facts.today)


def waits(facts: Facts) -> list[Waiting]:
    """Corrective actions of the posts they hold (1 query)."""
    posts = {one.post: one for one in facts.posts}
    found = []
    for row in to_do(list(posts))[:MOST] if posts else ():
        why = _("As %(post)s it is yours to do.") % {"post": posts[row.owner_id].title}
        detail = f"{row.finding.title} · {row.finding.unit.name}"
        url = reverse("compliance:corrective-action-detail", args=[row.pk])
        found.append(Waiting("correct", row.title, detail, row.made_at, row.due_on, why, url, facts.today))
    return found


def findings_to_close(facts: Facts) -> list[Waiting]:
    """Findings that they recorded, of which everything that was to be done is verified (1 query)."""
    actions = CorrectiveAction.objects.filter(finding=OuterRef("pk"), dropped_at=None)
    seen = actions.filter(closure__state=Closure.State.ACCEPTED)
    left = actions.exclude(closure__state=Closure.State.ACCEPTED)
    found = Finding.objects.filter(Exists(seen), ~Exists(left), raised_by=facts.person, closed_at=None)
    lines = []
    for row in found.select_related("unit").order_by("found_on", "pk")[:MOST]:
        if may_keep(facts, FINDING, row.unit):
            why = _("You recorded it, and everything that was done about it is verified.")
            url = reverse("compliance:finding-detail", args=[row.pk])
            lines.append(Waiting("end", row.title, row.unit.name, None, None, why, url, facts.today))
    return lines
