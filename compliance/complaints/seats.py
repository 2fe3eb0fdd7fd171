"""The posts that may come to read complaints today, with their holders; and by which of them a person reads one."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from compliance.complaints.readers import PROGRAMME_OF, Seat, in_line, is_near, readers
from compliance.kinds import COMPLAINT
from compliance.models import Complaint, Coordinator
from raci import restricted
from raci.authority import Capacity, Facts
from raci.models import Holding, Post
from raci.models.city import in_force_on
from raci.refusals import Refused

AUDITS = "4.7"  # whose A is the City Auditor


def seats(facts: Facts) -> tuple[Seat, ...]:
    """All of them, once a request (3 queries)."""
    if "complaint_seats" not in facts.known:
        facts.known["complaint_seats"] = tuple(_seats(facts))
    found: tuple[Seat, ...] = facts.known["complaint_seats"]
    return found


def _seats(facts: Facts) -> list[Seat]:
    today = facts.today
    programmes: dict[int, set[str]] = defaultdict(set)
    for post, programme in Coordinator.objects.filter(in_force_on(today)).values_list("post", "programme"):
        programmes[post].add(programme)
    auditors = [role for (activity, role), codes in _cells(facts).items() if activity == AUDITS and "A" in codes]
    wanted = Q(pk__in=programmes) | Q(role__is_counsel=True) | Q(role__code__in=auditors)
    posts = list(Post.objects.filter(wanted, abolished_on=None).select_related("role", "unit"))
    held = _held(facts, posts)
    return [
        Seat(
            post.pk,
            post.unit.path,
            frozenset(programmes[post.pk]) if post.pk in programmes else frozenset(),
            post.role.is_counsel,
            post.role.code in auditors,
            tuple(held[post.pk]),
        )
        for post in posts
    ]


def _cells(facts: Facts) -> dict[tuple[str, str], str]:
    return facts.matrix.cells if facts.matrix else {}


def _held(facts: Facts, posts: list[Post]) -> dict[int, list[tuple[str, ...]]]:
    """Of each post, the paths of all posts of each of its holders."""
    here = Holding.objects.filter(in_force_on(facts.today), state=Holding.State.IN_FORCE, person__is_active=True)
    people = here.filter(post__in=posts).values("person")
    paths: dict[int, list[str]] = defaultdict(list)
    of_post: dict[int, set[int]] = defaultdict(set)
    wanted = {post.pk for post in posts}
    for person, post, path in here.filter(person__in=people).values_list("person", "post", "post__unit__path"):
        paths[person].append(path)
        if post in wanted:
            of_post[post].add(person)
    return defaultdict(list, {post: [tuple(paths[one]) for one in sorted(found)] for post, found in of_post.items()})


def reads_by(facts: Facts, complaint: Complaint) -> Capacity | None:
    """By which post this person reads this complaint today, if by any (no query once the seats are known)."""
    office = complaint.unit.path if complaint.unit else ""
    if is_near((one.unit_path for one in facts.posts), office):
        return None
    return restricted.mine(facts, COMPLAINT, readers(complaint.bases, office, seats(facts)))


def need_reader(facts: Facts, complaint: Complaint | None) -> Capacity:
    """... `Refused` as if there were no such complaint for everybody else."""
    via = reads_by(facts, complaint) if complaint is not None else None
    if via is None:
        raise Refused(_("There is no such complaint."), visible=False)
    return via


def circle(facts: Facts) -> Capacity | None:
    """By which post this person takes complaints in: a coordinator's or counsel's."""
    posts = {seat.post for seat in seats(facts) if seat.programmes or seat.is_counsel}
    return restricted.mine(facts, COMPLAINT, posts)


def need_circle(facts: Facts) -> Capacity:
    """... `Refused` for everybody else."""
    via = circle(facts)
    if via is None:
        raise Refused(_("There is no such page."), visible=False)
    return via


def readable(facts: Facts) -> QuerySet[Complaint]:
    """The complaints that this person reads, by the same rule (1 query besides the seats)."""
    asked = Complaint.objects.order_by().values_list("bases", "unit", "unit__path").distinct()
    mine = {one.post for one in facts.capacities}
    if not mine & {seat.post for seat in seats(facts)}:
        return Complaint.objects.none()
    found = Q(pk__in=[])
    own = [one.unit_path for one in facts.posts]
    for bases, unit, path in asked:
        office = path or ""
        if not is_near(own, office) and restricted.mine(facts, COMPLAINT, readers(bases, office, seats(facts))):
            found |= Q(bases=bases, unit=unit)
    return Complaint.objects.filter(found)


__all__ = ["PROGRAMME_OF", "circle", "in_line", "need_circle", "need_reader", "readable", "reads_by", "seats"]
