"""Who keeps, and who accepts, what needs no whole workflow: the kept and the reviewed kinds of record (governance 3).

Kept: R posts in the line change it directly, and history records it. Reviewed: R hands in, A accepts. Either letter may be
held by a post itself, passed on by delegation, or come from a naming: another post named this one for the kind, in a
unit and below. What is done by a naming is done "for" the naming post, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from raci.authority import LETTERS, Capacity, Facts, Permission, Subject, Via, facts_for, matrix_in_force, way
from raci.history import acting
from raci.models import Holding, Naming, Person, Unit
from raci.models.city import in_force_on
from raci.records import Kind, Life
from raci.refusals import Refused
from raci.the_city import no_city, the_city


def may_keep(facts: Facts, kind: Kind, unit: Unit, *, letter: str = "R", activity: str = "") -> Permission:
    """Whether this person may change (R) or accept (A) what is of this kind in this unit; the reason is a sentence.

    `activity`: where a kind takes its activity from what it belongs to (a recommendation). One query for the namings, once
    a request. Raises ValueError for a governed kind: `authority.may` answers for those; and for a restricted one.
    """
    if kind.life is Life.GOVERNED:
        raise ValueError(f"{kind.code} is governed: ask authority.may.")
    if kind.restricted:
        raise ValueError(f"{kind.code} is restricted: no letter gives it. Ask raci.restricted.")
    if facts.matrix is None:
        return Permission(False, _("The city has no matrix in force, so the portal can only be read."))
    subject = Subject.of_scope(activity or kind.activity, unit)
    via = facts.capacity_with(letter, subject) or _named(facts, kind, subject, letter)
    if via is None:
        names = {"letter": letter, "name": LETTERS[letter], "activity": subject.activity, "unit": unit}
        return Permission(False, _("This takes %(letter)s (%(name)s) for %(activity)s in %(unit)s.") % names)
    return Permission(True, via.sentence, via)


def may_keep_for_the_city(facts: Facts, kind: Kind) -> Permission:
    """The same of what is of the whole city, which may not be founded yet."""
    city = the_city()
    return may_keep(facts, kind, city) if city else Permission(False, no_city())


def keeper(facts: Facts, kind: Kind, unit: Unit, *, letter: str = "R", activity: str = "") -> Via:
    """By what they may; `Refused` with the reason where they may not."""
    permission = may_keep(facts, kind, unit, letter=letter, activity=activity)
    if permission.via is None:
        raise Refused(permission.reason)
    return permission.via


@contextmanager
def keeping(
    kind: Kind,
    unit: Unit,
    *,
    by: Person,
    act: str,
    why: str = "",
    letter: str = "R",
    activity: str = "",
    record: int | None = None,
) -> Iterator[Via]:
    """One transaction in which `by` keeps (or, with A, accepts) something of this kind in this unit.

    Raises `Refused` before anything is written. History names the post and the cell, and for whom a named post acts.
    """
    via = keeper(facts_for(by), kind, unit, letter=letter, activity=activity)
    with acting(by=by, post=via.capacity.label, cell=via.cell, act=act, why=why, record=record):
        yield via


def in_force() -> Q:
    """Namings that have not been taken back."""
    return Q(taken_back_at=None)


def named_people(kind: Kind, subject: Subject, letter: str, on: date) -> list[Person]:
    """Who holds a post that was named for this letter, where the naming counts on the day (3 queries at most)."""
    matrix = matrix_in_force(on)
    given = Naming.objects.filter(
        in_force(), activity_code=subject.activity, letter=letter, kind__in=("", kind.code), begins_on__lte=on
    )
    posts = [
        naming.named_id
        for naming in given.select_related("giver__role", "giver__unit", "unit")
        if matrix and letter in matrix.codes(subject.activity, naming.giver.role.code) and _reaches(naming, subject)
    ]
    if not posts:
        return []
    held = Holding.objects.filter(in_force_on(on), post__in=posts, state=Holding.State.IN_FORCE, person__is_active=True)
    return [holding.person for holding in held.select_related("person").order_by("pk")]


def _named(facts: Facts, kind: Kind, subject: Subject, letter: str) -> Via | None:
    assert facts.matrix is not None
    own = {capacity.post: capacity for capacity in facts.posts}
    for naming in namings_of(facts):
        fits = (naming.activity_code, naming.letter) == (subject.activity, letter) and naming.kind in ("", kind.code)
        codes = facts.matrix.codes(subject.activity, naming.giver.role.code)
        if fits and letter in codes and _reaches(naming, subject):
            return Via(_as_named(own[naming.named_id], naming), subject.activity, codes, facts.matrix.number)
    return None


def _reaches(naming: Naming, subject: Subject) -> bool:
    """Within the unit it was given for, and where the naming post's own letter counts."""
    giver = Capacity.of_post(naming.giver)
    return subject.unit_path.startswith(naming.unit.path) and way(giver, naming.letter, subject) == "line"


def _as_named(own: Capacity, naming: Naming) -> Capacity:
    return replace(own, given_by=naming.giver.title, only=(naming.activity_code, naming.letter))


def namings_of(facts: Facts) -> list[Naming]:
    """The namings in force of the posts they hold (one query, once a request)."""
    if "namings" not in facts.known:
        posts = [capacity.post for capacity in facts.posts]
        found = Naming.objects.filter(in_force(), named__in=posts, begins_on__lte=facts.today)
        related = ("giver__role", "giver__unit", "unit")
        facts.known["namings"] = list(found.select_related(*related).order_by("pk")) if posts else []
    namings: list[Naming] = facts.known["namings"]
    return namings
