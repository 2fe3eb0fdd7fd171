"""X-rays of budgets: a review that is late, adopted money that is not the reconciliation's, an action without money."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.budgets.kinds import BUDGET_REVIEW
from plans.budgets.queries import gap_words, gaps_of, reviews_read
from plans.models import ActionInForce, ActionTie, BudgetReview, BudgetReviewLine, TieInForce
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.models import Unit
from raci.xrays import MOST, Finding, Look, Rule

YEARS = 2  # reviews in a row in which an action has no money


def _mine(look: Look, unit: Unit) -> bool:
    return bool(may_keep(look.facts, BUDGET_REVIEW, unit))


def _late(look: Look) -> Iterator[Finding]:
    rows = reviews_read(look.facts).filter(state__in=BudgetReview.OPEN, due_on__lt=look.facts.today)
    for row in rows.order_by("due_on", "pk")[:MOST]:
        mine = _mine(look, row.unit)
        if mine or not look.mine:
            told = {"year": row.year, "day": day(row.due_on)}
            sentence = _("Its review of %(year)s was to be handed in by %(day)s.") % told
            url = reverse("plans:budget-review-detail", args=[row.pk])
            yield Finding(row.unit.name, row.unit, sentence, url, mine, str(row.pk), row.due_on)


def _differs(look: Look) -> Iterator[Finding]:
    rows = reviews_read(look.facts).exclude(reconciliation=None).select_related("reconciliation")
    for row in rows.prefetch_related("lines", "reconciliation__lines").order_by("-year", "pk")[:MOST]:
        found = gaps_of(row, row.lines.all())
        mine = _mine(look, row.unit)
        if found and (mine or not look.mine):
            where = _("%(unit)s, %(year)s") % {"unit": row.unit.name, "year": row.year}
            url = reverse("plans:budget-review-detail", args=[row.pk])
            yield Finding(where, row.unit, gap_words(found[-1]), url, mine, str(row.pk))


def _unpaid(look: Look) -> Iterator[Finding]:
    """In each of the unit's two newest reviews, which followed each other, no line pays for it."""
    newest: dict[int, list[BudgetReview]] = {}
    lines = Prefetch("lines", BudgetReviewLine.objects.only("review", "action"))
    rows = reviews_read(look.facts).exclude(state__in=BudgetReview.OPEN).prefetch_related(lines)
    for row in rows.order_by("-year", "pk"):
        newest.setdefault(row.unit_id, []).append(row)
    asked = {pk: found[:YEARS] for pk, found in newest.items() if len(found) >= YEARS}
    ties = TieInForce.objects.filter(
        kind=ActionTie.Kind.LINE, about__in=[row.pk for rows in asked.values() for row in rows]
    )
    tied = set(ties.values_list("action", flat=True))
    for one in ActionInForce.objects.filter(unit__in=asked).select_related("unit").order_by("unit", "place")[:MOST]:
        reviews = asked[one.unit_id]
        paid = {line.action_id for row in reviews for line in row.lines.all()}
        mine = _mine(look, one.unit)
        if one.action in paid or one.action in tied or not (mine or not look.mine):
            continue
        told = {"title": one.title, "first": reviews[-1].year, "last": reviews[0].year}
        sentence = _("No line of %(first)s or %(last)s pays for “%(title)s”.") % told
        url = reverse("plans:budget-review-detail", args=[reviews[0].pk])
        yield Finding(one.plan_title, one.unit, sentence, url, mine, str(one.action))


LATE = Rule(
    code="budget-review-late",
    label=gettext_lazy("A budget review was not handed in"),
    level=Level.WARNING,
    text=gettext_lazy("Each budget review that was begun was handed in by its day."),
    mend=gettext_lazy("Hand it in"),
    counted=lambda n: (
        ngettext("%(n)d budget review is not handed in", "%(n)d budget reviews are not handed in", n) % {"n": n}
    ),
    find=_late,
)
DIFFERS = Rule(
    code="budget-review-differs",
    label=gettext_lazy("An adopted budget is not the reconciliation’s"),
    level=Level.WARNING,
    text=gettext_lazy("What a budget review says was adopted is what the budget reconciliation comes to."),
    mend=gettext_lazy("Look which figure differs"),
    counted=lambda n: (
        ngettext("%(n)d review differs from its reconciliation", "%(n)d reviews differ from their reconciliations", n)
        % {"n": n}
    ),
    find=_differs,
)
UNPAID = Rule(
    code="action-without-money",
    label=gettext_lazy("An action without money for two years"),
    level=Level.HINT,
    text=gettext_lazy("Each action of a plan in force has a line in one of the unit’s two newest budget reviews."),
    mend=gettext_lazy("Look at the review"),
    counted=lambda n: (
        ngettext("%(n)d action without money for two years", "%(n)d actions without money for two years", n) % {"n": n}
    ),
    find=_unpaid,
)
RULES = (LATE, DIFFERS, UNPAID)
