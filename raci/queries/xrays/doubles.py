"""People who are responsible and decide: R and A for one activity in one unit, through two posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, permutations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci.actions.people import FILL_POSTS
from raci.actions.posts import recorder
from raci.authority import Capacity, MatrixInForce, Subject, way
from raci.matrix.findings import Level
from raci.models import Holding, Unit
from raci.queries.posts_today import in_force
from raci.queries.xrays.vacancies import acting_letters, allowed
from raci.the_city import the_city
from raci.xrays import Finding, Look, Rule


def _find(look: Look) -> Iterable[Finding]:
    matrix, facts = look.facts.matrix, look.facts
    if matrix is None or (look.mine and FILL_POSTS not in facts.activities_with("R")):
        return
    city = the_city()
    for _person, held in groupby(_held(matrix, look), lambda one: one.person_id):
        for does, decides in permutations(list(held), 2):
            for unit, activities in _both(does, decides, matrix, city).items():
                yield _finding(does, decides, unit, activities, look)


def _held(matrix: MatrixInForce, look: Look) -> list[Holding]:
    """What people hold of posts with an R or A, if they hold one with an A (1 query)."""
    letters = acting_letters(matrix.cells)
    deciding = {role for role, codes in letters.items() if any("A" in one for one in codes.values())}
    current = in_force(look.facts.today)
    decides = Exists(current.filter(person=OuterRef("person"), post__role__code__in=deciding))
    found = current.filter(decides, post__role__code__in=letters).select_related("person", "post__role", "post__unit")
    return list(found.order_by("person", "pk"))


def _both(does: Holding, decides: Holding, matrix: MatrixInForce, city: Unit | None) -> dict[Unit, list[str]]:
    """Unit > the activities that one post does and the other decides there.

    Where the matrix gives one post both letters, a second post adds nothing: that is the matrix's own design.
    """
    found: dict[Unit, list[str]] = {}
    for activity in sorted({activity for activity, _role in matrix.cells}):
        a = matrix.codes(activity, decides.post.role.code)
        if "A" in a and "R" not in a and "R" in matrix.codes(activity, does.post.role.code):
            unit = _where_they_meet(activity, does, decides, city)
            if unit:
                found.setdefault(unit, []).append(activity)
    return found


def _where_they_meet(activity: str, does: Holding, decides: Holding, city: Unit | None) -> Unit | None:
    """The widest unit whose records both posts count for."""
    units = {unit for unit in (city, does.post.unit, decides.post.unit) if unit}
    return next(_common(activity, Capacity.of_post(does.post), Capacity.of_post(decides.post), units), None)


def _common(activity: str, does: Capacity, decides: Capacity, units: Iterable[Unit]) -> Iterator[Unit]:
    for unit in sorted(units, key=lambda one: (len(one.path), one.path)):
        subject = Subject.of_scope(activity, unit)
        if way(does, "R", subject) == way(decides, "A", subject) == "line":
            yield unit


def _finding(does: Holding, decides: Holding, unit: Unit, activities: list[str], look: Look) -> Finding:
    said = {
        "does": does.post.title,
        "decides": decides.post.title,
        "activities": ", ".join(activities),
        "unit": unit,
        "person": does.person.name,
    }
    words = _("%(person)s holds R as %(does)s and A as %(decides)s") % said
    return Finding(
        where=does.person.name,
        unit=unit,
        sentence=_(
            "Responsible as %(does)s, and deciding as %(decides)s, for %(activities)s in %(unit)s. What they write or "
            "submit there, somebody else has to decide."
        )
        % said,
        url=reverse("raci:post", args=[does.post.code]),
        is_mine=allowed(lambda: recorder(does.post, look.facts)),
        key=f"{does.person_id} {does.post.code} {decides.post.code} {unit.code}",
        since=max(does.begins_on, decides.begins_on),
        margin=dict.fromkeys(activities, words),
    )


BOTH_LETTERS = Rule(
    code="r-and-a",
    label=gettext_lazy("One person is responsible and decides, through two posts"),
    level=Level.WARNING,
    text=gettext_lazy(
        "Nobody holds R by one post and A by another for the same activity in the same unit. Nobody decides what they "
        "wrote or submitted themself, so what such a person does would wait for somebody else."
    ),
    mend=gettext_lazy("See the post"),
    counted=lambda n: (
        ngettext("%(n)d person is responsible and decides", "%(n)d people are responsible and decide", n) % {"n": n}
    ),
    find=_find,
    in_margin=True,
)
