"""Drawing places: a boundary file gives them their outlines. By R of 4.4 of the whole city, as units are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from metrics.in_the_way import one_at_a_time
from metrics.models import Place
from metrics.places.boundaries import Boundaries, Outline, Unreadable, read_boundaries
from raci.actions.people import FILL_POSTS
from raci.authority import Facts, Subject, Via, facts_for
from raci.history import acting
from raci.models import Person
from raci.refusals import NotReady, Problem, Refused
from raci.the_city import the_city


@dataclass(frozen=True)
class Drawn:
    """What a boundary file brought: how many places are new, how many have another outline or name, how many are as they were."""

    added: int
    changed: int
    same: int


def drawer(facts: Facts) -> Via:
    """By what this person may draw places; `Refused` says what it takes."""
    root = the_city()
    via = facts.capacity_with("R", Subject.of_scope(FILL_POSTS, root)) if root else None
    if via is None:
        raise Refused(_("Drawing places takes R for %(activity)s, for the city.") % {"activity": FILL_POSTS})
    return via


def may_draw(facts: Facts) -> bool:
    """Whether the page for it is theirs."""
    try:
        drawer(facts)
    except Refused:
        return False
    return True


def draw_places(
    content: bytes, *, kind: str, code: str, name: str = "", source: str, by: Person, only_look: bool = False
) -> Drawn:
    """All places of the file, or none; the same file again changes nothing. `only_look`: says what it would do.

    `code` and `name`: the properties of the file that hold them. Places that the file does not name stay as they are; one of
    another kind with the same code is refused, since figures would land in the wrong place.
    """
    via = drawer(facts_for(by))
    found = _read(content, code, name)
    with transaction.atomic():
        one_at_a_time()  # a file of figures may bring the same places in
        return _draw(found, by, via, kind=kind, source=source.strip(), only_look=only_look)


def _draw(found: Boundaries, by: Person, via: Via, *, kind: str, source: str, only_look: bool) -> Drawn:
    problems = [] if source else [Problem(_("Say where the boundaries come from."), field="source")]
    known = {place.code: place for place in Place.objects.filter(code__in=found.places)}
    other = next((place for place in known.values() if place.kind != kind), None)
    if other is not None:
        text = _("%(code)s is known already as %(name)s (%(kind)s). Choose that kind, or leave it out of the file.")
        values = {"code": other.code, "name": other.name, "kind": other.get_kind_display()}
        problems.append(Problem(text % values, field="kind"))
    if problems:
        raise NotReady(problems)
    new = [outline for outline in found.places.values() if outline.code not in known]
    differs = [place for place in known.values() if _take(place, found.places[place.code], source)]
    if not only_look:
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="draw_places"):
            for outline in new:
                place = Place(code=outline.code, name=outline.code, kind=kind)
                _take(place, outline, source)
                place.save()
            for place in differs:
                place.save()
    return Drawn(len(new), len(differs), len(known) - len(differs))


def _read(content: bytes, code: str, name: str) -> Boundaries:
    try:
        return read_boundaries(content, code, name)
    except Unreadable as problem:
        raise NotReady([Problem(str(problem), field="file")]) from problem


def _take(place: Place, outline: Outline, source: str) -> bool:
    """Give a place its outline; whether that changes anything."""
    rings = [[list(point) for point in ring] for ring in outline.rings]
    before = (place.name, place.rings, place.source)
    place.name, place.rings, place.source = outline.name or place.name, rings, source
    return before != (place.name, place.rings, place.source)
