"""What the pages of teams show: who sits on one today, what it works by, what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from raci import grants
from raci.actions import nominations as nominating
from raci.actions import teams as acts
from raci.actions.terms import SOON
from raci.authority import Facts, Via
from raci.grants import units_with
from raci.history.things import story_of
from raci.history.timeline import Entry
from raci.keeping import may_keep
from raci.kinds import TEAM
from raci.models import Charter, Consultation, Holding, Member, Membership, Nomination, Post, Team, Unit
from raci.models.city import in_force_on
from raci.queries.cases import OPEN_WAYS
from raci.queries.nominations import open_nominations
from raci.queries.owed import reads_owed
from raci.queries.posts_today import PostToday, there_on, today_of, with_holders
from raci.queries.titles import title
from raci.refusals import Refused

MOST_PAST = 20


@dataclass(frozen=True)
class Seat:
    """A member's post of a team of a role: who sits there, until when, and who is to come."""

    post: Post
    today: PostToday
    members: list[Member]
    coming: list[Member]
    nomination: Nomination | None  # the open one, for those who may read it
    may_nominate: bool
    open_to: set[int]  # members (by person) whose page the reader may open
    soon: date

    @property
    def ends_on(self) -> date | None:
        """The last day of the last of its terms; None where one has no end."""
        ends = [one.ends_on for one in (*self.members, *self.coming)]
        return max((one for one in ends if one), default=None) if None not in ends else None

    @property
    def ends_soon(self) -> bool:
        """Whether a term ends within 30 days and nobody is to come."""
        return bool(self.members) and self.ends_on is not None and self.ends_on <= self.soon


@dataclass(frozen=True)
class TeamPage:
    """One team."""

    team: Team
    convener: PostToday
    seats: list[Seat]  # of a team whose members are posts of a role
    without_post: list[Unit]  # units like the seats' own that have no such post at all
    members: list[Member]  # of another team
    coming: list[Member]
    past: list[Member]
    unheld: list[Membership]  # posts that are named, and vacant today
    charter: Charter | None
    later: Charter | None  # a version whose day has not come
    consultations: list[Consultation]
    may_change: bool
    may_name: bool
    why_not: str
    ended: bool

    @property
    def vacant(self) -> int:
        """How many units nobody leads for."""
        return sum(not seat.members for seat in self.seats) + len(self.without_post)

    @property
    def count(self) -> int:
        """How many sit on it today."""
        return len(self.members) + sum(len(seat.members) for seat in self.seats)


def team_for(code: str) -> Team:
    """A team by its code; all staff may know of it."""
    related = ("unit", "convener__role", "convener__unit", "role", "nominating_role")
    team = Team.objects.select_related(*related).filter(code=code).first()
    if team is None:
        raise Refused(_("There is no such team."), visible=False)
    return team


def team_page(team: Team, facts: Facts) -> TeamPage:
    """The page of a team (a number of queries that does not grow with its members)."""
    terms = list(team.members.select_related("person", "post__unit"))
    now = [one for one in terms if in_days(one, facts.today)]
    coming = [one for one in terms if one.begins_on > facts.today]
    past = [one for one in terms if one.ends_on and one.ends_on < facts.today]
    seats = _seats(team, facts, now, coming) if team.role_id else []
    charters = list(team.charters.all())
    sitting = {one.membership_id for one in now}
    posts = team.memberships.filter(in_force_on(facts.today), post__isnull=False).select_related("post")
    may_change, why_not = allowed(lambda: _keeper(team, facts))
    return TeamPage(
        team=team,
        convener=today_of(with_holders(Post.objects.filter(pk=team.convener_id), facts.today).get()),
        seats=seats,
        without_post=_without_post(seats),
        members=[] if seats else now,
        coming=[] if seats else coming,
        past=sorted(past, key=lambda one: one.ends_on or date.max, reverse=True)[:MOST_PAST],
        unheld=[one for one in posts if one.pk not in sitting],
        charter=next((one for one in charters if one.begins_on <= facts.today), None),
        later=next((one for one in reversed(charters) if one.begins_on > facts.today), None),
        consultations=list(asked_of(team, facts)),
        may_change=may_change,
        may_name=allowed(lambda: acts.names(team, facts))[0],
        why_not=why_not,
        ended=bool(team.ended_on and team.ended_on < facts.today),
    )


def in_days(term: Member, day: date) -> bool:
    """Whether the term covers the day."""
    return term.begins_on <= day and (term.ends_on is None or term.ends_on >= day)


def _keeper(team: Team, facts: Facts) -> Via:
    permission = may_keep(facts, TEAM, team.unit)
    if permission.via is None:
        raise Refused(permission.reason)
    return permission.via


def allowed(ask: Callable[[], Via]) -> tuple[bool, str]:
    """Whether they may, or why not."""
    try:
        ask()
    except Refused as refusal:
        return False, str(refusal)
    return True, ""


def seat_posts(team: Team, day: date) -> QuerySet[Post]:
    """The posts of a team's role that there are, in the order of their units."""
    return Post.objects.filter(there_on(day), role=team.role_id).order_by("unit__path", "title")


def _seats(team: Team, facts: Facts, now: list[Member], coming: list[Member]) -> list[Seat]:
    waiting = {one.post_id: one for one in open_nominations(facts).filter(team=team)}
    return [
        Seat(
            post=post,
            today=today_of(post),
            members=[one for one in now if one.post_id == post.pk],
            coming=[one for one in coming if one.post_id == post.pk],
            nomination=waiting.get(post.pk),
            may_nominate=allowed(lambda post=post: nominating.nominator(team, post, facts))[0],  # type: ignore[misc]
            open_to={
                one.person_id for one in now if one.post_id == post.pk and reads_owed(team, post, one.person_id, facts)
            },
            soon=facts.today + SOON,
        )
        for post in with_holders(seat_posts(team, facts.today), facts.today)
    ]


def _without_post(seats: list[Seat]) -> list[Unit]:
    """A service area that has no lead's post is as vacant as one whose post nobody holds."""
    kinds = {seat.post.unit.kind for seat in seats} - {Unit.Kind.CITY}
    led = [seat.post.unit_id for seat in seats]
    return list(Unit.objects.filter(kind__in=kinds).exclude(pk__in=led)) if len(kinds) == 1 else []


def asked_of(team: Team, facts: Facts) -> QuerySet[Consultation]:
    """What is open and asked of the team's role, of what the reader may see, with `shown_title`."""
    if not team.role_id:
        return Consultation.objects.none()
    found = Consultation.objects.filter(
        role=team.role_id,
        answer="",
        way__in=OPEN_WAYS,
        due_on__gte=facts.today,
        case__state__in=("consultation", "submitted"),
        case__in=grants.visible(facts).order_by().values("pk"),
    )
    related = found.select_related("case__record__scope__unit", "role", "text").defer("text__content")
    return related.annotate(shown_title=title(facts, "case__record")).order_by("due_on", "pk")


@dataclass(frozen=True)
class CharterPage:
    """A version of a charter, and the others."""

    team: Team
    charter: Charter | None  # None where there is none yet
    versions: list[Charter]
    in_force: Charter | None
    may_write: bool


def charter_page(team: Team, number: int, facts: Facts) -> CharterPage:
    """The version of this number; with 0 the one in force, else the first to come."""
    versions = list(team.charters.all())
    in_force = next((one for one in versions if one.begins_on <= facts.today), None)
    found = next((one for one in versions if one.number == number), None)
    if number and found is None:
        raise Refused(_("There is no such version of the charter."), visible=False)
    shown = found or in_force or (versions[-1] if versions else None)
    return CharterPage(team, shown, versions, in_force, allowed(lambda: _keeper(team, facts))[0])


def team_story(team: Team) -> list[Entry]:
    """What happened to the team, its charter and its named members, newest first."""
    return story_of(team, *team.charters.all(), *team.memberships.all())


def units_to_keep(facts: Facts) -> QuerySet[Unit]:
    """Units whose teams this person keeps; `Refused` where there is none."""
    found = units_with(facts, "R", TEAM.activity).order_by("path")
    if not found.exists():
        raise Refused(_("Beginning a team takes R (responsible) for 4.6."))
    return found


def membership_for(pk: int) -> Membership:
    """A membership by its number; all staff may know who is on a team."""
    related = ("team__unit", "post__unit", "person")
    found = Membership.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such membership."), visible=False)
    return found


def seat_for(team: Team, code: str, facts: Facts) -> Post:
    """A member's post of the team."""
    found = (
        seat_posts(team, facts.today).select_related("role", "unit").filter(code=code).first() if team.role_id else None
    )
    if found is None:
        raise Refused(_("There is no such post on the team."), visible=False)
    return found


def held_seats(post: Post, facts: Facts) -> list[Holding]:
    """Whose holding of this post goes on, today or to come: whom a nominee may follow."""
    held = post.holdings.filter(state=Holding.State.IN_FORCE).exclude(ends_on__lt=facts.today)
    return list(held.select_related("person").order_by(F("ends_on").asc(nulls_last=True), "pk"))
