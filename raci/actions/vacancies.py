"""When a post that decides or is responsible falls vacant, the level above is told: at the act or on the day, once a vacancy.

For a post of the whole city that is who gives directives and reads what is published (Mayor, Council) and those who fill the
city's posts (R of 4.4); for any other, who fills posts in its line, nearest above it (governance 4).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.people import FILL_POSTS
from raci.authority import Capacity, Subject, covering_posts, matrix_in_force
from raci.days import later
from raci.models import Holding, Person, Post, Role
from raci.models.city import in_force_on
from raci.notices import tell

LOOKS_BACK = timedelta(days=7)  # so that a beat that rested some days tells, and nobody is told of what is long known


def tell_of_vacancies() -> int:
    """The beat's round: posts that fell vacant these days and whose vacancy nobody was told of; how many there are."""
    today = clock.today()
    found = list(_fallen_vacant(today))
    for holding in found:
        tell_of_vacancy(holding, today)
    return len(found)


def tell_of_vacancy(holding: Holding, today: date) -> None:
    """Tell the level above that nobody holds the post after this holding; told again, they notice nothing."""
    if not _matters(holding.post, today):
        return
    words = {"post": holding.post.title, "unit": holding.post.unit, "person": holding.person.name}
    if not holding.person.is_active:
        line = _(
            "The post %(post)s (%(unit)s) is vacant: the account of %(person)s is disabled. Somebody has to fill it."
        )
    else:
        line = _(
            "The post %(post)s (%(unit)s) is vacant from %(day)s: nobody follows %(person)s yet. Somebody has to fill it."
        )
        assert holding.ends_on is not None
        words["day"] = date_format(later(holding.ends_on), "j M Y")
    url = reverse("raci:post", args=[holding.post.code])
    tell(level_above(holding.post, today), record=None, key=f"vacancy:{holding.pk}", line=line % words, url=url)


def ends_without_successor(holding: Holding) -> bool:
    """Whether nobody is recorded to hold the post on the day after this holding's last."""
    if holding.ends_on is None:
        return False
    held = Holding.objects.filter(post=holding.post, state=Holding.State.IN_FORCE, person__is_active=True)
    return not held.filter(in_force_on(later(holding.ends_on))).exclude(pk=holding.pk).exists()


def _fallen_vacant(today: date) -> QuerySet[Holding]:
    """The last holdings of posts that nobody can act in today, ended these days or cut off by a disabled account."""
    in_force = Holding.objects.filter(state=Holding.State.IN_FORCE, post=OuterRef("post"))
    held = in_force.filter(in_force_on(today), person__is_active=True)
    ended = Q(ends_on__lt=today, ends_on__gte=today - LOOKS_BACK)
    cut_off = Q(in_force_on(today), person__is_active=False)
    later = in_force.filter(ends_on__gt=OuterRef("ends_on"), begins_on__lte=today)
    found = Holding.objects.filter(ended | cut_off, ~Exists(held), ~Exists(later), state=Holding.State.IN_FORCE)
    return found.filter(post__abolished_on=None).select_related("post__role", "post__unit", "person").order_by("pk")


def _matters(post: Post, today: date) -> bool:
    """Whether the matrix gives its role an A or an R of anything."""
    matrix = matrix_in_force(today)
    cells = matrix.cells.items() if matrix else ()
    return any(role == post.role.code and set(codes) & {"A", "R"} for (_activity, role), codes in cells)


def level_above(post: Post, today: date) -> list[Person]:
    """Who is told that it is vacant (4 queries)."""
    filling = [
        (capacity, person)
        for capacity, person in covering_posts(Subject.of_scope(FILL_POSTS, post.unit), "R", today)
        if capacity.post != post.pk
    ]
    if post.role.reach == Role.Reach.CITYWIDE or post.unit.parent_id is None:
        return _each([*_readers_of_the_published(today), *(person for _capacity, person in _citywide(filling))])
    nearest = _nearest(filling)
    return _each(person for _capacity, person in nearest or _citywide(filling))


def _citywide(filling: Iterable[tuple[Capacity, Person]]) -> list[tuple[Capacity, Person]]:
    return [one for one in filling if one[0].reach == Role.Reach.CITYWIDE]


def _nearest(filling: Iterable[tuple[Capacity, Person]]) -> list[tuple[Capacity, Person]]:
    """Those whose post stands deepest in the tree: a bureau's director before the service area's deputy."""
    below = [one for one in filling if one[0].reach != Role.Reach.CITYWIDE]
    deepest = max((len(capacity.unit_path) for capacity, _person in below), default=0)
    return [one for one in below if len(one[0].unit_path) == deepest]


def _readers_of_the_published(today: date) -> list[Person]:
    held = Holding.objects.filter(
        in_force_on(today), post__role__reads_published=True, state=Holding.State.IN_FORCE, person__is_active=True
    )
    return [one.person for one in held.select_related("person")]


def _each(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())
