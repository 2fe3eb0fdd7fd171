"""Keeping teams (4.6): begin one, change it, end it; write its charter; name members where they are not posts of a role.

Where a team's members are the holders of a role's posts, nobody is named here: a member comes by nomination and goes when the
holding ends (`raci.actions.nominations`, `raci.actions.posts`), so that a seat and what it gives are one thing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from raci import clock
from raci.actions import telling_teams as telling
from raci.actions.posts import giver_of, stands_for
from raci.authority import Facts, Via, facts_for
from raci.imports.names import free_code, slug
from raci.keeping import keeping, may_keep
from raci.kinds import MEMBERSHIP, TEAM
from raci.models import Charter, Holding, Membership, Person, Post, Team, Unit
from raci.models.city import in_force_on
from raci.refusals import Conflict, NotReady, Problem, Refused


def create_team(
    *,
    name: str,
    kind: str,
    unit: Unit,
    convener: Post,
    by: Person,
    purpose: str = "",
    standing: bool = True,
    quorum_percent: int = 50,
) -> Team:
    """Begin a team whose members are named. One whose members are a role's posts comes with the city's files (teams.yaml)."""
    with keeping(TEAM, unit, by=by, act="create_team"):
        if not name.strip():
            raise NotReady([Problem(_("Give the team a name."), field="name")])
        return Team.objects.create(
            code=free_code(slug(name), set(Team.objects.values_list("code", flat=True))),
            name=name.strip(),
            kind=kind,
            unit=unit,
            convener=convener,
            purpose=purpose.strip(),
            standing=standing,
            quorum_percent=quorum_percent,
        )


def change_team(team: Team, *, by: Person, **values: Any) -> None:
    """Its name, purpose, convener, standing, quorum or last day (`ended_on`)."""
    if not str(values.get("name", team.name)).strip():
        raise NotReady([Problem(_("Give the team a name."), field="name")])
    if team.role_id and "convener" in values and values["convener"].pk != team.convener_id:
        text = _("Who convenes this team also welcomes its members to their posts: that comes with the city's files.")
        raise NotReady([Problem(text, field="convener")])
    with keeping(TEAM, team.unit, by=by, act="change_team"):
        locked = _locked(team)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()
    team.refresh_from_db()


def write_charter(
    team: Team, *, text: str, begins_on: date, by: Person, what_changed: str = "", source: str = ""
) -> Charter:
    """The next version of its charter, in force from a day on; the ones before stay to be read."""
    with keeping(TEAM, team.unit, by=by, act="write_charter", why=what_changed):
        _locked(team)
        newest = team.charters.first()
        problems = []
        if not text.strip():
            problems.append(Problem(_("Write the charter's text."), field="text"))
        elif newest and newest.text == text.strip():
            problems.append(Problem(_("This is the text of the newest version. Change it, or leave it."), field="text"))
        if begins_on < (max(clock.today(), newest.begins_on) if newest else clock.today()):
            problems.append(
                Problem(_("A version is in force from today at the earliest, after the one before."), field="begins_on")
            )
        if newest and not what_changed.strip():
            problems.append(Problem(_("Say what changed, for those who know the charter."), field="what_changed"))
        if problems:
            raise NotReady(problems)
        number = newest.number + 1 if newest else 1
        return Charter.objects.create(
            team=team,
            number=number,
            text=text.strip(),
            begins_on=begins_on,
            what_changed=what_changed.strip(),
            source=source,
        )


def name_member(
    team: Team,
    *,
    by: Person,
    begins_on: date,
    post: Post | None = None,
    person: Person | None = None,
    part: str = "",
    ends_on: date | None = None,
) -> Membership:
    """Name a post (whoever holds it) or a person to the team. Nobody names themself, nor a post they hold."""
    via = names(team, facts_for(by))
    _refuse_oneself(post, person, by, via)
    with keeping(MEMBERSHIP, team.unit, by=by, act="name_member"):
        locked = _locked(team)
        if problems := _problems(locked, post, person, begins_on, ends_on):
            raise NotReady(problems)
        made = Membership.objects.create(
            team=locked, post=post, person=person, part=part.strip(), begins_on=begins_on, ends_on=ends_on
        )
        telling.named(made, by)
    return made


def names(team: Team, facts: Facts) -> Via:
    """By what they may name members; `Refused` says why not."""
    if team.role_id:
        raise Refused(_("Members of this team are nominated, and hold a post."))
    permission = may_keep(facts, MEMBERSHIP, team.unit)
    if permission.via is None:
        raise Refused(permission.reason)
    return permission.via


def _refuse_oneself(post: Post | None, person: Person | None, by: Person, via: Via) -> None:
    own = Holding.objects.filter(in_force_on(clock.today()), post=post, state=Holding.State.IN_FORCE)
    holders = set(own.values_list("person_id", flat=True)) if post else set()
    if (
        (person and stands_for(person.pk, by, via))
        or by.pk in holders
        or (via.capacity.only and giver_of(via) in holders)
    ):
        raise Refused(_("Nobody names themself, nor a post they hold."))


def _problems(
    team: Team, post: Post | None, person: Person | None, begins_on: date, ends_on: date | None
) -> list[Problem]:
    problems = []
    if (post is None) == (person is None):
        problems.append(Problem(_("Choose a post or a person, one of the two."), field="post"))
    if person and (not person.is_active or person.is_service):
        problems.append(Problem(_("Choose somebody who can sign in."), field="person"))
    if post and post.abolished_on:
        problems.append(Problem(_("The post is abolished."), field="post"))
    if ends_on and ends_on < begins_on:
        problems.append(Problem(_("The last day is before the first."), field="ends_on"))
    if team.ended_on and team.ended_on < (ends_on or date.max):
        problems.append(Problem(_("The team ends before that day."), field="ends_on"))
    overlaps = Q(ends_on=None) | Q(ends_on__gte=begins_on)
    if ends_on:
        overlaps &= Q(begins_on__lte=ends_on)
    if Membership.objects.filter(overlaps, team=team, post=post, person=person).exists():
        problems.append(Problem(_("It is on the team in these days already."), field="post" if post else "person"))
    return problems


def end_membership(membership: Membership, *, by: Person, ends_on: date, why: str) -> None:
    """Say on which day it ends (its last day). Never prolongs one: name the member anew."""
    team = membership.team
    with keeping(MEMBERSHIP, team.unit, by=by, act="end_membership", why=why):
        locked = Membership.objects.select_for_update(of=("self",)).select_related("team").get(pk=membership.pk)
        if locked.ends_on and locked.ends_on < clock.today():
            raise Conflict(_("The membership is over already."))
        problems = []
        if not why.strip():
            problems.append(Problem(_("Give the reason."), field="why"))
        if ends_on < locked.begins_on:
            problems.append(Problem(_("The last day is before the first."), field="ends_on"))
        if locked.ends_on and ends_on > locked.ends_on:
            problems.append(
                Problem(_("It ends before that day already. To prolong it, name the member anew."), field="ends_on")
            )
        if problems:
            raise NotReady(problems)
        locked.ends_on = ends_on
        locked.save()
        telling.membership_ended(locked, by)
    membership.refresh_from_db()


def _locked(team: Team) -> Team:
    return Team.objects.select_for_update(of=("self",)).select_related("unit").get(pk=team.pk)
