"""What each facility comes to: found, removed, open, complete, late, and the cost that remains in each year's dollars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, JSONField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.translation import gettext as _

from compliance.models import Barrier, Facility
from compliance.models.mandatory_contents import IS_ASKED, IS_INCOMPLETE, IS_OPEN
from compliance.queries.barriers import (
    DONE,
    facilities_read,
    facility_for,
    may_keep_in,
    overdue,
    priced,
)
from compliance.reading_rights import units_kept
from raci.authority import Facts, Permission
from raci.models import Unit
from raci.refusals import Refused

LOW, HIGH = Coalesce("cost_low", "cost_high"), Coalesce("cost_high", "cost_low")
MOST_SHOWN = 50
HAS_COST = Q(cost_low__isnull=False) | Q(cost_high__isnull=False)
INCOMPLETE = (
    Barrier.objects.filter(IS_INCOMPLETE, facility=OuterRef("pk"))
    .order_by()
    .values("facility")
    .annotate(n=Count("pk"))
    .values("n")
)
FIGURES: dict[str, Any] = {
    "identified": Count("pk"),
    "removed": Count("pk", filter=Q(status__in=DONE)),
    "open": Count("pk", filter=IS_OPEN),
    "asked": Count("pk", filter=IS_ASKED),  # of these the four contents are asked
    "unpriced": Count("pk", filter=IS_OPEN & ~HAS_COST),
}


@dataclass(frozen=True)
class RolledUp:
    """The figures of a facility, as the database gives them."""

    identified: int = 0
    removed: int = 0
    open: int = 0
    asked: int = 0
    complete: int = 0
    unpriced: int = 0
    overdue: int = 0
    years: tuple[dict[str, int], ...] = ()  # year, low, high: cents of that year

    @classmethod
    def of(cls, row: Any) -> RolledUp:
        """Of a row of `rolled_up`; a facility in which nothing was found has no figures."""
        return cls(
            **(row.figures or {}),
            complete=row.complete or 0,
            years=tuple(sorted(row.years, key=lambda one: one["year"])),
        )

    @property
    def costs(self) -> list[str]:
        """ "$12,000 to $18,000 (2026 dollars)": each year's apart, since they are not added without an index of prices."""
        said = [priced(one["low"], one["high"], one["year"]) for one in self.years]
        return [*said, _("%(n)d without a cost") % {"n": self.unpriced}] if said and self.unpriced else said


def rolled_up(facts: Facts) -> QuerySet[Facility]:
    """The facilities they may see, each with `figures` and `years`, all of it in the query of the rows."""
    of_facility = Barrier.objects.filter(facility=OuterRef("pk")).order_by()
    counted = JSONObject(**FIGURES, overdue=Count("pk", filter=overdue(facts.today)))
    figures = of_facility.values("facility").annotate(said=counted).values("said")
    cost = JSONObject(year="cost_year", low=Sum(LOW), high=Sum(HIGH))
    years = of_facility.filter(IS_OPEN & HAS_COST).values("cost_year").annotate(said=cost).values("said")
    found = facilities_read(facts).annotate(
        figures=Subquery(figures, output_field=JSONField()), years=ArraySubquery(years)
    )
    # taken from those asked rather than counted: the index of incomplete ones knows which, and works no schedule out
    return found.annotate(complete=Cast("figures__asked", IntegerField()) - Coalesce(Subquery(INCOMPLETE), 0))


@dataclass(frozen=True)
class FacilityPage:
    """A facility, what it comes to, and the first of its barriers."""

    row: Any
    figures: RolledUp
    barriers: list[Barrier]
    may_keep: Permission

    @property
    def more(self) -> int:
        """How many barriers the page does not show."""
        return self.figures.identified - len(self.barriers)


def facility_page(pk: int, facts: Facts) -> FacilityPage:
    """The page of one (4 queries)."""
    allowed = facility_for(pk, facts)
    row = rolled_up(facts).select_related("unit").get(pk=allowed.pk)
    order = (F("tier").asc(nulls_last=True), "code")
    barriers = list(row.barriers.select_related("official").order_by(*order)[:MOST_SHOWN])
    for one in barriers:
        one.facility = row
    return FacilityPage(row, RolledUp.of(row), barriers, may_keep_in(row, facts))


def units_to_keep(facts: Facts) -> list[Unit]:
    """The units of which they may keep facilities; `Refused` where there are none."""
    units = units_kept(facts)
    if not units:
        raise Refused(_("Entering facilities takes R (responsible) for 1.4 in a unit."))
    return units
