"""Filters that several lists have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from raci import records
from raci.authority import Facts
from raci.lists import Choice, Choices, Day
from raci.models import Case, Unit
from raci.records import Life


def unit_filter(path: str, units: Callable[[Facts], Iterable[Unit]]) -> Choice:
    """A unit with all below it; `path` leads to the path of a row's unit."""
    return Choice(
        "unit",
        _("Unit"),
        among=lambda facts: ((unit.code, unit.name) for unit in units(facts)),
        to=lambda code, _facts: Q(**{f"{path}__contains": f"/{code}/"}),
        everything=_("All units"),
    )


def units_of(cases: QuerySet[Case]) -> QuerySet[Unit]:
    """The units whose records these are."""
    return Unit.objects.filter(pk__in=cases.order_by().values("record__scope__unit")).order_by("name")


def all_units(_facts: Facts) -> QuerySet[Unit]:
    """Every unit, by name: all staff know the city's tree."""
    return Unit.objects.order_by("name", "code")


def kind_filter(kind: str) -> Choice:
    """The kind of a row's record; `kind` leads to it."""
    return Choice(
        "kind",
        _("Kind"),
        among=_kinds,
        to=lambda code, _facts: Q(**{kind: code}),
        everything=_("All kinds"),
    )


def _kinds(_facts: Facts) -> Choices:
    return [(kind.code, kind.label) for kind in records.kinds() if kind.life == Life.GOVERNED and kind.template]


def day_filters(moment: str) -> tuple[Day, Day]:
    """From one day to another, both included, in the city's zone; `moment` leads to the time of a row."""
    return (
        Day("from", _("From"), to=lambda day, _facts: Q(**{f"{moment}__date__gte": date.fromisoformat(day)})),
        Day("until", _("Until"), to=lambda day, _facts: Q(**{f"{moment}__date__lte": date.fromisoformat(day)})),
    )
