"""What the pages of people show to those who keep accounts, and one's own delegations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from raci.actions.people import fills_posts, may_keep_accounts, why_not_theirs
from raci.authority import Capacity, Facts
from raci.invitations import FORGOTTEN, INVITED
from raci.models import Activity, Delegation, Holding, Notice, Person
from raci.models.city import in_force_on
from raci.refusals import Refused

MOST_DIGITS = 18  # of the number of a row


def keepers_only(facts: Facts, *, visible: bool = True) -> None:
    """The door of these pages."""
    if not may_keep_accounts(facts):
        raise Refused(_("The list of people is for those who keep accounts or fill posts (4.4)."), visible=visible)


@dataclass(frozen=True)
class LinkSent:
    """A link to set a password: when it was asked for, by whom, and what became of it."""

    asked_at: datetime
    by_themself: bool
    mailed_at: datetime | None
    used_at: datetime | None

    @property
    def good_until(self) -> datetime | None:
        """The last moment it works; none while its mail waits, and none once a password was set after it."""
        if self.mailed_at is None or self.used_at is not None:
            return None
        return self.mailed_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)

    @property
    def has_run_out(self) -> bool:
        """Whether nobody used it in time."""
        return self.good_until is not None and self.good_until < timezone.now()


def links_of(person: Person, most: int = 5) -> list[LinkSent]:
    """The links they were sent, newest first (2 queries). Setting a password ends every link sent before."""
    passwords = Person.history.filter(id=person.pk, history_act="password").order_by("history_date")
    times = list(passwords.values_list("history_date", flat=True))
    sent = Notice.objects.filter(Q(key__startswith=INVITED) | Q(key__startswith=FORGOTTEN), person=person)
    return [
        LinkSent(one.at, one.key.startswith(FORGOTTEN), one.mailed_at, next((at for at in times if at > one.at), None))
        for one in sent[:most]
    ]


@dataclass(frozen=True)
class PersonPage:
    """One person, for who keeps accounts."""

    person: Person
    held: list[Holding]
    held_before: list[Holding]
    to_come: list[Holding]
    given: list[Delegation]
    taken: list[Delegation]
    has_password: bool
    links: list[LinkSent]
    has_second_factor: bool
    why_not: str  # the reason this account is not the reader's to keep
    is_self: bool
    may_check_access: bool  # the reader fills posts


def person_for(pk: int, facts: Facts) -> Person:
    """Fetch and authorise in one."""
    keepers_only(facts, visible=False)
    person = Person.objects.filter(pk=pk, is_service=False).first()
    if person is None:
        raise Refused(_("There is no such person."), visible=False)
    return person


def person_page(person: Person, facts: Facts) -> PersonPage:
    """The page of a person (8 queries)."""
    holdings = list(
        Holding.objects.filter(person=person)
        .exclude(state=Holding.State.REFUSED)
        .select_related("post__unit", "post__role")
        .order_by("-begins_on", "-pk")
    )
    over = [one for one in holdings if one.ends_on and one.ends_on < facts.today]
    held = [one for one in holdings if one not in over and one.begins_on <= facts.today and one.state == "in_force"]
    open_ones = Delegation.objects.filter(ended_at=None, ends_on__gte=facts.today)
    related = open_ones.select_related("holding__person", "holding__post", "delegate")
    return PersonPage(
        person=person,
        held=held,
        held_before=over,
        to_come=[one for one in holdings if one not in over and one not in held],
        given=list(related.filter(holding__person=person)),
        taken=list(related.filter(delegate=person)),
        has_password=person.has_usable_password(),
        links=links_of(person),
        has_second_factor=Authenticator.objects.filter(user=person).exists(),
        why_not=why_not_theirs(person, facts),
        is_self=person.pk == facts.person.pk,
        may_check_access=fills_posts(facts),
    )


# ---- delegations


@dataclass(frozen=True)
class DelegationShown:
    """A delegation with where it stands."""

    delegation: Delegation
    title: str  # of the activity, in the matrix in force
    today: date

    @property
    def standing(self) -> str:
        """ "offered", "in force", "to come", "over", "ended": the word for its state."""
        one, holding = self.delegation, self.delegation.holding
        if one.ended_at:
            return _("ended")
        if one.ends_on < self.today or (holding.ends_on and holding.ends_on < self.today):
            return _("over")
        if one.accepted_at is None:
            return _("offered, not accepted yet")
        return _("in force") if one.begins_on <= self.today else _("accepted, to come")

    @property
    def is_open(self) -> bool:
        """Whether it can still be ended."""
        return not self.delegation.ended_at and self.delegation.ends_on >= self.today

    @property
    def is_offered(self) -> bool:
        """Whether it waits for the delegate."""
        return self.is_open and self.delegation.accepted_at is None


@dataclass(frozen=True)
class DelegationsPage:
    """One's own delegations."""

    given: list[DelegationShown]
    taken: list[DelegationShown]
    letters: list[tuple[str, list[tuple[str, str]]]]  # post > choices, for the form

    @property
    def offers(self) -> list[list[DelegationShown]]:
        """Letters that wait for the reader and were offered together: several of one giver for the same days."""
        together: dict[tuple[int, date, date], list[DelegationShown]] = {}
        for one in self.taken:
            if one.is_offered:
                key = (one.delegation.holding.person_id, one.delegation.begins_on, one.delegation.ends_on)
                together.setdefault(key, []).append(one)
        return [group for group in together.values() if len(group) > 1]

    @property
    def is_asked(self) -> bool:
        """Whether a letter waits for the reader to accept it."""
        return any(one.is_offered for one in self.taken)


def delegations_page(facts: Facts) -> DelegationsPage:
    """Letters one passed on, and letters passed to one, newest first (3 queries)."""
    titles = activity_titles(facts)
    related = Delegation.objects.select_related("holding__person", "holding__post", "delegate").order_by(
        "-begins_on", "-pk"
    )
    mine = related.filter(Q(holding__person=facts.person) | Q(delegate=facts.person))
    shown = [DelegationShown(one, titles.get(one.activity_code, ""), facts.today) for one in mine]
    return DelegationsPage(
        given=[one for one in shown if one.delegation.holding.person_id == facts.person.pk],
        taken=[one for one in shown if one.delegation.delegate_id == facts.person.pk],
        letters=[(post.label, _letters(post, facts, titles)) for post in facts.posts if _letters(post, facts, titles)],
    )


def delegation_for(pk: int, person: Person) -> Delegation:
    """One that this person gave or was given; to others there is none."""
    mine = Q(holding__person=person) | Q(delegate=person)
    found = Delegation.objects.select_related("holding__person", "delegate").filter(mine, pk=pk).first()
    if found is None:
        raise Refused(_("There is no such delegation."), visible=False)
    return found


def delegations_for(numbers: Iterable[str], person: Person) -> list[Delegation]:
    """Those of these numbers that this person gave or was given; to others, and without any, there is none."""
    found = [
        delegation_for(int(one), person)
        for one in numbers
        if one.isascii() and one.isdigit() and len(one) < MOST_DIGITS
    ]
    if not found:
        raise Refused(_("There is no such delegation."), visible=False)
    return found


def offered_to(facts: Facts) -> list[Delegation]:
    """Letters that wait for this person to accept them, each with `since`."""
    offered = Delegation.objects.filter(
        in_force_on(facts.today, "holding__"),
        delegate=facts.person,
        accepted_at=None,
        ended_at=None,
        ends_on__gte=facts.today,
        holding__state=Holding.State.IN_FORCE,
    )
    began = Delegation.history.filter(id=OuterRef("pk")).order_by("history_date").values("history_date")[:1]
    return list(
        offered.annotate(since=Subquery(began)).select_related("holding__person", "holding__post").order_by("pk")
    )


def activity_titles(facts: Facts) -> dict[str, str]:
    """Code > title, in the matrix in force."""
    rows = (
        Activity.objects.filter(matrix=facts.matrix.pk).order_by("order") if facts.matrix else Activity.objects.none()
    )
    return dict(rows.values_list("code", "title"))


def _letters(post: Capacity, facts: Facts, titles: dict[str, str]) -> list[tuple[str, str]]:
    """Each letter that acts, of each activity: "holding:code:letter" and how it is called."""
    return [
        (f"{post.holding}:{code}:{letter}", f"{letter} · {code} {title}")
        for code, title in titles.items()
        for letter in "RAC"
        if facts.matrix and letter in facts.matrix.codes(code, post.role)
    ]
