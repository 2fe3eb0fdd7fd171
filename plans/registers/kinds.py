"""The kinds of the registers: kept, 1.2 and 2.3."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.models import AlignmentItem, CityComparison, ListedPolicy, LongRangePlan
from raci.records import Kind, Life

COMPARISON = Kind(
    code="city_comparison",
    model=CityComparison,
    activity="1.2",
    life=Life.KEPT,
    label=_("Comparison with another city"),
)
LISTED_POLICY = Kind(
    code="listed_policy", model=ListedPolicy, activity="1.2", life=Life.KEPT, label=_("Policy of the inventory")
)
ALIGNMENT = Kind(code="alignment_item", model=AlignmentItem, activity="2.3", life=Life.KEPT, label=_("Alignment item"))
LONG_RANGE = Kind(
    code="long_range_plan", model=LongRangePlan, activity="1.2", life=Life.KEPT, label=_("Long-range plan of the city")
)
