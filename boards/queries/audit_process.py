"""The process behind the seats of an audit: vacancies, notices, applications, appointments. Numbers of seats, never who."""

from __future__ import annotations

from collections import Counter
from typing import Any

from boards.models import Appointment, RepresentationAudit, Seat, VacancyNotice
from boards.queries.funnel import Funnel, funnels
from boards.queries.standing import there_on, with_standing
from boards.standing import State, add_months

FILLED = (State.FILLED.value, State.HOLDOVER.value)


def process_of(audit: RepresentationAudit) -> dict[str, Any]:
    """As JSON, as the directory stands now about the day of the audit (5 queries)."""
    chosen = Seat.objects.filter(seat_type__in=audit.seat_types).exclude(board__in=audit.left_out)
    seats = list(with_standing(chosen.filter(there_on(audit.as_of)), audit.as_of).select_related("board"))
    return {**_standing(audit, seats), **_funnel(audit, chosen), "boards": _boards(seats)}


def _standing(audit: RepresentationAudit, seats: list[Any]) -> dict[str, Any]:
    day = audit.as_of
    vacant = [one for one in seats if one.stands not in FILLED]
    days = [(day - one.since).days + 1 for one in vacant if one.since]
    until = {months: add_months(day, months) for months in (6, 12)}
    ends = [one.sits_until for one in seats if one.stands == State.FILLED.value and one.sits_until]
    noticed = set(
        VacancyNotice.objects.filter(seat__in=[one.pk for one in vacant], announced_on__lte=day).values_list(
            "seat", flat=True
        )
    )
    return {
        "seats": len(seats),
        "filled": len(seats) - len(vacant),
        "vacant": len(vacant),
        "holdover": sum(one.stands == State.HOLDOVER.value for one in seats),
        "days_vacant": round(sum(days) / len(days)) if days else None,
        "days_known_of": len(days),
        "never_announced": sum(one.pk not in noticed for one in vacant),
        **{f"ending_{months}": sum(end <= last for end in ends) for months, last in until.items()},
    }


def _funnel(audit: RepresentationAudit, chosen: Any) -> dict[str, Any]:
    """From notice to appointment, between the two days of the audit."""
    between = (audit.since, audit.as_of)
    notices = list(VacancyNotice.objects.filter(seat__in=chosen, announced_on__range=between))
    came = funnels(notices)
    whole = sum(came.values(), Funnel())
    counted = [one for one in notices if one.by_form or one.applications_received is not None or came[one.pk].received]
    appointed = Appointment.objects.filter(seat__in=chosen, is_serving=True, serves_from__range=between).count()
    return {
        "notices": len(notices),
        "notices_counted": len(counted),
        "applications": whole.received,
        "shortlisted": whole.shortlisted,
        "interviewed": whole.interviewed,
        "nominated": whole.nominated,
        "notices_in_several_languages": sum("," in one.languages for one in notices),
        "appointed": appointed,
    }


def _boards(seats: list[Any]) -> list[dict[str, Any]]:
    """Each board with its seats: what an audit says of a single one."""
    found: dict[str, Counter[str]] = {}
    for one in seats:
        found.setdefault(one.board.name, Counter()).update({"seats": 1, "filled": int(one.stands in FILLED)})
    return [{"name": name, "seats": its["seats"], "filled": its["filled"]} for name, its in sorted(found.items())]
