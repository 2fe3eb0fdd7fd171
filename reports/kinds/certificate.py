"""A certificate of a training on paper: who, what, how many hours, when, and the number that anybody can check."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.models import Certificate
from engagement.training.queries import certificate_for, keeps, may_print
from engagement.training.texts import names_of
from raci.authority import Facts
from raci.refusals import Refused
from reports.kinds.kind import Printed, PrintKind


@dataclass(frozen=True)
class Paper:
    """What stands on it. A resident's name is opened when it is drawn, and not before: each opening is on record."""

    row: Certificate
    who: Facts

    @property
    def name(self) -> str:
        """Of who it was given to."""
        one, via = self.row.enrolment, keeps(self.who, self.row.enrolment.cohort).via
        why = _("To print the certificate")
        said = names_of([one], by=self.who.person, via=via.capacity if via else None, why=why)
        return str(said.get(one.pk, {}).get("name") or one.number)

    @property
    def address(self) -> str:
        """Where its number is checked; "" where that is not open."""
        base = settings.PORTAL_ADDRESS.rstrip("/")
        return f"{base}{reverse('engagement:certificate-check')}" if settings.PUBLIC_ACADEMY and base else ""


def facts(subject: int | None, who: Facts) -> Printed:
    """`subject`: pk of the certificate."""
    row = certificate_for(subject or 0, who)
    if not may_print(who, row) or row.taken_back_on:
        raise Refused(_("It is printed by those who keep the cohort and by who it was given to, as long as it counts."))
    return Printed(_("Certificate %(number)s") % {"number": row.number}, {"paper": Paper(row, who)})


CERTIFICATE = PrintKind("certificate", "reports/certificate.html", facts)
