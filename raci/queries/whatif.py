"""What if this version were in force: who gains and who loses which authority over which open records, post by post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from raci.authority import Capacity, Facts, Subject, imagine
from raci.grants import visible
from raci.matrix.differences import CellChange
from raci.models import Case, Post, Role, Unit
from raci.queries.cases import OPEN_STATES
from raci.queries.posts_today import PostToday, posts_of_roles
from raci.queries.titles import title
from raci.records import kind_of

MOST_POSTS, MOST_LINKS = 100, 3

LETS = {
    "R": _("may write, ask and submit"),
    "A": _("decides"),
    "C": _("may answer"),
    "I": _("is told of what is approved"),
}


@dataclass(frozen=True)
class RecordSeen:
    """An open record that the reader may see."""

    title: str
    url: str


@dataclass(frozen=True)
class Turn:
    """A letter that a post would gain or lose, over so many open records."""

    activity: str
    letter: str
    records: int
    seen: list[RecordSeen]  # the first few the reader may see

    @property
    def lets(self) -> str:
        """What the letter lets its holder do."""
        return str(LETS[self.letter])

    @property
    def more(self) -> int:
        """Open records beyond those that are named."""
        return self.records - len(self.seen)


@dataclass(frozen=True)
class PostAffected:
    """A post with its holders today, and what would change for it."""

    today: PostToday
    gains: list[Turn]
    losses: list[Turn]

    @property
    def records(self) -> int:
        """The most open records that one of its letters counts for."""
        return max((turn.records for turn in (*self.gains, *self.losses)), default=0)


@dataclass(frozen=True)
class WhatIf:
    """Everybody for whom something would change."""

    posts: list[PostAffected]  # at most MOST_POSTS; those it matters most to today stand first
    more: int  # posts beyond those
    records: int  # open records under the activities that change

    @property
    def at_work(self) -> list[PostAffected]:
        """Posts for which it changes something about a record that is open today."""
        return [one for one in self.posts if one.records]

    @property
    def others(self) -> list[PostAffected]:
        """Posts whose letters change over nothing that is open today."""
        return [one for one in self.posts if not one.records]

    @property
    def vacant(self) -> list[PostAffected]:
        """Vacant posts that would gain a letter without which nothing moves."""
        return [one for one in self.posts if one.today.is_vacant and any(turn.letter in "RA" for turn in one.gains)]


@dataclass(frozen=True)
class _Place:
    """The open records of an activity in a unit."""

    subject: Subject
    records: int
    seen: list[RecordSeen]


def what_if(changes: list[CellChange], facts: Facts) -> WhatIf:
    """What the changed cells mean today (a constant number of queries, however many posts and records there are)."""
    places = _places({change.activity for change in changes}, facts)
    by_role: dict[str, list[CellChange]] = defaultdict(list)
    for change in changes:
        by_role[change.role].append(change)
    posts = posts_of_roles(list(by_role), facts)
    found = [_affected(one, by_role[role], places, facts) for role in by_role for one in posts[role]]
    found.sort(key=lambda one: -one.records)
    records = sum(place.records for one in places.values() for place in one)
    return WhatIf(found[:MOST_POSTS], max(0, len(found) - MOST_POSTS), records)


def _affected(one: PostToday, changes: list[CellChange], places: dict[str, list[_Place]], facts: Facts) -> PostAffected:
    gains = [turn for change in changes for turn in _turns(one.post, change, change.gained, places, facts)]
    losses = [turn for change in changes for turn in _turns(one.post, change, change.lost, places, facts)]
    return PostAffected(one, gains, losses)


def _turns(
    post: Post, change: CellChange, letters: str, places: dict[str, list[_Place]], facts: Facts
) -> Iterator[Turn]:
    stands = imagine(facts, post).capacities[-1]
    for letter in letters:
        ways = ("line",) if letter in "RA" else ("line", "invited")
        covered = [one for one in _near(stands, places[change.activity]) if stands.way(letter, one.subject) in ways]
        seen = [record for one in covered for record in one.seen]
        yield Turn(change.activity, letter, sum(one.records for one in covered), seen[:MOST_LINKS])


def _near(stands: Capacity, places: list[_Place]) -> list[_Place]:
    """Where its reach may lead: most posts reach their own unit alone, and there may be thousands of them."""
    if stands.reach != Role.Reach.UNIT:
        return places
    return [one for one in places if one.subject.unit_path == stands.unit_path or one.subject.unit_is_city]


def _places(activities: set[str], facts: Facts) -> dict[str, list[_Place]]:
    """Open records by activity and unit: all are counted, and those the reader may see are named (2 queries)."""
    seen: dict[tuple[str, int], list[RecordSeen]] = defaultdict(list)
    readable = visible(facts).filter(state__in=OPEN_STATES, record__scope__activity_code__in=activities)
    for case in readable.annotate(shown_title=title(facts, "record")).order_by("-state_since")[:1000]:
        place = seen[case.record.scope.activity_code, case.record.scope.unit_id]
        if len(place) < MOST_LINKS:
            place.append(RecordSeen(case.shown_title, kind_of(case.record).url(case.record)))
    found: dict[str, list[_Place]] = {activity: [] for activity in activities}
    counted = Case.objects.filter(state__in=OPEN_STATES, record__scope__activity_code__in=activities)
    unit = "record__scope__unit"
    rows = counted.values_list("record__scope__activity_code", unit, f"{unit}__path", f"{unit}__kind")
    for activity, pk, path, kind, number in rows.annotate(n=Count("pk")).order_by(f"{unit}__path"):
        subject = Subject(activity, path, unit_is_city=kind == Unit.Kind.CITY)
        found[activity].append(_Place(subject, number, seen[activity, pk]))
    return found
