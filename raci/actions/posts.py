"""Who holds a post, and who acts for them: begin and end a holding, delegate a letter for named days.

R posts of 4.4 in the line record holdings. The holding of a post whose role has an A, or is reviewed (counsel, a custodian), takes
force only when a second person accepts it: A of 4.4, or, for an A of 4.4 or 4.7 itself, a second holder of R for the city, with the
giver's document attached, so that a vacancy at the top can be filled. Nobody records, accepts or delegates to themself.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.people import FILL_POSTS
from raci.authority import Facts, Subject, Via, facts_for
from raci.history import acting
from raci.models import Blob, Delegation, Holding, Person, Post
from raci.refusals import Conflict, NotReady, Problem, Refused

AUDITORS_REPORTS = "4.7"
CITY = Subject(FILL_POSTS, "", unit_is_city=True)


def begin_holding(
    *,
    post: Post,
    person: Person,
    begins_on: date,
    by: Person,
    ends_on: date | None = None,
    acting_holder: bool = False,
    ground: str = "",
    document: Blob | None = None,
) -> Holding:
    """Record that a person holds a post from a day on; a post that decides is proposed and awaits its second person."""
    facts = facts_for(by)
    via = _filler(facts, post)
    _not_oneself(person, by)
    top = is_top(post, facts)
    problems = []
    if ends_on and ends_on < begins_on:
        problems.append(Problem(_("The last day is before the first."), field="ends_on"))
    if top and not (ground.strip() and document):
        problems.append(
            Problem(_("Attach the giver's document (directive, oath, certificate) and say what it is."), field="ground")
        )
    if (
        Holding.objects.filter(post=post, person=person)
        .exclude(state="refused")
        .filter(_overlaps(begins_on, ends_on))
        .exists()
    ):
        problems.append(
            Problem(_("%(person)s already holds this post in these days.") % {"person": person}, field="person")
        )
    if problems:
        raise NotReady(problems)
    with acting(by=by, post=via.capacity.label, cell=via.cell, act="begin_holding", why=ground):
        return Holding.objects.create(
            post=post,
            person=person,
            begins_on=begins_on,
            ends_on=ends_on,
            acting=acting_holder,
            ground=ground,
            document=document,
            state=Holding.State.PROPOSED if is_reviewed(post, facts) else Holding.State.IN_FORCE,
            proposed_by=by,
        )


def accept_holding(holding: Holding, *, by: Person) -> None:
    """The second person puts a proposed holding in force."""
    _answer_proposal(holding, by=by, state=Holding.State.IN_FORCE, act="accept_holding")


def refuse_holding(holding: Holding, *, by: Person, why: str) -> None:
    """The second person refuses a proposed holding, with the reason."""
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    _answer_proposal(holding, by=by, state=Holding.State.REFUSED, act="refuse_holding", why=why)


def _answer_proposal(holding: Holding, *, by: Person, state: str, act: str, why: str = "") -> None:
    with transaction.atomic():
        locked = (
            Holding.objects.select_for_update(of=("self",))
            .select_related("post__role", "post__unit")
            .get(pk=holding.pk)
        )
        facts = facts_for(by)
        via = second_person(locked, facts)
        if locked.state != Holding.State.PROPOSED:
            raise Conflict(
                _("The holding is no longer proposed: it is %(state)s.") % {"state": locked.get_state_display()}
            )
        with acting(by=by, post=via.capacity.label, cell=via.cell, act=act, why=why):
            locked.state, locked.accepted_by = state, by
            locked.save()
    holding.refresh_from_db()


def second_person(holding: Holding, facts: Facts) -> Via:
    """The capacity in which this person may accept the holding; `Refused` says why not."""
    letter, subject = ("R", CITY) if is_top(holding.post, facts) else ("A", _subject(holding.post))
    via = facts.capacity_with(letter, subject)
    if via is None:
        names = {"letter": letter, "activity": FILL_POSTS}
        raise Refused(_("Accepting this holding takes %(letter)s for %(activity)s.") % names)
    if facts.person.pk in (holding.proposed_by_id, holding.person_id):
        raise Refused(_("A second person accepts: not who recorded it, and not who is to hold the post."))
    return via


def end_holding(holding: Holding, *, by: Person, ends_on: date, why: str) -> None:
    """Say on which day a holding ends (its last day); delegations made by it end with it."""
    facts = facts_for(by)
    via = _filler(facts, holding.post)
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    if ends_on < holding.begins_on:
        raise NotReady([Problem(_("The last day is before the first."), field="ends_on")])
    with acting(by=by, post=via.capacity.label, cell=via.cell, act="end_holding", why=why):
        locked = Holding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
        locked.ends_on = ends_on
        locked.save()
    holding.refresh_from_db()


def _filler(facts: Facts, post: Post) -> Via:
    via = facts.capacity_with("R", _subject(post))
    if via is None:
        raise Refused(_("Filling this post takes R for %(activity)s in its unit.") % {"activity": FILL_POSTS})
    return via


def _subject(post: Post) -> Subject:
    return Subject.of_scope(FILL_POSTS, post.unit)


def _not_oneself(person: Person, by: Person) -> None:
    if person.pk == by.pk:
        raise Refused(_("Nobody records, accepts or delegates to themself."))


def _overlaps(begins_on: date, ends_on: date | None) -> Q:
    ends_after = Q(ends_on=None) | Q(ends_on__gte=begins_on)
    return ends_after & Q(begins_on__lte=ends_on) if ends_on else ends_after


def is_top(post: Post, facts: Facts) -> bool:
    """Whether the post's role has the A of filling posts or of the auditor's reports."""
    return bool(facts.matrix and {FILL_POSTS, AUDITORS_REPORTS} & facts.matrix.decided_by(post.role.code))


def is_reviewed(post: Post, facts: Facts) -> bool:
    """Whether a holding of this post takes a second person: its role decides something, or is counsel or a custodian."""
    return post.role.holding_is_reviewed or bool(facts.matrix and facts.matrix.decided_by(post.role.code))


# ---- delegation


def delegate(
    holding: Holding, *, to: Person, activity: str, letter: str, begins_on: date, ends_on: date, by: Person
) -> Delegation:
    """Pass one letter of one activity for named days; in force once the delegate accepts."""
    facts = facts_for(by)
    held = next((capacity for capacity in facts.posts if capacity.holding == holding.pk), None)
    if held is None or facts.matrix is None:
        raise Refused(_("Only the holder of a post passes its letters on; a delegate cannot."))
    _not_oneself(to, by)
    problems = []
    if letter not in "RAC" or letter not in facts.matrix.codes(activity, held.role):
        problems.append(Problem(_("This post does not hold that letter of that activity."), field="letter"))
    if ends_on < begins_on or ends_on < facts.today:
        problems.append(Problem(_("Name days that have not passed, the first before the last."), field="ends_on"))
    if holding.ends_on and ends_on > holding.ends_on:
        problems.append(Problem(_("The holding ends before that day."), field="ends_on"))
    if not to.is_active or to.is_service:
        problems.append(Problem(_("Choose somebody who can sign in."), field="to"))
    if problems:
        raise NotReady(problems)
    cell = f"{letter} {activity}, matrix v{facts.matrix.number}"
    with acting(by=by, post=held.label, cell=cell, act="delegate"):
        return Delegation.objects.create(
            holding=holding, delegate=to, activity_code=activity, letter=letter, begins_on=begins_on, ends_on=ends_on
        )


def accept_delegation(delegation: Delegation, *, by: Person) -> None:
    """The delegate accepts."""
    if by.pk != delegation.delegate_id:
        raise Refused(_("Only the delegate accepts a delegation."))
    with acting(by=by, act="accept_delegation"):
        locked = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
        if locked.accepted_at or locked.ended_at:
            raise Conflict(_("The delegation has already been answered or ended."))
        locked.accepted_at = clock.now()
        locked.save()
    delegation.refresh_from_db()


def end_delegation(delegation: Delegation, *, by: Person) -> None:
    """The giver takes the letter back, or the delegate gives it back, at once."""
    if by.pk not in (delegation.delegate_id, delegation.holding.person_id):
        raise Refused(_("The giver or the delegate ends a delegation."))
    with acting(by=by, act="end_delegation"):
        locked = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
        if locked.ended_at:
            raise Conflict(_("The delegation has already ended."))
        locked.ended_at = clock.now()
        locked.save()
    delegation.refresh_from_db()
