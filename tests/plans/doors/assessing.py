"""Screenings and impact assessments."""

from __future__ import annotations

from typing import Any

from plans.assessing.acts import begin_assessment, write_screening
from plans.models import ImpactAssessment, Screening
from raci import clock
from raci.history import acting
from raci.models import Case, Record, Scope
from tests.city import SmallCity
from tests.plans.assessing import SCREENED, assessed, screened
from tests.plans.initiatives import in_force


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A screening that is open, one handed in, one that asks for a full assessment, a draft and one in force."""
    open_one = write_screening(city.parks, {**SCREENED, "title": "Lights on the path"}, by=city.manager)
    waits = screened(city, accepted=False, title="New gates")
    full = screened(city, title="Sell the yard")
    draft = assessed(city, "Close two pools")
    decided = in_force(city, assessed(city, "Cameras in parks", opinion_sought=False, opinion_why_not="No time."))
    return {
        "screening-open": {"pk": open_one.pk},
        "screening-waits": {"pk": waits.pk},
        "screening-full": {"pk": full.pk},
        "assessment-draft": {"pk": draft.record_id},
        "assessment-third": {"pk": draft.record_id, "step": 3},
        "assessment-decided": {"pk": decided.record_id},
    }


LISTS = {"plans:assessment-list": ("manager", dict), "plans:screening-list": ("manager", dict)}
EXPORTS = {"impact-assessments": "manager", "screenings": "manager"}
FULL = {"impact-assessments": 1, "screenings": 1}


def grow(city: SmallCity, number: int) -> None:
    """One more screening and one more draft."""
    write_screening(city.parks, {**SCREENED, "title": f"Screening {number}"}, by=city.manager)
    begin_assessment(unit=city.parks, title=f"Assessment {number}", trigger="policy", by=city.manager)


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A screening and an assessment whose texts are the payload."""
    with acting(by=city.manager, act="create"):
        texts = dict.fromkeys(("title", "proposal", "affected", "why"), payload)
        Screening.objects.create(unit=city.parks, **{**SCREENED, **texts})
        scope = Scope.objects.get(activity_code="2.2", unit=city.parks)
        record = Record.objects.create(kind="impact_assessment", scope=scope, title=payload)
        Case.objects.create(record=record, number=1, title=payload, state_since=clock.now(), state_by=payload)
        ImpactAssessment.objects.create(
            record=record, title=payload, trigger="policy", proposal=payload, burdens=payload
        )


ONE_THING = [
    "plans:screening-begin",
    "plans:screening-create",
    "plans:screening-detail",
    "plans:screening-edit",
    "plans:assessment-create",
    "plans:assessment-detail",
    "plans:assessment-step",
    "plans:assessment-follow",
]
NO_PAGE = [("plans:screening-begin", "answers a button by leading on")]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:screening-list", "who": "manager"},
    {"name": "plans:screening-list", "who": "new"},
    {"name": "plans:screening-create", "who": "manager"},
    {"name": "plans:screening-create", "who": "manager", "press": "Save", "status": 422},
    {"name": "plans:screening-detail", "args": "screening-full", "who": "manager"},
    {"name": "plans:screening-detail", "args": "screening-waits", "who": "administrator"},
    {"name": "plans:screening-edit", "args": "screening-open", "who": "manager"},
    {"name": "plans:assessment-list", "who": "manager"},
    {"name": "plans:assessment-list", "who": "new"},
    {"name": "plans:assessment-create", "who": "manager"},
    {"name": "plans:assessment-detail", "args": "assessment-draft", "who": "manager"},
    {"name": "plans:assessment-detail", "args": "assessment-decided"},
    {"name": "plans:assessment-step", "args": "assessment-third.pk assessment-third.step", "who": "manager"},
    {"name": "plans:assessment-follow", "args": "assessment-decided", "who": "manager"},
]
