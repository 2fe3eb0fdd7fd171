"""When a notice takes applications, and when somebody took its seat: one rule for the form, the lists and the staff."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from boards.models import Appointment, VacancyNotice


def taken() -> Exists:
    """Notices whose seat somebody took on or after the day it was announced."""
    since = Appointment.objects.filter(
        is_serving=True, seat=OuterRef("seat"), serves_from__gte=OuterRef("announced_on")
    )
    return Exists(since.order_by())


def not_over(day: date) -> QuerySet[VacancyNotice]:
    """Notices whose last day is not past, and whose seat nobody took since; also those that begin later."""
    return VacancyNotice.objects.filter(Q(closes_on=None) | Q(closes_on__gte=day), ~taken())


def opened(day: date) -> QuerySet[VacancyNotice]:
    """Notices to which people can apply on the day."""
    return not_over(day).filter(announced_on__lte=day)


def taker(notice: VacancyNotice) -> Appointment | None:
    """Who took the seat on or after the day it was announced; who then left makes a vacancy of its own (1 query)."""
    found = Appointment.objects.filter(is_serving=True, seat=notice.seat_id, serves_from__gte=notice.announced_on)
    return found.select_related("member").order_by("serves_from", "pk").first()
