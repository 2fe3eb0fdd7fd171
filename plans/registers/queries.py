"""What the pages of registers show: all staff read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.models import ListedPolicy, LongRangePlan
from plans.registers.catalogue import REGISTERS, Register
from plans.registers.reviewing_day import due_on
from raci.authority import Facts, Permission
from raci.keeping import may_keep, may_keep_for_the_city
from raci.refusals import Refused


def register_called(code: str) -> Register:
    """By its code; 404 where there is none."""
    if code not in REGISTERS:
        raise Http404
    return REGISTERS[code]


def may_enter(register: Register, facts: Facts) -> Permission:
    """Whether they keep it for the city: who does enters for every unit."""
    return may_keep_for_the_city(facts, register.kind)


def need_enter(register: Register, facts: Facts) -> None:
    """`Refused` where they do not."""
    permission = may_enter(register, facts)
    if not permission:
        raise Refused(permission.reason)


@dataclass(frozen=True)
class Entry:
    """An entry, what it says by the labels of its form, and whether the reader keeps it."""

    register: Register
    row: Any
    said: list[tuple[str, str]]
    may_keep: Permission

    @property
    def url(self) -> str:
        """Its page."""
        return url_of(self.register, self.row.pk)


def url_of(register: Register, pk: int) -> str:
    """Of one entry."""
    return reverse("plans:register-entry", args=[register.code, pk])


def entry_page(code: str, pk: int, facts: Facts) -> Entry:
    """For all staff."""
    register = register_called(code)
    row = register.kind.model._default_manager.filter(pk=pk).first()
    if row is None:
        raise Refused(_("There is no such entry."), visible=False)
    unit = register.unit({"unit": getattr(row, "unit", None)})
    said = [
        (str(field.label), _words(row, name)) for name, field in register.form.base_fields.items() if name != "opened"
    ]
    return Entry(register, row, said, may_keep(facts, register.kind, unit))


def _words(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return date_format(value) if isinstance(value, date) else str(value if value is not None else "")


def overdue_policies(today: date) -> list[tuple[ListedPolicy, date]]:
    """Policies that were to be reviewed before this day, and are neither amended nor retired."""
    rows: QuerySet[ListedPolicy] = ListedPolicy.objects.exclude(verdict__in=ListedPolicy.CHANGING)
    found = []
    for row in rows.select_related("unit").order_by("title", "pk"):
        due = due_on(row.in_force_since, row.reviewed_on, row.review_every_years)
        if due is not None and due < today:
            found.append((row, due))
    return found


def policies_not_begun() -> QuerySet[ListedPolicy]:
    """To be amended or retired, and nothing is begun."""
    rows = ListedPolicy.objects.filter(verdict__in=ListedPolicy.CHANGING, begun="", standard=None)
    return rows.select_related("unit").order_by("title", "pk")


def plans_unreviewed(before: date) -> QuerySet[LongRangePlan]:
    """Long-range plans whose next update is decided before a day, while their equity review is not done."""
    rows = LongRangePlan.objects.filter(review__in=LongRangePlan.OPEN, next_on__lt=before)
    return rows.select_related("unit").order_by("next_on", "pk")
