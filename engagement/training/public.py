"""What residents see: the groups they can come to, and by their private code their own part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from engagement.models import Applicant, Certificate, Cohort, Enrolment, Session, SessionAttendance
from engagement.training import tallies, texts
from engagement.training.enrolling import GOING_ON
from raci.public_doors import the_public


def academy(today: date) -> QuerySet[Cohort]:
    """Groups that residents apply to today."""
    rows = Cohort.objects.filter(by_form=True, finished_on=None, applies_until__gte=today)
    return rows.select_related("programme").order_by("applies_until", "pk")


@dataclass(frozen=True)
class OwnPage:
    """Where an application stands, when it meets, to what one came, and who opened what one wrote."""

    row: Enrolment
    sessions: list[tuple[Session, bool]]
    certificate: Certificate | None
    readings: list[tuple[date, str]]
    key: str  # of the questions that are only counted; "" where none are asked
    meets_today: bool

    @property
    def can_withdraw(self) -> bool:
        """Whether it goes on."""
        return self.row.state in GOING_ON


def own_page(applicant: Applicant, today: date) -> OwnPage:
    """By the private code (5 queries)."""
    row = applicant.enrolment
    came = set(SessionAttendance.objects.filter(enrolment=row, presence="came").values_list("session", flat=True))
    sessions = [(one, one.pk in came) for one in row.cohort.sessions.all()]
    own = the_public().pk
    seen = [
        (timezone.localtime(one.at).date(), f"{one.person} ({one.as_post})" if one.as_post else str(one.person))
        for one in texts.readings(applicant)
        if one.person_id != own
    ]
    return OwnPage(
        row=row,
        sessions=sessions,
        certificate=Certificate.objects.filter(enrolment=row).first(),
        readings=list(dict.fromkeys(seen)),
        key=tallies.key_of(row) if tallies.asked_today(row.cohort, today) and row.state != "withdrawn" else "",
        meets_today=row.state == "enrolled" and any(one.on == today and not came for one, came in sessions),
    )
