"""The dual accountability of a member on one page: what they owe whoever convenes, and what they owe whoever stands over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from raci import grants, owed, records
from raci.actions.nominations import nominator
from raci.actions.posts import own_posts
from raci.authority import Capacity, Facts, Via, facts_for
from raci.models import Activity, Case, Condition, Holding, Post, Record, Relation, Team
from raci.owed import FUNCTIONAL, OPERATIONAL, Debtor, Owed
from raci.queries.posts_today import PostToday, there_on, today_of, with_holders
from raci.queries.titles import title
from raci.queries.waiting import ANSWER, KINDS, draft_waiting, drafts, questions, subject_of
from raci.refusals import Refused


@dataclass(frozen=True)
class Duty:
    """An activity in which the team's role has R, and where it counts for this member."""

    activity: Activity
    codes: str
    for_city: bool


@dataclass(frozen=True)
class MemberPage:
    """One member."""

    team: Team
    holding: Holding
    convener: PostToday
    over: list[PostToday]  # posts of the nominating role over the member's unit, the nearest first
    functional: list[Owed]
    operational: list[Owed]
    duties: list[Duty]
    others: list[Capacity]  # posts they hold besides
    source: list[Relation]  # the lines, in the words of their source
    today: date
    is_self: bool

    @property
    def is_over(self) -> bool:
        """Whether the term has ended."""
        return bool(self.holding.ends_on and self.holding.ends_on < self.today)

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun."""
        return self.holding.begins_on > self.today


def member_for(team: Team, pk: int, facts: Facts) -> Holding:
    """Fetch and authorise in one: the member, who convenes, who stands over them, and who reads everything.

    All staff may know who is on a team, so others get the reason (403).
    """
    held = Holding.objects.filter(post__role=team.role_id, state=Holding.State.IN_FORCE) if team.role_id else None
    found = (
        held.select_related("person", "post__unit", "post__role").filter(pk=pk).first() if held is not None else None
    )
    if found is None:
        raise Refused(_("There is no such member of the team."), visible=False)
    if not reads_owed(team, found.post, found.person_id, facts):
        text = _("What a member owes is for the member, for %(convener)s, for who stands over them, and for auditors.")
        raise Refused(text % {"convener": team.convener.title})
    return found


def reads_owed(team: Team, seat: Post, member: int, facts: Facts) -> bool:
    """Whether they may open the page of this member."""
    convenes = any(one.post == team.convener_id for one in facts.posts)
    if convenes or facts.person.pk == member or facts.has("reads_all"):
        return True
    try:
        nominator(team, seat, own_posts(facts))
    except Refused:
        return False
    return True


def member_page(team: Team, holding: Holding, facts: Facts) -> MemberPage:
    """The page of a member (a number of queries that does not grow with what they owe)."""
    debtor = Debtor(team, holding, facts_for(holding.person), facts)
    is_today = any(one.holding == holding.pk for one in debtor.seat)
    items = owed.all_owed(debtor) if is_today else []
    return MemberPage(
        team=team,
        holding=holding,
        convener=today_of(with_holders(Post.objects.filter(pk=team.convener_id), facts.today).get()),
        over=_over(team, holding, facts),
        functional=[one for one in items if one.line == FUNCTIONAL],
        operational=[one for one in items if one.line == OPERATIONAL],
        duties=_duties(team, facts),
        others=debtor.others if is_today else [],
        source=list(Relation.objects.filter(relation="dual_accountability", object_role=team.role_id)),
        today=facts.today,
        is_self=facts.person.pk == holding.person_id,
    )


def _over(team: Team, holding: Holding, facts: Facts) -> list[PostToday]:
    """Whose reach covers the member's unit: the Deputy of the service area before the Assistant for the whole city."""
    posts = with_holders(Post.objects.filter(there_on(facts.today), role=team.nominating_role_id), facts.today)
    above = [post for post in posts if holding.post.unit.path.startswith(post.unit.path)]
    return [today_of(post) for post in sorted(above, key=lambda post: -len(post.unit.path))]


def _duties(team: Team, facts: Facts) -> list[Duty]:
    if facts.matrix is None or team.role is None:
        return []
    found = Activity.objects.filter(matrix=facts.matrix.pk).order_by("order")
    codes = {one.code: facts.matrix.codes(one.code, team.role.code) for one in found}
    city = team.role.responsible_for_city
    return [Duty(one, codes[one.code], one.code in city) for one in found if "R" in codes[one.code]]


# ---- the kernel's own sources


def answers(debtor: Debtor) -> Iterator[Owed]:
    """What is asked: of the team's role on the functional line, of their other posts on the operational."""
    for line, posts in _lines(debtor):
        facts = _only(debtor.facts, posts)
        for one in _shown(questions(facts).filter(case__in=_seen(debtor)), debtor, "case__record"):
            via = facts.in_role(one.role.code).capacity_with("C", subject_of(one.case.record), ("line", "invited"))
            if via:
                url = _url(debtor, one.case.record, reverse("raci:consultation-answer", args=[one.pk]))
                detail = f"{one.text} · {one.case.record.scope.unit}"
                yield Owed(line, str(KINDS[ANSWER]), one.shown_title, detail, one.due_on, _why(debtor, via), url)


def writing(debtor: Debtor) -> Iterator[Owed]:
    """Drafts that came back, consultations that are over, what they began: by the team's post and by their others."""
    for line, posts in _lines(debtor):
        facts = _only(debtor.facts, posts)
        for case in _shown(drafts(facts).filter(pk__in=_seen(debtor)), debtor, "record"):
            one, via = draft_waiting(facts, case), facts.capacity_with("R", subject_of(case.record))
            if via:
                url = _url(debtor, case.record, one.url)
                yield Owed(line, one.verb, case.shown_title, one.detail, one.due_on, _why(debtor, via), url)


def conditions(debtor: Debtor) -> Iterator[Owed]:
    """Conditions of approvals that a post of theirs is to meet."""
    posts = {one.post: one.label for one in debtor.facts.posts}
    found = Condition.objects.filter(closed_at=None, owner__in=posts, decision__submission__case__in=_seen(debtor))
    related = found.select_related("decision__submission__case__record__scope__unit")
    for one in _shown(related, debtor, "decision__submission__case__record"):
        why = _("As %(post)s they own this condition of the approval.") % {"post": posts[one.owner_id]}
        record = one.decision.submission.case.record
        url = _url(debtor, record, reverse("raci:condition-close", args=[one.pk]))
        yield Owed(OPERATIONAL, _("Meet a condition"), one.words, one.shown_title, one.due_on, why, url)


def _url(debtor: Debtor, record: Record, act: str) -> str:
    return act if debtor.is_reader else records.kind_of(record).url(record)


def _why(debtor: Debtor, via: Via) -> str:
    """The member's reason: said to them, or of them."""
    names = {"post": via.capacity.label, "codes": "/".join(via.codes), "activity": via.activity, "number": via.matrix}
    said = _("As %(post)s they hold %(codes)s for %(activity)s (matrix v%(number)s).") % names
    return via.sentence if debtor.is_reader else said


def _lines(debtor: Debtor) -> Iterable[tuple[str, list[Capacity]]]:
    return (FUNCTIONAL, debtor.seat), (OPERATIONAL, debtor.others)


def _only(facts: Facts, posts: list[Capacity]) -> Facts:
    return replace(facts, capacities=tuple(posts))


def _seen(debtor: Debtor) -> QuerySet[Case]:
    return grants.visible(debtor.reader).order_by().values("pk")  # type: ignore[return-value]


def _shown(rows: QuerySet[Any], debtor: Debtor, record: str) -> Any:
    """With the title that the reader may read."""
    return rows.annotate(shown_title=title(debtor.reader, record))


OWED = {"answers": answers, "writing": writing, "conditions": conditions}
