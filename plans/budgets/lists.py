"""The lists of budget reviews and of their lines."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.budgets.queries import lines_read, reviews_read, units_to_review
from plans.content import money
from plans.models import BudgetReview, BudgetReviewLine
from raci.authority import Facts
from raci.lists import Action, Choice, Choices, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter


def _years(facts: Facts) -> Choices:
    years = reviews_read(facts).order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


def _begin(facts: Facts) -> Action | None:
    if units_to_review(facts).exists():
        return Action(_("Begin a budget review"), reverse("plans:budget-review-create"))
    return None


def _empty(facts: Facts) -> Empty:
    if units_to_review(facts).exists():
        text = _("Begin the review of a fiscal year: ten questions, and the money line by line.")
        return Empty(_("No budget review yet"), text)
    return Empty(_("No budget review to read yet"), _("They appear here once your posts give you a part in them."))


def _cents(value: int | None) -> str:
    return "–" if value is None else money(value)


NO_LINE = _("Lines come with budget reviews: begin one, and add the money that is asked for.")
STATE = Choice(
    "state", _("State"), among=lambda _facts: BudgetReview.State.choices, to=lambda code, _facts: Q(state=code),
    everything=_("All states"),
)  # fmt: skip
BUDGET_REVIEWS = Listing(
    code="budget-reviews",
    title=_("Budget reviews"),
    address="plans:budget-review-list",
    rows=reviews_read,
    search=lambda word, _facts: Q(unit__name__icontains=word),
    filters=(
        unit_filter("unit__path", all_units),
        Choice("year", _("Fiscal year"), among=_years, to=lambda year, _facts: Q(year=year), everything=_("All years")),
        STATE,
    ),
    columns=(
        Column(
            "unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "year"),
            link=lambda row: reverse("plans:budget-review-detail", args=[row.pk]),
        ),
        Column("year", _("Fiscal year"), lambda row: row.year, int, sort=("year", "unit__name"), show=lambda row: str(row.year)),
        Column("state", _("State"), lambda row: str(row.get_state_display()), sort=("state",)),
        Column("due_on", _("Handed in by"), lambda row: row.due_on, date, sort=("due_on",)),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-year",
    count=lambda n: ngettext("%(n)s budget review", "%(n)s budget reviews", n) % {"n": n},
    action=_begin,
    empty=_empty,
    group="records",
    place=18,
)  # fmt: skip


def _fte(row: BudgetReviewLine) -> str:
    return "" if row.fte is None else f"{row.fte.normalize():f}"


BUDGET_LINES = Listing(
    code="budget-review-lines",
    title=_("Lines of budget reviews"),
    address="plans:budget-line-list",
    rows=lines_read,
    search=lambda word, _facts: Q(label__icontains=word) | Q(action__title__icontains=word),
    filters=(
        unit_filter("review__unit__path", all_units),
        Choice(
            "year", _("Fiscal year"), among=_years, to=lambda year, _facts: Q(review__year=year),
            everything=_("All years"),
        ),
        Choice(
            "kind", _("Kind"), among=lambda _facts: BudgetReviewLine.Kind.choices, to=lambda code, _facts: Q(kind=code),
            everything=_("All kinds"),
        ),
        Choice(
            "action", _("Action"), among=lambda _facts: [("none", _("without an action"))],
            to=lambda _code, _facts: Q(action=None), everything=_("With and without"),
        ),
    ),
    columns=(
        Column(
            "label", _("What it is for"), lambda row: row.label, sort=("label", "pk"),
            link=lambda row: reverse("plans:budget-review-detail", args=[row.review_id]) + f"#line-{row.pk}",
        ),
        Column("unit", _("Unit"), lambda row: row.review.unit.name, sort=("review__unit__name",)),
        Column(
            "year", _("Fiscal year"), lambda row: row.review.year, int, sort=("review__year",),
            show=lambda row: str(row.review.year),
        ),
        Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), sort=("kind",)),
        Column("action", _("Action"), lambda row: row.action.title if row.action else "", sort=("action__title",)),
        Column("requested", _("Requested"), lambda row: _cents(row.requested_cents), sort=("requested_cents",)),
        Column("adopted", _("Adopted"), lambda row: _cents(row.adopted_cents), sort=("adopted_cents",)),
        Column("spent", _("Spent"), lambda row: _cents(row.spent_cents), sort=("spent_cents",)),
        Column("fte", _("Full-time equivalents"), _fte, sort=("fte",), on_page=False),
        Column("requested_cents", _("Requested, in cents"), lambda row: row.requested_cents, int, on_page=False),
        Column("adopted_cents", _("Adopted, in cents"), lambda row: row.adopted_cents, int, on_page=False),
        Column("spent_cents", _("Spent, in cents"), lambda row: row.spent_cents, int, on_page=False),
        Column("benefits", _("Who benefits"), lambda row: row.benefits, on_page=False),
        Column("burdens", _("Who is burdened"), lambda row: row.burdens, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="label",
    count=lambda n: ngettext("%(n)s line", "%(n)s lines", n) % {"n": n},
    empty=lambda _facts: Empty(_("No line yet"), NO_LINE),
)  # fmt: skip
LISTS = (BUDGET_REVIEWS, BUDGET_LINES)
