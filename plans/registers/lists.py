"""The lists of the registers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.models import AlignmentItem, CityComparison, ListedPolicy, LongRangePlan
from plans.registers.catalogue import ALIGNMENTS, COMPARISONS, LONG_RANGES, POLICIES, Register
from plans.registers.queries import may_enter, url_of
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.models import Theme
from raci.queries.lists.filters import all_units, unit_filter

NUMBER = Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False)
KEPT_BY = _("Whoever keeps this register enters it here.")


def _enter(register: Register) -> Callable[[Facts], Action | None]:
    url = "plans:register-create"
    return lambda facts: (
        Action(register.enter, reverse(url, args=[register.code])) if may_enter(register, facts) else None
    )


def _empty(register: Register, first: Any) -> Callable[[Facts], Empty]:
    return lambda facts: Empty(_("Nothing is entered yet"), first if may_enter(register, facts) else KEPT_BY)


def _link(register: Register) -> Callable[[Any], str]:
    return lambda row: url_of(register, row.pk)


def _comparisons(_facts: Facts) -> QuerySet[CityComparison]:
    return CityComparison.objects.all()


def _policies(_facts: Facts) -> QuerySet[ListedPolicy]:
    return ListedPolicy.objects.select_related("unit")


def _alignments(_facts: Facts) -> QuerySet[AlignmentItem]:
    return AlignmentItem.objects.select_related("theme")


def _long_ranges(_facts: Facts) -> QuerySet[LongRangePlan]:
    return LongRangePlan.objects.select_related("unit", "theme")


def _year(row: LongRangePlan) -> str:
    return str(row.until_year or "–")


def _verdict(row: ListedPolicy) -> str:
    return str(row.get_verdict_display()) if row.verdict else "–"


COMPARISON_LIST = Listing(
    code="city-comparisons",
    title=COMPARISONS.title,
    address="plans:comparison-list",
    rows=_comparisons,
    search=lambda word, _facts: Q(city__icontains=word) | Q(practice__icontains=word) | Q(lesson__icontains=word),
    columns=(
        Column(
            "practice", _("What it does"), lambda row: row.practice, sort=("practice", "pk"), link=_link(COMPARISONS)
        ),
        Column("city", _("City"), lambda row: row.city, sort=("city", "pk")),
        Column("looked_on", _("Looked at on"), lambda row: row.looked_on, date, sort=("looked_on",)),
        Column("lesson", _("What there is to learn"), lambda row: row.lesson, on_page=False),
        Column("source", _("Source"), lambda row: row.source, on_page=False),
        NUMBER,
    ),
    sort="city",
    count=lambda n: ngettext("%(n)s comparison", "%(n)s comparisons", n) % {"n": n},
    action=_enter(COMPARISONS),
    empty=_empty(COMPARISONS, _("Begin with the city whose practice you heard of last.")),
)
POLICY_LIST = Listing(
    code="listed-policies",
    title=POLICIES.title,
    address="plans:policy-list",
    rows=_policies,
    search=lambda word, _facts: Q(title__icontains=word) | Q(reference__icontains=word),
    filters=(
        unit_filter("unit__path", all_units),
        Choice(
            "verdict", _("What becomes of it"),
            among=lambda _facts: [*ListedPolicy.Verdict.choices, ("none", _("not judged yet"))],
            to=lambda code, _facts: Q(verdict="" if code == "none" else code), everything=_("Whatever becomes of it"),
        ),
    ),
    columns=(
        Column("title", _("Policy"), lambda row: row.title, sort=("title", "pk"), link=_link(POLICIES)),
        Column("unit", _("Owner"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("reference", _("Number or place"), lambda row: row.reference, sort=("reference",)),
        Column("reviewed_on", _("Reviewed last on"), lambda row: row.reviewed_on, date, sort=("reviewed_on",)),
        Column("verdict", _("What becomes of it"), _verdict, sort=("verdict",)),
        Column("in_force_since", _("In force since"), lambda row: row.in_force_since, date, on_page=False),
        Column("why", _("Why"), lambda row: row.why, on_page=False),
        NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s policy", "%(n)s policies", n) % {"n": n},
    action=_enter(POLICIES),
    empty=_empty(POLICIES, _("Begin with the policies that bind every bureau, each with the unit that answers for it.")),
    group="records",
    place=20,
)  # fmt: skip
ALIGNMENT_LIST = Listing(
    code="alignment-items",
    title=ALIGNMENTS.title,
    address="plans:alignment-list",
    rows=_alignments,
    search=lambda word, _facts: Q(body__icontains=word) | Q(question__icontains=word) | Q(position__icontains=word),
    filters=(
        Choice(
            "theme", _("Theme"), among=lambda _facts: Theme.objects.values_list("code", "name"),
            to=lambda code, _facts: Q(theme__code=code), everything=_("All themes"),
        ),
        Choice(
            "result", _("Result"), among=lambda _facts: [("open", _("no result yet"))],
            to=lambda _code, _facts: Q(result=""), everything=_("With and without a result"),
        ),
    ),
    columns=(
        Column("question", _("What it was about"), lambda row: row.question, sort=("question", "pk"), link=_link(ALIGNMENTS)),
        Column("body", _("Table or body"), lambda row: row.body, sort=("body",)),
        Column("theme", _("Theme"), lambda row: row.theme.name, sort=("theme__order",)),
        Column("met_on", _("Day"), lambda row: row.met_on, date, sort=("met_on",)),
        Column("next_on", _("Next on"), lambda row: row.next_on, date, sort=("next_on",)),
        Column("position", _("Position taken"), lambda row: row.position, on_page=False),
        Column("result", _("Result"), lambda row: row.result, on_page=False),
        NUMBER,
    ),
    sort="-met_on",
    count=lambda n: ngettext("%(n)s item", "%(n)s items", n) % {"n": n},
    action=_enter(ALIGNMENTS),
    empty=_empty(ALIGNMENTS, _("Begin with the last meeting at which you spoke for equity.")),
)  # fmt: skip
LONG_RANGE_LIST = Listing(
    code="long-range-plans",
    title=LONG_RANGES.title,
    address="plans:long-range-list",
    rows=_long_ranges,
    search=lambda word, _facts: Q(title__icontains=word) | Q(reference__icontains=word) | Q(found__icontains=word),
    filters=(
        unit_filter("unit__path", all_units),
        Choice(
            "theme", _("Theme"), among=lambda _facts: Theme.objects.values_list("code", "name"),
            to=lambda code, _facts: Q(theme__code=code), everything=_("All themes"),
        ),
        Choice(
            "review", _("Equity review"),
            among=lambda _facts: [("open", _("not done yet")), *LongRangePlan.Review.choices],
            to=lambda code, _facts: Q(review__in=LongRangePlan.OPEN if code == "open" else [code]),
            everything=_("Whatever its review"),
        ),
    ),
    columns=(
        Column("title", _("Long-range plan"), lambda row: row.title, sort=("title", "pk"), link=_link(LONG_RANGES)),
        Column("unit", _("Owner"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("theme", _("Theme"), lambda row: row.theme.name if row.theme else "–", sort=("theme__order",)),
        Column("adopted_on", _("Adopted on"), lambda row: row.adopted_on, date, sort=("adopted_on",)),
        Column("until_year", _("Reaches to"), lambda row: row.until_year, int, sort=("until_year",), show=_year),
        Column("next_on", _("Next update"), lambda row: row.next_on, date, sort=("next_on",)),
        Column("review", _("Equity review"), lambda row: str(row.get_review_display()), sort=("review",)),
        Column("reviewed_on", _("Reviewed on"), lambda row: row.reviewed_on, date, sort=("reviewed_on",)),
        Column("found", _("What the review found"), lambda row: row.found, on_page=False),
        Column("followed", _("What came of it"), lambda row: row.followed, on_page=False),
        Column("reference", _("Where it can be read"), lambda row: row.reference, on_page=False),
        NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s long-range plan", "%(n)s long-range plans", n) % {"n": n},
    action=_enter(LONG_RANGES),
    empty=_empty(LONG_RANGES, _("Begin with the plan whose next update is decided soonest.")),
)  # fmt: skip
LISTS = (POLICY_LIST, COMPARISON_LIST, ALIGNMENT_LIST, LONG_RANGE_LIST)
