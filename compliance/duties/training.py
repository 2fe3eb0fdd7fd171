"""The training programme by which a requirement is met: said by who keeps obligations, and what of it units owe when."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.kinds import OBLIGATION
from compliance.models import Obligation, RequiredTraining, Requirement
from engagement.models import TrainingProgramme
from engagement.training.owing import Asked, programmes_in_force
from raci import clock
from raci.keeping import keeping
from raci.models import Person
from raci.the_city import need_city


def require_training(
    requirement: Requirement, programme: TrainingProgramme, *, whom: str, people: int, by: Person
) -> RequiredTraining:
    """Each unit that owes the requirement has so many people go through the programme, by the obligation's day."""
    with keeping(OBLIGATION, need_city(), by=by, act="require_training") as via:
        said = {
            "programme": programme, "whom": whom.strip(), "people": people, "said_on": clock.today(),
            "said_as": via.capacity.label,
        }  # fmt: skip
        return RequiredTraining.objects.update_or_create(requirement=requirement, defaults=said)[0]


def require_no_training(row: RequiredTraining, *, by: Person) -> None:
    """The requirement asks for no programme any more; its history keeps that it did."""
    with keeping(OBLIGATION, need_city(), by=by, act="require_no_training"):
        row.delete()


def asked_by_law() -> Iterator[Asked]:
    """Of each unit the obligation that it owes now (3 queries at most)."""
    rows = {one.requirement_id: one for one in RequiredTraining.objects.select_related("programme", "requirement")}
    if not rows:
        return
    in_force = {one.code: one for one in programmes_in_force()}
    for one in _owed_now(list(rows)):
        row = rows[one.requirement_id]
        programme = in_force.get(row.programme.code)
        if programme is not None and one.due_on is not None:
            url = reverse("compliance:requirement-detail", args=[row.requirement.code])
            because = _("asked by %(code)s") % {"code": row.requirement.code}
            yield Asked(-one.pk, programme, one.unit, row.whom, row.people, one.due_on, because, url)


def _owed_now(requirements: list[int]) -> list[Obligation]:
    """The newest that has begun, of each requirement and unit."""
    begun = Obligation.objects.filter(
        requirement__in=requirements, applies=Obligation.Applies.YES, part="", due_on__isnull=False,
        begins_on__lte=clock.today(),
    )  # fmt: skip
    newest = begun.order_by("requirement_id", "unit_id", "-begins_on", "-pk").distinct("requirement_id", "unit_id")
    return list(newest.select_related("unit"))
