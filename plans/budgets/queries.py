"""What the pages of budget reviews show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from metrics.models import Reconciliation
from metrics.queries.reconciliations import plain
from metrics.reconciling import money
from plans.budgets import adding_up
from plans.budgets.acts import lacking
from plans.budgets.adding_up import Gap
from plans.budgets.kinds import BUDGET_QUESTION, BUDGET_REVIEW, BUDGET_REVIEW_LINE
from plans.models import (
    ActionInForce,
    ActionTie,
    BudgetAnswer,
    BudgetQuestion,
    BudgetReview,
    BudgetReviewLine,
    TieInForce,
)
from plans.readers import units_read
from raci import reviewing
from raci.authority import Facts, Permission
from raci.grants import units_with
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.refusals import Problem, Refused

Kind = BudgetReviewLine.Kind


def reviews_read(facts: Facts) -> QuerySet[BudgetReview]:
    """Those this person may read."""
    own = Q(submitted_by=facts.person)
    readable = Q(unit__in=units_read(facts, BUDGET_REVIEW.activity)) | own
    return BudgetReview.objects.filter(readable).select_related("unit")


def lines_read(facts: Facts) -> QuerySet[BudgetReviewLine]:
    """The lines of those."""
    reviews = reviews_read(facts).order_by().values("pk")
    return BudgetReviewLine.objects.filter(review__in=reviews).select_related("review__unit", "action")


def units_to_review(facts: Facts) -> QuerySet[Unit]:
    """Bureaus and offices whose reviews they write."""
    asked = (Unit.Kind.BUREAU, Unit.Kind.OFFICE)
    return units_with(facts, "R", BUDGET_REVIEW.activity).filter(kind__in=asked).order_by("path")


def need_units(facts: Facts) -> QuerySet[Unit]:
    """The same; 403 with the reason where there is none."""
    units = units_to_review(facts)
    if not units:
        text = _("Reviewing a budget takes R (responsible) for %(activity)s in a bureau; you hold none today.")
        raise Refused(text % {"activity": BUDGET_REVIEW.activity})
    return units


# ---- one review


@dataclass
class ReviewPage:
    """A review with its answers and lines, and what does not agree."""

    row: BudgetReview
    answers: list[BudgetAnswer]
    lines: list[BudgetReviewLine]
    may_write: Permission
    may_hand_in: Permission
    may_answer: Permission
    may_take_back: Permission
    may_say_money: Permission

    @cached_property
    def missing(self) -> list[Problem]:
        """What it still lacks, for those who can mend it."""
        return lacking(self.row) if self.may_write else []

    @cached_property
    def totals(self) -> list[tuple[str, int | None]]:
        """Requested, adopted, spent, over all lines."""
        lines = [said(line) for line in self.lines]
        names = {"requested": _("requested"), "adopted": _("adopted"), "spent": _("spent")}
        return [(names[name], adding_up.total(lines, name)) for name in adding_up.FIGURES]

    @cached_property
    def gaps(self) -> list[str]:
        """Where what was adopted is not what the reconciliation says, each in a sentence."""
        return [gap_words(one) for one in gaps_of(self.row, self.lines)]

    @property
    def is_adopted(self) -> bool:
        """Whether all lines have an adopted figure."""
        return bool(self.lines) and all(line.adopted_cents is not None for line in self.lines)

    @property
    def without_action(self) -> list[BudgetReviewLine]:
        """Additions and cuts that carry out no action of a plan."""
        tied = {line for line, _action in self.tied}
        return [
            line for line in self.lines if line.action_id is None and line.kind != Kind.BASE and line.pk not in tied
        ]

    @cached_property
    def tied(self) -> list[tuple[int, int]]:
        """Lines of it with the actions in force that name them (1 query)."""
        rows = TieInForce.objects.filter(kind=ActionTie.Kind.LINE, about=self.row.pk)
        return [(line, action) for line, action in rows.values_list("number", "action") if line is not None]

    @cached_property
    def without_money(self) -> list[ActionInForce]:
        """Actions of plans in force that no line pays for."""
        paid = {line.action_id for line in self.lines} | {action for _line, action in self.tied}
        return [one for one in actions_of(self.row.unit) if one.action not in paid]


def said(line: BudgetReviewLine) -> adding_up.Line:
    """A line as the rules take it."""
    return adding_up.Line(line.kind, line.requested_cents, line.adopted_cents, line.spent_cents)


def gaps_of(row: BudgetReview, lines: Iterable[BudgetReviewLine]) -> list[Gap]:
    """Compared with the reconciliation that the review names, if one."""
    if row.reconciliation is None:
        return []
    table = [plain(line) for line in sorted(row.reconciliation.lines.all(), key=lambda one: one.order)]
    return adding_up.gaps([said(line) for line in lines], table)


def gap_words(gap: Gap) -> str:
    """Which figure differs, by how much, in a sentence."""
    names = {
        "opening": _("The base budget"),
        "changes": _("Additions and cuts together"),
        "total": _("The whole of what was adopted"),
    }
    told = {
        "what": names[gap.what],
        "ours": money(gap.review),
        "theirs": money(gap.reconciliation),
        "by": money(abs(gap.by)),
    }
    if gap.by > 0:
        return _("%(what)s: %(ours)s here, %(theirs)s in the reconciliation. It is %(by)s more here.") % told
    return _("%(what)s: %(ours)s here, %(theirs)s in the reconciliation. It is %(by)s less here.") % told


def review_page(pk: int, facts: Facts) -> ReviewPage:
    """For R, A, C and I of 4.1 in its line; 404 to strangers."""
    rows = BudgetReview.objects.select_related("unit", "submitted_by", "answered_by", "reconciliation")
    row = rows.prefetch_related("reconciliation__lines", "answers", "lines__action").filter(pk=pk).first()
    if row is None or not reviewing.may_read(facts, row):
        raise Refused(_("There is no such budget review."), visible=False)
    return ReviewPage(
        row,
        list(row.answers.all()),
        list(row.lines.all()),
        reviewing.may_write(facts, row),
        reviewing.may_hand_in(facts, row),
        reviewing.may_answer(facts, row),
        reviewing.may_take_back(facts, row),
        may_keep(facts, BUDGET_REVIEW_LINE, row.unit),
    )


def page_to_write(pk: int, facts: Facts) -> ReviewPage:
    """The same for whoever may write on it now."""
    found = review_page(pk, facts)
    if not found.may_write:
        raise Refused(found.may_write.reason)
    return found


def line_of(pk: int, facts: Facts) -> tuple[BudgetReviewLine, ReviewPage]:
    """A line with its review; 404 to strangers."""
    line = BudgetReviewLine.objects.select_related("review__unit", "action").filter(pk=pk).first()
    if line is None:
        raise Refused(_("There is no such line."), visible=False)
    return line, review_page(line.review_id, facts)


def actions_of(unit: Unit) -> list[ActionInForce]:
    """Actions of the unit's plans in force."""
    return list(ActionInForce.objects.filter(unit=unit).order_by("plan_title", "place"))


def reconciliations_of(unit: Unit) -> QuerySet[Reconciliation]:
    """What a review can be compared with."""
    return Reconciliation.objects.filter(unit=unit).order_by("title")


# ---- the template


@dataclass(frozen=True)
class QuestionsPage:
    """The questions, and whether the reader keeps them."""

    rows: list[BudgetQuestion]
    may_keep: Permission


def questions_page(facts: Facts) -> QuestionsPage:
    """For all staff."""
    return QuestionsPage(list(BudgetQuestion.objects.all()), may_keep_for_the_city(facts, BUDGET_QUESTION))


def need_keeper(facts: Facts) -> None:
    """`Refused` where they do not keep the template."""
    permission = may_keep_for_the_city(facts, BUDGET_QUESTION)
    if not permission:
        raise Refused(permission.reason)
