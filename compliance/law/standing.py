"""The law that checks read: from the accepted rows of the database, and the shipped ones where it has none.

`law_on(day)` is what everybody asks for parameters; a check then takes the row in force on the day of the event.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from compliance.checks.law import Law, Lead, Status
from compliance.checks.law import Parameter as Row
from compliance.models import Parameter, Requirement
from compliance.packs import shipped
from raci.models import Role

EVERY_PROGRAMME = "all"
VERSION = """
SELECT (SELECT max(history_id) FROM compliance_historicalparameter),
       (SELECT max(history_id) FROM compliance_historicalrequirement),
       (SELECT max(history_id) FROM raci_historicalrole)
"""


def law_on(day: date) -> Law:
    """All rows that count, with who leads each requirement in force on the day (1 query where nothing changed since)."""
    return _read(connection.alias, _version(), day)


def _version() -> tuple[int | None, ...]:
    """Rises with each change: history only grows."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        found: tuple[int | None, ...] = cursor.fetchone()
    return found


@lru_cache(maxsize=16)
def _read(_alias: str, _version: tuple[int | None, ...], day: date) -> Law:
    rows = tuple(as_row(one) for one in counting().select_related("programme", "lead"))
    there = {(one.key, one.variant) for one in rows}
    base = shipped().law
    names = dict(Role.objects.values_list("code", "name"))
    rest = tuple(one for one in base.parameters if (one.key, one.variant) not in there)
    return Law((*rows, *rest), base.keeper, {**base.leads, **dict(_leads(day, names))})


def _leads(day: date, names: dict[str, str]) -> Iterable[tuple[str, Lead]]:
    standing = Requirement.objects.filter(Requirement.standing(day))
    for code, role, activity in standing.values_list("code", "lead_code", "activity_code"):
        yield code, Lead(role, activity, names.get(role) or shipped().roles.get(role, ""))


def counting() -> QuerySet[Parameter]:
    """The rows that count: accepted, and none has taken their place."""
    return Parameter.objects.filter(state=Parameter.State.ACCEPTED, replaced_at=None)


def as_row(one: Parameter) -> Row:
    """As a check reads it; `programme` and `lead` are best read along."""
    return Row(
        key=one.key,
        value=one.value,
        unit=one.unit,
        programme=one.programme.code if one.programme else EVERY_PROGRAMME,
        citation=one.citation,
        status=Status(one.status),
        who=lead_of(one),
        applies_to=one.applies_to,
        variant=one.variant,
        begins=one.effective_from,
        ends=one.effective_to,
        operator=one.operator,
        source_url=one.source_url,
        basis=one.basis,
        verified_on=one.verified_on,
        verified_by=one.verified_by,
        note=one.note,
    )


def lead_of(one: Parameter) -> Lead:
    """Who enters it."""
    return Lead(one.lead_code, one.activity_code, one.lead.name if one.lead else shipped().roles.get(one.lead_code, ""))
