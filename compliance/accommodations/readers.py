"""Who has to do with a request (governance 3): the coordinator posts of its programme, counsel, the post that must provide it,
and for a refusal the head of the entity or whom they designated.

The head is whoever holds A for activity 1.4 for the whole city (in the hybrid matrix the City Administrator). They designate
somebody by passing that letter on, for named days (a delegation of 1.4); nobody refuses by any other way (28 CFR 35.150(a)(3),
35.164).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from compliance.kinds import ACCOMMODATION
from compliance.models import Accommodation, Coordinator
from raci import restricted
from raci.authority import Capacity, Facts, matrix_in_force
from raci.models import Post, Role
from raci.refusals import Refused

Sought, State = Accommodation.Sought, Accommodation.State
LANGUAGE = (Sought.INTERPRETER, Sought.TRANSLATION)
BEFORE_HEAD = (State.TO_HEAD, State.REFUSED, State.APPEALED, State.UPHELD)


def programme_of(sought: str) -> str:
    """Whose coordinator it comes to."""
    return Coordinator.Law.LANGUAGE.value if sought in LANGUAGE else Coordinator.Law.ADA.value


def coordinating(programme: str, day: date) -> list[Post]:
    """The posts that coordinate a programme on that day (1 query)."""
    named = Coordinator.objects.filter(programme=programme, begins_on__lte=day).filter(
        Q(ends_on=None) | Q(ends_on__gte=day)
    )
    return [one.post for one in named.select_related("post__unit", "post__role")]


def heads(day: date) -> list[Post]:
    """The posts at the head of the entity (2 queries)."""
    matrix = matrix_in_force(day)
    posts = Post.objects.filter(role__reach=Role.Reach.CITYWIDE, abolished_on=None).select_related("role", "unit")
    return [post for post in posts if matrix and "A" in matrix.codes(ACCOMMODATION.activity, post.role.code)]


@dataclass(frozen=True)
class Reach:
    """By which capacity somebody stands to requests today; None where by none."""

    counsel: Capacity | None
    languages: Capacity | None
    ada: Capacity | None
    head: Capacity | None
    posts: frozenset[int]  # those they count as, for what these must provide

    def leads(self, row: Accommodation) -> Capacity | None:
        """As coordinator of its programme, or as counsel."""
        own = self.languages if programme_of(row.sought) == Coordinator.Law.LANGUAGE else self.ada
        return own or self.counsel

    def decides(self, row: Accommodation) -> Capacity | None:
        """As head, of what came before the head."""
        return self.head if row.state in BEFORE_HEAD else None

    @property
    def seen(self) -> Q:
        """The requests they may know of."""
        found = Q(provider__in=self.posts)
        if self.counsel:
            return Q()
        if self.languages:
            found |= Q(sought__in=LANGUAGE)
        if self.ada:
            found |= ~Q(sought__in=LANGUAGE)
        if self.head:
            found |= Q(state__in=BEFORE_HEAD)
        return found


def reach(facts: Facts) -> Reach:
    """What is theirs today, once a request (4 queries)."""
    if "accommodations" not in facts.known:
        facts.known["accommodations"] = Reach(
            counsel=restricted.counsel_of(facts, ACCOMMODATION),
            languages=_mine(facts, coordinating(Coordinator.Law.LANGUAGE, facts.today)),
            ada=_mine(facts, coordinating(Coordinator.Law.ADA, facts.today)),
            head=_mine(facts, heads(facts.today)),
            posts=frozenset(one.post for one in facts.capacities if one.only is None),
        )
    found: Reach = facts.known["accommodations"]
    return found


def _mine(facts: Facts, posts: Iterable[Post]) -> Capacity | None:
    return restricted.mine(facts, ACCOMMODATION, posts)


def provides(facts: Facts, row: Accommodation) -> Capacity | None:
    """By what they are the post that must provide it."""
    return _mine(facts, [row.provider]) if row.provider else None


def reads(facts: Facts, row: Accommodation) -> Capacity | None:
    """By what they may know of it at all."""
    found = reach(facts)
    return found.leads(row) or found.decides(row) or provides(facts, row)


def seen(facts: Facts) -> QuerySet[Accommodation]:
    """The requests they may know of."""
    return Accommodation.objects.filter(reach(facts).seen)


def need(capacity: Capacity | None, words: str = "") -> Capacity:
    """The capacity, or `Refused`: to strangers there is no such request."""
    if capacity is None:
        raise Refused(words or _("There is no such request."), visible=bool(words))
    return capacity


def told(row: Accommodation, day: date) -> list[Post]:
    """The posts that a request waits on: its coordinators, or counsel where nobody coordinates."""
    return coordinating(programme_of(row.sought), day) or restricted.counsel_posts()
