"""Who holds a post, and who acts for them: begin and end a holding, delegate a letter for named days.

R posts of 4.4 in the line record holdings. The holding of a post whose role has an A, or is reviewed (counsel, a
custodian), takes force only when a second person accepts it: A of 4.4, or, for an A of 4.4 or 4.7 itself, a second holder
of R for the city, with the giver's document attached, so that a vacancy at the top can be filled. Nobody records, accepts
or delegates to themself, nor does somebody who acts for them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raci import clock
from raci.actions import telling_posts as telling
from raci.actions import vacancies
from raci.actions.people import FILL_POSTS, is_top_role, whom_to_ask
from raci.authority import Facts, Subject, Via, covering_posts, facts_for
from raci.history import acting
from raci.models import Blob, Delegation, Holding, Person, Post
from raci.models.city import in_force_on
from raci.refusals import Conflict, NotReady, Problem, Refused

LONGEST_GROUND = 500


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
    via = recorder(post, facts)
    if stands_for(person.pk, by, via):
        raise Refused(_("Nobody records, accepts or delegates to themself."))
    problems = _problems(post, person, begins_on, ends_on)
    if is_top(post, facts) and not (ground.strip() and document):
        problems.append(
            Problem(_("Attach the giver's document (directive, oath, certificate) and say what it is."), field="ground")
        )
    if len(ground) > LONGEST_GROUND:
        problems.append(Problem(_("Say it in %(n)d signs.") % {"n": LONGEST_GROUND}, field="ground"))
    with acting(by=by, post=via.capacity.label, cell=via.cell, act="begin_holding", why=ground):
        Post.objects.select_for_update(of=("self",)).get(pk=post.pk)  # two at once: the second sees the first
        if _holds_already(post, person, begins_on, ends_on):
            problems.append(
                Problem(_("%(person)s already holds this post in these days.") % {"person": person}, field="person")
            )
        if problems:
            raise NotReady(problems)
        holding = Holding.objects.create(
            post=post,
            person=person,
            begins_on=begins_on,
            ends_on=ends_on,
            acting=acting_holder,
            ground=ground.strip(),
            document=document,
            state=Holding.State.PROPOSED if is_reviewed(post, facts) else Holding.State.IN_FORCE,
            proposed_by=by,
        )
        if holding.state == Holding.State.PROPOSED:
            telling.proposed(holding, second_persons(holding, facts), by)
        else:
            telling.begun(holding, by)
    return holding


def _problems(post: Post, person: Person, begins_on: date, ends_on: date | None) -> list[Problem]:
    problems = []
    if post.abolished_on and (ends_on is None or ends_on >= post.abolished_on):
        problems.append(Problem(_("The post is abolished by then."), field="ends_on"))
    if not person.is_active or person.is_service:
        problems.append(Problem(_("Choose somebody who can sign in."), field="person"))
    if ends_on and ends_on < begins_on:
        problems.append(Problem(_("The last day is before the first."), field="ends_on"))
    return problems


def _holds_already(post: Post, person: Person, begins_on: date, ends_on: date | None) -> bool:
    overlaps = Q(ends_on=None) | Q(ends_on__gte=begins_on)
    if ends_on:
        overlaps &= Q(begins_on__lte=ends_on)
    return Holding.objects.filter(overlaps, post=post, person=person).exclude(state=Holding.State.REFUSED).exists()


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
            .select_related("post__role", "post__unit", "person", "proposed_by")
            .get(pk=holding.pk)
        )
        via = second_person(locked, facts_for(by))
        if locked.state != Holding.State.PROPOSED:
            raise Conflict(
                _("The holding is no longer proposed: it is %(state)s.") % {"state": locked.get_state_display()}
            )
        with acting(by=by, post=via.capacity.label, cell=via.cell, act=act, why=why):
            locked.state, locked.accepted_by = state, by
            locked.save()
            telling.answered(locked, by)
    holding.refresh_from_db()


def second_person(holding: Holding, facts: Facts) -> Via:
    """The capacity in which this person may accept the holding; `Refused` says why not."""
    letter, subject = _second(holding.post, facts)
    counting = own_posts(facts) if is_top(holding.post, facts) else facts
    via = counting.capacity_with(letter, subject)
    if via is None:
        names = {"letter": letter, "activity": FILL_POSTS}
        raise Refused(_("Accepting this holding takes %(letter)s for %(activity)s.") % names)
    if stands_for(holding.proposed_by_id, facts.person, via) or stands_for(holding.person_id, facts.person, via):
        raise Refused(_("A second person accepts: not who recorded it, and not who is to hold the post."))
    return via


def second_persons(holding: Holding, facts: Facts) -> list[Person]:
    """Everybody who may accept it by a post they hold."""
    letter, subject = _second(holding.post, facts)
    people = {person.pk: person for _capacity, person in covering_posts(subject, letter, facts.today)}
    return [person for pk, person in people.items() if pk not in (holding.proposed_by_id, holding.person_id)]


def _second(post: Post, facts: Facts) -> tuple[str, Subject]:
    return ("R", whole_city(post)) if is_top(post, facts) else ("A", _subject(post))


def end_holding(holding: Holding, *, by: Person, ends_on: date, why: str) -> None:
    """Say on which day a holding ends (its last day); delegations made by it end with it. Never prolongs one."""
    via = ender(holding, facts_for(by))
    problems = []
    if not why.strip():
        problems.append(Problem(_("Give the reason."), field="why"))
    if ends_on < holding.begins_on:
        problems.append(Problem(_("The last day is before the first."), field="ends_on"))
    with acting(by=by, post=via.capacity.label, cell=via.cell, act="end_holding", why=why):
        locked = (
            Holding.objects.select_for_update(of=("self",))
            .select_related("post__role", "post__unit", "person")
            .get(pk=holding.pk)
        )
        if locked.state != Holding.State.IN_FORCE:
            raise Conflict(_("The holding is not in force: it is %(state)s.") % {"state": locked.get_state_display()})
        if locked.ends_on and ends_on > locked.ends_on:
            text = _("It ends before that day already. To prolong it, begin another holding.")
            problems.append(Problem(text, field="ends_on"))
        if problems:
            raise NotReady(problems)
        locked.ends_on = ends_on
        locked.save()
        telling.ended(locked, by)
        if vacancies.ends_without_successor(locked):
            vacancies.tell_of_vacancy(locked, clock.today())
    holding.refresh_from_db()


def ender(holding: Holding, facts: Facts) -> Via:
    """The capacity in which this person may end the holding: who records it; of a reviewed post, who accepts it; or its holder.

    Nobody alone ends the holding of an A of 4.4 or 4.7 but the holder: who stands over a post does not unseat it.
    """
    own = next((one for one in facts.posts if one.holding == holding.pk), None)
    if own and facts.matrix:
        return Via(own, FILL_POSTS, facts.matrix.codes(FILL_POSTS, own.role) or "-", facts.matrix.number)
    if is_top(holding.post, facts):
        raise Refused(_("Only its holder lays this post down; a successor is recorded by two persons."))
    if not is_reviewed(holding.post, facts):
        return recorder(holding.post, facts)
    via = facts.capacity_with("A", _subject(holding.post))
    if via is None:
        raise Refused(_("Ending this holding takes A for %(activity)s.") % {"activity": FILL_POSTS})
    return via


def recorder(post: Post, facts: Facts) -> Via:
    """The capacity in which this person may record who holds the post; `Refused` says why not."""
    if is_top(post, facts):
        via = own_posts(facts).capacity_with("R", whole_city(post))
        if via is None:
            raise Refused(
                _("Filling this post takes a post with R for %(activity)s, for the city.") % {"activity": FILL_POSTS}
            )
        return via
    via = facts.capacity_with("R", _subject(post))
    if via is None:
        raise Refused(_("Filling this post takes R for %(activity)s in its unit.") % {"activity": FILL_POSTS})
    return via


def own_posts(facts: Facts) -> Facts:
    """The same person, without what was delegated: at the top, two persons who hold posts themselves."""
    return replace(facts, capacities=tuple(facts.posts))


def whole_city(post: Post) -> Subject:
    """Filling posts of the whole city: the topmost unit of the tree that this post stands in."""
    root = post.unit.path.split("/")[1]
    return Subject(FILL_POSTS, f"/{root}/", unit_is_city=True)


def who_records(post: Post, facts: Facts) -> str:
    """Who may record who holds the post today, in a sentence."""
    return whom_to_ask(whole_city(post) if is_top(post, facts) else _subject(post))


def _subject(post: Post) -> Subject:
    return Subject.of_scope(FILL_POSTS, post.unit)


def stands_for(person: int, by: Person, via: Via) -> bool:
    """Whether `by` is this person, or acts for them."""
    return person == by.pk or (bool(via.capacity.only) and giver_of(via) == person)


def giver_of(via: Via) -> int | None:
    """Whose holding a capacity rests on."""
    return Holding.objects.filter(pk=via.capacity.holding).values_list("person_id", flat=True).first()


def is_top(post: Post, facts: Facts) -> bool:
    """Whether the post's role has the A of filling posts or of the auditor's reports."""
    return is_top_role(post.role.code, facts)


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
    if to.pk == by.pk:
        raise Refused(_("Nobody records, accepts or delegates to themself."))
    problems = []
    if letter not in ("R", "A", "C") or letter not in facts.matrix.codes(activity, held.role):
        problems.append(Problem(_("This post does not hold that letter of that activity."), field="letter"))
    if ends_on < begins_on or ends_on < facts.today:
        problems.append(Problem(_("Name days that have not passed, the first before the last."), field="ends_on"))
    if begins_on < facts.today:
        problems.append(Problem(_("A delegation begins today at the earliest."), field="begins_on"))
    if holding.ends_on and ends_on > holding.ends_on:
        problems.append(Problem(_("The holding ends before that day."), field="ends_on"))
    if not to.is_active or to.is_service:
        problems.append(Problem(_("Choose somebody who can sign in."), field="to"))
    same = Delegation.objects.filter(holding=holding, delegate=to, activity_code=activity, letter=letter, ended_at=None)
    if same.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        problems.append(Problem(_("You have passed this letter to them for some of these days."), field="to"))
    if problems:
        raise NotReady(problems)
    cell = f"{letter} {activity}, matrix v{facts.matrix.number}"
    with acting(by=by, post=held.label, cell=cell, act="delegate"):
        made = Delegation.objects.create(
            holding=holding, delegate=to, activity_code=activity, letter=letter, begins_on=begins_on, ends_on=ends_on
        )
        telling.offered(made, by)
    return made


def accept_delegation(delegation: Delegation, *, by: Person) -> None:
    """The delegate accepts."""
    if by.pk != delegation.delegate_id:
        raise Refused(_("Only the delegate accepts a delegation."), visible=_is_theirs(delegation, by))
    with acting(by=by, cell=_cell(delegation), act="accept_delegation"):
        locked = _locked(delegation)
        if locked.accepted_at or locked.ended_at:
            raise Conflict(_("The delegation has already been answered or ended."))
        if not _can_begin(locked):
            raise Conflict(_("Its days have passed, or who gave it does not hold the post any more."))
        locked.accepted_at = clock.now()
        locked.save()
        telling.delegation_accepted(locked, by)
    delegation.refresh_from_db()


def end_delegation(delegation: Delegation, *, by: Person) -> None:
    """The giver takes the letter back, or the delegate gives it back (or does not take it), at once."""
    if not _is_theirs(delegation, by):
        raise Refused(_("The giver or the delegate ends a delegation."), visible=False)
    with acting(by=by, cell=_cell(delegation), act="end_delegation"):
        locked = _locked(delegation)
        if locked.ended_at:
            raise Conflict(_("The delegation has already ended."))
        locked.ended_at = clock.now()
        locked.save()
        telling.delegation_ended(locked, by)
    delegation.refresh_from_db()


def _locked(delegation: Delegation) -> Delegation:
    related = Delegation.objects.select_related("holding__person", "holding__post", "delegate")
    return related.select_for_update(of=("self",)).get(pk=delegation.pk)


def _is_theirs(delegation: Delegation, by: Person) -> bool:
    return by.pk in (delegation.delegate_id, delegation.holding.person_id)


def _cell(delegation: Delegation) -> str:
    return f"{delegation.letter} {delegation.activity_code}"


def _can_begin(delegation: Delegation) -> bool:
    """Its days are not over, and it rests on a holding that is not over either."""
    today, holding = clock.today(), delegation.holding
    stands = Holding.objects.filter(in_force_on(today), pk=holding.pk, state=Holding.State.IN_FORCE)
    return delegation.ends_on >= today and holding.person.is_active and stands.exists()
