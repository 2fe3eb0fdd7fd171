"""Nominations to teams: who may read one, what it waits for and on whom, its story."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.actions import nominations as acts
from raci.actions.terms import SOON
from raci.authority import Facts, Via
from raci.history.things import story_of
from raci.history.timeline import Entry
from raci.models import Holding, Nomination, Post, Team
from raci.queries.posts import reads_proposals
from raci.queries.posts_today import PostToday, there_on, today_of, with_holders
from raci.queries.waits import NOMINATE, NOMINATION, WELCOME, Waiting
from raci.refusals import Refused

State = Nomination.State
RELATED = (
    "team__convener",
    "team__nominating_role",
    "post__unit",
    "post__role",
    "nominee",
    "nominated_by",
    "replaces__person",
)


def nomination_for(pk: int, facts: Facts) -> Nomination:
    """Fetch and authorise in one: the nominee, who nominated, and whoever reads proposals for the post."""
    found = Nomination.objects.select_related(*RELATED, "welcomed_by", "holding").filter(pk=pk).first()
    if found is None or not reads(found, facts):
        raise Refused(_("There is no such nomination."), visible=False)
    return found


def reads(nomination: Nomination, facts: Facts) -> bool:
    """As a proposal that somebody hold a post is read: R, A, C and I of 4.4 in its line; and the two it is about."""
    own = facts.person.pk in (nomination.nominee_id, nomination.nominated_by_id)
    return own or reads_proposals(nomination.post, facts)


def readable(facts: Facts) -> QuerySet[Nomination]:
    """Those that this person may read (1 query for the posts, where it is not asked for everything)."""
    found = Nomination.objects.select_related(*RELATED)
    if facts.has("reads_all"):
        return found
    posts = Post.objects.filter(nominations__isnull=False).select_related("unit").distinct()
    mine = [post.pk for post in posts if reads_proposals(post, facts)]
    return found.filter(Q(post__in=mine) | Q(nominee=facts.person) | Q(nominated_by=facts.person))


def open_nominations(facts: Facts) -> QuerySet[Nomination]:
    """Those of them that wait for somebody."""
    return readable(facts).filter(state__in=Nomination.OPEN)


@dataclass(frozen=True)
class NominationPage:
    """One nomination, for its reader."""

    nomination: Nomination
    seat: PostToday
    convener: PostToday
    may_answer: bool  # the nominee
    may_welcome: bool
    may_withdraw: bool
    may_nominate_again: bool
    why: str  # the reason it is theirs
    why_not: str
    story: list[Entry]
    today: date

    @property
    def begins_later(self) -> bool:
        """Whether they are welcomed for a day to come."""
        holding = self.nomination.holding
        return bool(holding and holding.begins_on > self.today)


def nomination_page(nomination: Nomination, facts: Facts) -> NominationPage:
    """The page of a nomination."""
    is_open = nomination.state in Nomination.OPEN
    mine = facts.person.pk == nomination.nominee_id
    welcome, why_not = _asked(lambda: acts.welcomer(nomination, facts))
    withdraw, _why = _asked(lambda: acts.nominator(nomination.team, nomination.post, facts))
    convenes = any(one.post == nomination.team.convener_id for one in facts.posts)
    posts = with_holders(Post.objects.filter(pk__in=(nomination.post_id, nomination.team.convener_id)), facts.today)
    today = {post.pk: today_of(post) for post in posts}
    return NominationPage(
        nomination=nomination,
        seat=today[nomination.post_id],
        convener=today[nomination.team.convener_id],
        may_answer=mine and is_open,
        may_welcome=welcome is not None and nomination.state == State.ACCEPTED,
        may_withdraw=withdraw is not None and is_open,
        may_nominate_again=withdraw is not None and not is_open and nomination.state != State.WELCOMED,
        why=welcome.sentence if welcome and nomination.state == State.ACCEPTED else "",
        why_not=why_not if convenes and not welcome and nomination.state == State.ACCEPTED else "",
        story=story_of(nomination),
        today=facts.today,
    )


def _asked(ask: object) -> tuple[Via | None, str]:
    try:
        return ask(), ""  # type: ignore[operator]
    except Refused as refusal:
        return None, str(refusal)


# ---- what waits


def asked(facts: Facts, kinds: Collection[str]) -> Iterator[Waiting]:
    """Nominations to answer, members to welcome, seats to nominate for (one query a kind, and two more where they nominate)."""
    if NOMINATION in kinds:
        yield from _to_answer(facts)
    if WELCOME in kinds:
        yield from _to_welcome(facts)
    if NOMINATE in kinds:
        yield from _to_nominate(facts)


def _to_answer(facts: Facts) -> Iterator[Waiting]:
    found = Nomination.objects.filter(nominee=facts.person, state=State.NOMINATED).select_related(*RELATED)
    for one in found:
        names = {"person": one.nominated_by.name, "post": one.nominated_as}
        yield Waiting(
            NOMINATION,
            one.team.name,
            one.post.title,
            one.nominated_at,
            one.begins_on,
            _("%(person)s, %(post)s, nominates you; nobody is on the team against their will.") % names,
            reverse("raci:nomination", args=[one.pk]),
            facts.today,
        )


def _to_welcome(facts: Facts) -> Iterator[Waiting]:
    posts = [capacity.post for capacity in facts.capacities]
    found = Nomination.objects.filter(state=State.ACCEPTED, team__convener__in=posts).select_related(*RELATED)
    for one in found.exclude(nominee=facts.person).exclude(nominated_by=facts.person):
        via, _why_not = _asked(lambda one=one: acts.welcomer(one, facts))
        if via:
            yield Waiting(
                WELCOME,
                _("%(person)s to the %(team)s") % {"person": one.nominee.name, "team": one.team.name},
                one.post.title,
                one.accepted_at or one.nominated_at,
                one.begins_on,
                _("Your post convenes the team. %(sentence)s") % {"sentence": via.sentence},
                reverse("raci:nomination", args=[one.pk]),
                facts.today,
            )


def _to_nominate(facts: Facts) -> Iterator[Waiting]:
    """Seats in their line that are vacant, or fall vacant soon with nobody to come, and for which nobody is nominated."""
    roles = {capacity.role for capacity in facts.capacities}
    teams = Team.objects.filter(nominating_role__code__in=roles).filter(Q(ended_on=None) | Q(ended_on__gte=facts.today))
    for team in teams.select_related("role", "nominating_role"):
        for post in _seats_to_fill(team, facts.today):
            via, _why_not = _asked(lambda team=team, post=post: acts.nominator(team, post, facts))
            if via:
                yield _seat(team, post, via, facts)


def _seats_to_fill(team: Team, today: date) -> QuerySet[Post]:
    waiting = Nomination.objects.filter(post=OuterRef("pk"), state__in=Nomination.OPEN)
    lasting = Holding.objects.filter(post=OuterRef("pk"), state=Holding.State.IN_FORCE).filter(
        Q(ends_on=None) | Q(ends_on__gt=today + SOON)
    )
    returned = Max("nominations__closed_at", filter=Q(nominations__state__in=(State.RETURNED, State.DECLINED)))
    lasts = Max("holdings__ends_on", filter=Q(holdings__state=Holding.State.IN_FORCE))
    found = Post.objects.filter(there_on(today), ~Exists(waiting), ~Exists(lasting), role=team.role_id)
    return found.select_related("unit").annotate(lasts_until=lasts, came_back_at=returned).order_by("unit__path")


def _seat(team: Team, post: Post, via: Via, facts: Facts) -> Waiting:
    until: date | None = post.lasts_until  # type: ignore[attr-defined]
    came_back: datetime | None = post.came_back_at  # type: ignore[attr-defined]
    due_on = until if until and until >= facts.today else None
    return Waiting(
        NOMINATE,
        post.title,
        team.name,
        came_back or clock.beginning_of(until or facts.today),
        due_on,
        via.sentence,
        reverse("raci:team-nominate", args=[team.code, post.code]),
        facts.today,
        _("The term ends %(day)s, and nobody is to follow.") % {"day": date_format(due_on, "j M Y")}
        if due_on
        else _("Nobody leads for %(unit)s today.") % {"unit": post.unit},
    )
