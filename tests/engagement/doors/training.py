"""Training: a programme in force and a draft, a cohort that goes on, one that is finished, people and a certificate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from engagement.models import Certificate, Cohort, Enrolment, MustTrain, Session, TrainingProgramme
from engagement.training import attending, certificates, enrolling, tallies
from engagement.training.programmes import add_material
from raci import clock
from raci.history import acting
from tests.city import SmallCity
from tests.engagement.training import RESIDENT, accepted, ask, cohort, draft, enrolled


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each; the manager of Parks has applied to what goes on and finished the other."""
    taught = draft(city, "Walk of training")
    ask(city, taught, city.parks)
    accepted(city, taught)
    sketch = draft(city, "Sketch of training")
    ask(city, sketch, city.water)
    leaflet = SimpleUploadedFile("leaflet.txt", b"Ask every applicant the same.", "text/plain")
    add_material(sketch, title="Leaflet", upload=leaflet, by=city.officer)
    going_on = cohort(city, taught, "Going on")
    enrolling.receive_by_staff(going_on, RESIDENT, by=city.officer)
    enrolled(city, going_on, city.director)
    over = _over(city, taught)
    certificate = Certificate.objects.get(enrolment__cohort=over)
    return {
        "training": {"pk": taught.pk},
        "training-draft": {"pk": sketch.pk},
        "training-material": {"pk": sketch.materials.exclude(blob=None).get().pk},
        "training-asked": {"pk": MustTrain.objects.get(programme=sketch).pk},
        "training-cohort": {"pk": going_on.pk},
        "training-cohort-over": {"pk": over.pk},
        "training-session": {"pk": going_on.sessions.order_by("on")[0].pk},
        "training-enrolment": {"pk": certificate.enrolment_id},
        "training-certificate": {"pk": certificate.pk},
        "training-answers": {"key": tallies.key_of(going_on.enrolments.order_by("pk")[0])},
    }


def _over(city: SmallCity, taught: TrainingProgramme) -> Cohort:
    """Finished today; its one session was today."""
    days = {"ends_on": clock.today(), "applies_until": clock.today()}
    row = cohort(city, taught, "Over", **days)
    taken = enrolled(city, row, city.director)
    for one in row.sessions.all():
        attending.write_sheet(one, {each.pk: "came" for each in taken}, by=city.officer)
    certificates.finish_cohort(row, by=city.officer)
    return row


LISTS = {
    "engagement:programme-list": ("officer", dict),
    "engagement:training-owed": ("officer", dict),
    "engagement:cohort-list": ("officer", dict),
    "engagement:certificate-list": ("officer", dict),
}
EXPORTS = {
    "training-programmes": "officer",
    "training-owed": "officer",
    "cohorts": "officer",
    "certificates": "officer",
}
FULL = {"training-programmes": 2, "training-owed": 2, "cohorts": 2, "certificates": 1}


def grow(city: SmallCity, number: int) -> None:
    """A programme in force with a unit asked, a cohort and a certificate."""
    _row(city, f"Training {number}", f"training-{number}", number)


def plant(city: SmallCity, number: int, payload: str) -> None:
    """The same, whose texts are the payload."""
    _row(city, payload, f"training-hostile-{number}", 500 + number)


def _row(city: SmallCity, text: str, code: str, number: int) -> None:
    today = clock.today()
    with acting(by=city.officer, act="create"):
        one = TrainingProgramme.objects.create(
            unit=city.parks.parent.parent if city.parks.parent else city.parks, code=code, title=text, for_whom=text,
            state="accepted", submitted_by=city.officer, submitted_at=clock.now(), answered_by=city.administrator,
            answered_at=clock.now(),
        )  # fmt: skip
        MustTrain.objects.create(programme=one, unit=city.parks, whom=text, people=1, due_on=today + timedelta(days=9))
        row = Cohort.objects.create(programme=one, title=text, begins_on=today, ends_on=today, applies_until=today)
        Session.objects.create(cohort=row, title=text, on=today)
        there = Enrolment.objects.create(
            cohort=row, number=f"G-{code[:10]}-{number}"[:20], person=city.officer, way="staff", state="finished",
            applied_on=today, ended_on=today,
        )  # fmt: skip
        Certificate.objects.create(
            enrolment=there, number=f"G-{number}", hours=1, issued_on=today, issued_by=city.officer, issued_as="x"
        )


RECORDED = ["engagement:cohort-people", "engagement:session-sheet"]
ONE_THING = [
    "engagement:programme-create", "engagement:programme-detail", "engagement:programme-edit",
    "engagement:programme-next", "engagement:programme-ask", "engagement:programme-ask-no-more",
    "engagement:material-create", "engagement:material-file", "engagement:material-remove", "engagement:cohort-create",
    "engagement:cohort-detail", "engagement:cohort-edit", "engagement:session-create", "engagement:cohort-apply",
    "engagement:cohort-withdraw", "engagement:cohort-people", "engagement:enrolment-create", "engagement:cohort-finish",
    "engagement:session-edit", "engagement:session-sheet", "engagement:session-attend", "engagement:outcome-create",
    "engagement:certificate-detail", "engagement:certificate-take-back", "engagement:academy-list",
    "engagement:academy-apply", "engagement:academy-follow", "engagement:cohort-answers", "engagement:certificate-check",
]  # fmt: skip
LOOKS: list[dict[str, Any]] = [
    {"name": "engagement:programme-list", "who": "officer"},
    {"name": "engagement:training-owed", "who": "officer"},
    {"name": "engagement:programme-create", "who": "officer"},
    {"name": "engagement:programme-create", "who": "officer", "press": "Begin it", "status": 422},
    {"name": "engagement:programme-detail", "args": "training", "who": "officer"},
    {"name": "engagement:programme-detail", "args": "training-draft", "who": "officer"},
    {"name": "engagement:programme-edit", "args": "training-draft", "who": "officer"},
    {"name": "engagement:programme-ask", "args": "training-draft", "who": "officer"},
    {"name": "engagement:material-create", "args": "training-draft", "who": "officer"},
    {"name": "engagement:cohort-list"},
    {"name": "engagement:cohort-create", "args": "training", "who": "officer"},
    {"name": "engagement:cohort-detail", "args": "training-cohort", "who": "officer"},
    {"name": "engagement:cohort-detail", "args": "training-cohort"},
    {"name": "engagement:cohort-detail", "args": "training-cohort-over", "who": "officer"},
    {"name": "engagement:cohort-edit", "args": "training-cohort", "who": "officer"},
    {"name": "engagement:session-create", "args": "training-cohort", "who": "officer"},
    {"name": "engagement:session-edit", "args": "training-session", "who": "officer"},
    {"name": "engagement:session-sheet", "args": "training-session", "who": "officer"},
    {"name": "engagement:session-attend", "args": "training-session"},
    {"name": "engagement:cohort-people", "args": "training-cohort", "who": "officer"},
    {"name": "engagement:cohort-people", "args": "training-cohort-over", "who": "officer"},
    {"name": "engagement:enrolment-create", "args": "training-cohort", "who": "officer"},
    {"name": "engagement:cohort-finish", "args": "training-cohort", "who": "officer"},
    {"name": "engagement:outcome-create", "args": "training-enrolment", "who": "officer"},
    {"name": "engagement:certificate-list"},
    {"name": "engagement:certificate-detail", "args": "training-certificate"},
    {"name": "engagement:certificate-take-back", "args": "training-certificate", "who": "officer"},
    {"name": "engagement:academy-list", "who": ""},
    {"name": "engagement:academy-apply", "args": "training-cohort", "who": ""},
    {"name": "engagement:academy-apply", "args": "training-cohort", "who": "", "press": "*", "status": 422},
    {"name": "engagement:academy-follow", "who": ""},
    {"name": "engagement:cohort-answers", "args": "training-answers.key", "who": ""},
    {"name": "engagement:certificate-check", "who": ""},
]
NO_PAGE = [
    ("engagement:programme-next", "a button of the programme's page"),
    ("engagement:programme-ask-no-more", "a button of the programme's page"),
    ("engagement:material-file", "a file"),
    ("engagement:material-remove", "a button of the programme's page"),
    ("engagement:cohort-apply", "a button of the cohort's page"),
    ("engagement:cohort-withdraw", "a button of the cohort's page"),
]
