"""Naming: the holder of an R or A post names another post to keep, or accept, what stands under an activity (governance 3).

In force until taken back, whoever holds the posts. Nobody names a post of their own, and what was delegated or given by a
naming is not passed on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from raci import clock, records
from raci.actions import telling_posts as telling
from raci.actions.people import FILL_POSTS
from raci.authority import Capacity, Facts, Subject, Via, facts_for, way
from raci.history import acting
from raci.models import Holding, Naming, Person, Post, Unit
from raci.models.city import in_force_on
from raci.records import Kind, Life
from raci.refusals import Conflict, NotReady, Problem, Refused

LETTERS = "RA"


@dataclass(frozen=True)
class Named:
    """What is asked of a naming."""

    giver: Post
    named: Post
    activity: str
    letter: str
    unit: Unit
    begins_on: date
    kind: str = ""  # code of a kind; "" is all that is kept or reviewed under the activity


def kinds_under(activity: str) -> list[Kind]:
    """The kept and reviewed kinds that a naming for this activity can mean."""
    return [
        one
        for one in records.kinds()
        if one.activity == activity and one.life is not Life.GOVERNED and not one.restricted
    ]


@transaction.atomic
def name_posts(several: Iterable[Named], *, by: Person) -> list[Naming]:
    """Name a post for several letters in one go: all of them or none."""
    return [name_post(one, by=by) for one in several]


def name_post(one: Named, *, by: Person) -> Naming:
    """Name another post; its holders are told."""
    facts = facts_for(by)
    via = namer(one.giver, one.activity, one.letter, facts)
    with acting(by=by, post=via.capacity.label, cell=via.cell, act="name_post"):
        Post.objects.select_for_update(of=("self",)).get(pk=one.giver.pk)  # two at once: the second sees the first
        if problems := _problems(one, facts):
            raise NotReady(problems)
        made = Naming.objects.create(
            giver=one.giver,
            named=one.named,
            activity_code=one.activity,
            letter=one.letter,
            kind=one.kind,
            unit=one.unit,
            begins_on=one.begins_on,
        )
        telling.named(made, by)
    return made


def namer(giver: Post, activity: str, letter: str, facts: Facts) -> Via:
    """By what this person names others for the post's letter; `Refused` says why not."""
    own = next((one for one in facts.posts if one.post == giver.pk), None)
    if own is None or facts.matrix is None:
        raise Refused(_("Only who holds %(post)s names another post for it.") % {"post": giver.title})
    codes = facts.matrix.codes(activity, own.role)
    if letter not in LETTERS or letter not in codes:
        raise Refused(_("This post does not hold that letter of that activity."))
    return Via(own, activity, codes, facts.matrix.number)


def _problems(one: Named, facts: Facts) -> list[Problem]:
    found = []
    if one.named.pk in {capacity.post for capacity in facts.posts}:
        found.append(Problem(_("Choose a post that you do not hold: nobody names themself."), field="named"))
    if one.named.abolished_on and one.named.abolished_on <= facts.today:
        found.append(Problem(_("The post is abolished."), field="named"))
    if one.kind and one.kind not in {kind.code for kind in kinds_under(one.activity)}:
        text = _("Under %(activity)s there is no such kind that is kept or reviewed.")
        found.append(Problem(text % {"activity": one.activity}, field="kind"))
    if not reaches(one):
        text = _("%(post)s does not count for %(activity)s in %(unit)s, so it cannot name anybody there.")
        names = {"post": one.giver.title, "activity": one.activity, "unit": one.unit}
        found.append(Problem(text % names, field="unit"))
    if one.begins_on < facts.today:
        found.append(Problem(_("A naming begins today at the earliest."), field="begins_on"))
    return found or _twice(one)


def reaches(one: Named) -> bool:
    """Whether the naming post's own letter counts where the naming is to."""
    subject = Subject.of_scope(one.activity, one.unit)
    return way(Capacity.of_post(one.giver), one.letter, subject) == "line"


def _twice(one: Named) -> list[Problem]:
    same = Naming.objects.filter(
        giver=one.giver, named=one.named, activity_code=one.activity, letter=one.letter, kind=one.kind, unit=one.unit
    )
    if not same.filter(taken_back_at=None).exists():
        return []
    names = {"post": one.named.title, "letter": one.letter, "activity": one.activity}
    return [Problem(_("%(post)s is named for %(letter)s of %(activity)s there already.") % names, field="named")]


def take_back(naming: Naming, *, by: Person, why: str = "") -> None:
    """End a naming at once."""
    label, cell = taker(naming, facts_for(by))
    with acting(by=by, post=label, cell=cell, act="take_naming_back", why=why):
        related = Naming.objects.select_related("giver", "named", "unit")
        locked = related.select_for_update(of=("self",)).get(pk=naming.pk)
        if locked.taken_back_at:
            raise Conflict(_("The naming was taken back already."))
        locked.taken_back_at = clock.now()
        locked.save()
        telling.naming_taken_back(locked, by)
    naming.refresh_from_db()


def taker(naming: Naming, facts: Facts) -> tuple[str, str]:
    """Post and cell by which this person takes a naming back; `Refused` says why not.

    The holder of either post; where nobody holds the naming post, those who fill posts in its line.
    """
    own = next((one for one in facts.posts if one.post in (naming.giver_id, naming.named_id)), None)
    if own is not None:
        return own.label, f"{naming.letter} {naming.activity_code}"
    held = Holding.objects.filter(in_force_on(facts.today), post=naming.giver, state=Holding.State.IN_FORCE)
    via = facts.capacity_with("R", Subject.of_scope(FILL_POSTS, naming.giver.unit))
    if via is None or held.filter(person__is_active=True).exists():
        raise Refused(_("Who holds the naming post takes a naming back, or who holds the named post gives it back."))
    return via.capacity.label, via.cell
