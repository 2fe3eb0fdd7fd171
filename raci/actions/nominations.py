"""How somebody comes to sit on a team whose members hold a post: nominated, accepted, welcomed.

Who holds a post of the team's nominating role, with R for 4.4 where the member's post stands, nominates (H4: a Deputy City
Administrator for their service area). The nominee accepts, or declines with a reason. The holder of the post that convenes
welcomes, which begins the holding by the rules of any holding, or returns with a reason. Nobody nominates, accepts for, or
welcomes themself, and who nominated does not welcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raci import clock
from raci.actions import telling_teams as telling
from raci.actions.people import FILL_POSTS
from raci.actions.posts import begin_holding, end_holding, stands_for
from raci.authority import Facts, Subject, Via, facts_for
from raci.history import acting
from raci.models import Holding, Nomination, Person, Post, Team
from raci.refusals import Conflict, NotReady, Problem, Refused

State = Nomination.State
LONGEST = 1000


def nominate(
    *,
    team: Team,
    post: Post,
    nominee: Person,
    words: str,
    begins_on: date,
    by: Person,
    ends_on: date | None = None,
    replaces: Holding | None = None,
) -> Nomination:
    """Ask somebody to hold a member's post for a term. `replaces`: whose holding ends the day before, once they are welcomed."""
    via = nominator(team, post, facts_for(by))
    if stands_for(nominee.pk, by, via):
        raise Refused(_("Nobody nominates themself."))
    with acting(by=by, post=via.capacity.label, cell=via.cell, act="nominate", why=words.strip()):
        Post.objects.select_for_update(of=("self",)).get(pk=post.pk)  # two at once: the second sees the first
        if problems := _problems(team, post, nominee, words, begins_on, ends_on, replaces):
            raise NotReady(problems)
        made = Nomination.objects.create(
            team=team,
            post=post,
            nominee=nominee,
            words=words.strip(),
            begins_on=begins_on,
            ends_on=ends_on,
            replaces=replaces,
            nominated_by=by,
            nominated_as=via.capacity.label,
            nominated_at=clock.now(),
        )
        telling.nominated(made, by)
    return made


def nominator(team: Team, post: Post, facts: Facts) -> Via:
    """By what they nominate for this post; `Refused` says why not."""
    if not (team.role_id and team.nominating_role):
        raise Refused(_("Nobody is nominated for this team."))
    via = facts.in_role(team.nominating_role.code).capacity_with("R", Subject.of_scope(FILL_POSTS, post.unit))
    if via is None:
        names = {"role": team.nominating_role.name, "unit": post.unit.name}
        raise Refused(_("Nominating is for %(role)s over %(unit)s, with R for 4.4.") % names)
    return via


def _problems(
    team: Team,
    post: Post,
    nominee: Person,
    words: str,
    begins_on: date,
    ends_on: date | None,
    replaces: Holding | None,
) -> list[Problem]:
    problems = []
    if post.role_id != team.role_id or post.abolished_on:
        problems.append(Problem(_("This is no post of a member of the team."), field="post"))
    if not nominee.is_active or nominee.is_service:
        problems.append(Problem(_("Choose somebody who can sign in."), field="nominee"))
    if not words.strip():
        problems.append(Problem(_("Say why them: the nominee and who welcomes read it."), field="words"))
    elif len(words) > LONGEST:
        problems.append(Problem(_("Say it in %(n)d signs.") % {"n": LONGEST}, field="words"))
    if begins_on < clock.today():
        problems.append(Problem(_("A term begins today at the earliest."), field="begins_on"))
    if ends_on and ends_on < begins_on:
        problems.append(Problem(_("The last day is before the first."), field="ends_on"))
    if Nomination.objects.filter(post=post, state__in=Nomination.OPEN).exists():
        text = _("Somebody is nominated for this post already. Withdraw that first, or wait for the answer.")
        problems.append(Problem(text, field="nominee"))
    if _holds(post, nominee, begins_on, ends_on, replaces):
        problems.append(Problem(_("They hold this post in these days already."), field="nominee"))
    if replaces and (replaces.post_id != post.pk or begins_on <= replaces.begins_on):
        text = _("Whom they follow has to hold this post from before that day.")
        problems.append(Problem(text, field="replaces"))
    return problems


def _holds(post: Post, nominee: Person, begins_on: date, ends_on: date | None, replaces: Holding | None) -> bool:
    """Whether the days overlap a holding of theirs that will not end by this nomination itself."""
    overlaps = Q(ends_on=None) | Q(ends_on__gte=begins_on)
    if ends_on:
        overlaps &= Q(begins_on__lte=ends_on)
    held = Holding.objects.filter(overlaps, post=post, person=nominee).exclude(state=Holding.State.REFUSED)
    return held.exclude(pk=replaces.pk if replaces else 0).exists()


# ---- the nominee


def accept_nomination(nomination: Nomination, *, by: Person) -> None:
    """The nominee is willing; who convenes is asked to welcome them."""
    _only_nominee(nomination, by)
    with _moving(nomination, by, None, "accept_nomination", (State.NOMINATED,)) as locked:
        locked.state, locked.accepted_at = State.ACCEPTED, clock.now()
        telling.nomination_accepted(locked, by)


def decline_nomination(nomination: Nomination, *, by: Person, why: str) -> None:
    """The nominee is not, also after they said they were and until they are welcomed; who nominated reads the reason."""
    _only_nominee(nomination, by)
    with _moving(nomination, by, None, "decline_nomination", Nomination.OPEN, why) as locked:
        _close(locked, State.DECLINED, why)
        telling.nomination_declined(locked, by)


def _only_nominee(nomination: Nomination, by: Person) -> None:
    if by.pk != nomination.nominee_id:
        raise Refused(_("Only the nominee answers."))


# ---- who nominated


def withdraw_nomination(nomination: Nomination, *, by: Person, why: str) -> None:
    """Take it back before anybody is welcomed; another can be made at once."""
    via = nominator(nomination.team, nomination.post, facts_for(by))
    with _moving(nomination, by, via, "withdraw_nomination", Nomination.OPEN, why) as locked:
        _close(locked, State.WITHDRAWN, why)
        telling.nomination_withdrawn(locked, by)


# ---- who convenes


def welcomer(nomination: Nomination, facts: Facts) -> Via:
    """By what they welcome: holding the post that convenes, or R of 4.4 passed on by its holder; `Refused` says why not."""
    convening = replace(facts, capacities=tuple(c for c in facts.capacities if c.post == nomination.team.convener_id))
    via = convening.capacity_with("R", Subject.of_scope(FILL_POSTS, nomination.post.unit))
    if via is None:
        raise Refused(
            _("Welcoming is for the post that convenes the team: %(post)s.") % {"post": nomination.team.convener}
        )
    if stands_for(nomination.nominee_id, facts.person, via) or stands_for(
        nomination.nominated_by_id, facts.person, via
    ):
        raise Refused(_("A second person welcomes: not who nominated, and not the nominee."))
    return via


def welcome_member(nomination: Nomination, *, by: Person) -> Holding:
    """Begin the holding, on the day named or today if that has passed; whom they follow ends the day before."""
    via = welcomer(nomination, facts_for(by))
    with _moving(nomination, by, via, "welcome_member", (State.ACCEPTED,)) as locked:
        begins_on = max(locked.begins_on, clock.today())
        if locked.ends_on and locked.ends_on < begins_on:
            raise NotReady([Problem(_("The term has passed. Return it, so that another can be named."))])
        _end_of_the_one_before(locked, begins_on, by)
        locked.holding = begin_holding(
            post=locked.post,
            person=locked.nominee,
            begins_on=begins_on,
            ends_on=locked.ends_on,
            by=by,
            ground=_("Nominated by %(person)s, %(post)s")
            % {"person": locked.nominated_by.name, "post": locked.nominated_as},
        )
        locked.welcomed_by = by
        _close(locked, State.WELCOMED, "")
        telling.welcomed(locked, by)
    nomination.refresh_from_db()
    assert nomination.holding is not None
    return nomination.holding


def _end_of_the_one_before(nomination: Nomination, begins_on: date, by: Person) -> None:
    before, last = nomination.replaces, begins_on - timedelta(days=1)
    if before is None or (before.ends_on and before.ends_on <= last):
        return
    why = _("%(person)s follows") % {"person": nomination.nominee.name}
    end_holding(before, by=by, ends_on=last, why=why)


def return_nomination(nomination: Nomination, *, by: Person, why: str) -> None:
    """Not this person, or not so: who nominated reads the reason and may nominate again."""
    via = welcomer(nomination, facts_for(by))
    with _moving(nomination, by, via, "return_nomination", (State.ACCEPTED,), why) as locked:
        _close(locked, State.RETURNED, why)
        telling.nomination_returned(locked, by)


# ---- what the moves share


def may_try(nomination: Nomination, act: Callable[..., None], facts: Facts) -> None:
    """`Refused` where the act is not theirs, before anything is read of what they sent."""
    if act in (accept_nomination, decline_nomination):
        _only_nominee(nomination, facts.person)
    elif act is withdraw_nomination:
        nominator(nomination.team, nomination.post, facts)
    else:
        welcomer(nomination, facts)


@contextmanager
def _moving(
    nomination: Nomination, by: Person, via: Via | None, act: str, states: tuple[str, ...], why: str | None = None
) -> Iterator[Nomination]:
    """The nomination locked, in one of these states, saved at the end. `why`: a reason that has to be given."""
    if why is not None and not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    if why is not None and len(why) > LONGEST:
        raise NotReady([Problem(_("Say it in %(n)d signs.") % {"n": LONGEST}, field="why")])
    related = (
        "team__convener",
        "team__nominating_role",
        "post__unit",
        "post__role",
        "nominee",
        "nominated_by",
        "replaces",
    )
    with transaction.atomic():
        found = Nomination.objects.select_for_update(of=("self",)).select_related(*related)
        locked = found.get(pk=nomination.pk)
        if locked.state not in states:
            text = _("The nomination has moved on: it is %(state)s.")
            raise Conflict(text % {"state": locked.get_state_display()})
        label, cell = (via.capacity.label, via.cell) if via else ("", "")
        with acting(by=by, post=label, cell=cell, act=act, why=(why or "").strip()):
            yield locked
            locked.save()
    nomination.refresh_from_db()


def _close(nomination: Nomination, state: str, why: str) -> None:
    nomination.state, nomination.reason, nomination.closed_at = state, why.strip(), clock.now()
