"""What impact assessments make wait on somebody: a full one to begin, and one to look at again."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.assessing.kinds import FOLLOW_UP, IMPACT_ASSESSMENT
from plans.assessing.queries import in_force, screenings_to_begin
from raci.authority import Facts
from raci.keeping import may_keep, namings_of
from raci.models import Unit
from raci.queries.waits import Waiting

BEGIN = gettext_lazy("Begin an impact assessment")
LOOK = gettext_lazy("Look again at an impact assessment")
SOON = 14  # days before its day from which it waits


def to_begin(facts: Facts) -> list[Waiting]:
    """Screenings that ask for a full assessment nobody began, in units where they hold R."""
    if IMPACT_ASSESSMENT.activity not in facts.activities_with("R"):
        return []
    found = []
    for row in screenings_to_begin(facts):
        if not may_keep(facts, FOLLOW_UP, row.unit):
            continue
        url = reverse("plans:screening-detail", args=[row.pk])
        found.append(
            Waiting("assess", row.title, row.unit.name, row.answered_at, None, _why(row.unit), url, facts.today)
        )
    return found


def to_look_at(facts: Facts) -> list[Waiting]:
    """Assessments in force whose day to be looked at again is near or past."""
    letters = facts.activities_with("R") | {naming.activity_code for naming in namings_of(facts)}
    if FOLLOW_UP.activity not in letters:
        return []
    found = []
    for one in in_force(facts):
        unit = one.case.record.scope.unit
        if one.on is None or one.on > facts.today + timedelta(days=SOON) or not may_keep(facts, FOLLOW_UP, unit):
            continue
        url = reverse("plans:assessment-follow", args=[one.case.record_id])
        found.append(Waiting("look", one.said["title"], unit.name, None, one.on, _why(unit), url, facts.today))
    return found


def _why(unit: Unit) -> str:
    return _("You are responsible (R) for impact assessments of %(unit)s.") % {"unit": unit.name}
