"""The acts on budget reviews: the template's questions, a review, its lines, and what was adopted and spent later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.models import Reconciliation
from plans.budgets.kinds import BUDGET_QUESTION, BUDGET_REVIEW, BUDGET_REVIEW_LINE
from plans.budgets.shipped import QUESTIONS
from plans.models import BudgetAnswer, BudgetQuestion, BudgetReview, BudgetReviewLine
from raci import clock, reviewing
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.records import canonical, digest
from raci.refusals import NotReady, Problem
from raci.the_city import need_city

Kind = BudgetReviewLine.Kind

# ---- the template


def take_over_questions(*, by: Person) -> None:
    """Put the questions that ship into the city's template, where it has none."""
    with transaction.atomic(), keeping(BUDGET_QUESTION, need_city(locked=True), by=by, act="keep_budget_questions"):
        if BudgetQuestion.objects.exists():
            return
        for order, (text, help_text) in enumerate(QUESTIONS, 1):
            BudgetQuestion.objects.create(order=order, text=str(text), help=str(help_text))


def keep_question(row: BudgetQuestion | None, *, text: str, help: str, is_asked: bool, by: Person) -> BudgetQuestion:
    """Add a question at the end, change it, or ask it no more. Reviews begun before keep what they were asked."""
    with transaction.atomic(), keeping(BUDGET_QUESTION, need_city(locked=True), by=by, act="keep_budget_questions"):
        kept = BudgetQuestion.objects.get(pk=row.pk) if row else BudgetQuestion(order=_next_place())
        kept.text, kept.help = text, help
        kept.retired_on = None if is_asked else kept.retired_on or clock.today()
        kept.save()
        return kept


def _next_place() -> int:
    return (BudgetQuestion.objects.aggregate(last=Max("order"))["last"] or 0) + 1


def _asked() -> list[tuple[str, str]]:
    """What a review begun today is asked: the city's questions, or those that ship where it has none."""
    own = list(BudgetQuestion.objects.all())
    if own:
        return [(one.text, one.help) for one in own if one.retired_on is None]
    return [(str(text), str(help_text)) for text, help_text in QUESTIONS]


# ---- a review


def begin_review(
    unit: Unit, *, year: int, due_on: date, reconciliation: Reconciliation | None = None, by: Person
) -> BudgetReview:
    """Begin a unit's review of a fiscal year, with the questions as they stand today."""
    with keeping(BUDGET_REVIEW, unit, by=by, act="write_budget_review"):
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        same = BudgetReview.objects.filter(unit=unit, year=year).first()
        if same is not None:
            url = reverse("plans:budget-review-detail", args=[same.pk])
            raise NotReady([Problem(_("This unit has a review of that year already."), url=url)])
        row = BudgetReview.objects.create(unit=unit, year=year, due_on=due_on, reconciliation=reconciliation)
        for order, (text, help_text) in enumerate(_asked(), 1):
            BudgetAnswer.objects.create(review=row, order=order, question=text, help=help_text)
        return row


def answer_questions(
    row: BudgetReview, words: Mapping[int, str], *, reconciliation: Reconciliation | None, by: Person, opened: str = ""
) -> None:
    """Write answers, by the place of their question. `opened`: `fingerprint_of` when the form was opened."""
    with reviewing.writing(row, by=by, act="write_budget_review") as locked:
        if opened and opened != fingerprint_of(locked):
            text = _(
                "Somebody else saved it while this page was open. Look at what it says now; save again to replace it."
            )
            raise NotReady([Problem(text)])
        locked.reconciliation = reconciliation
        locked.save()
        for answer in locked.answers.all():
            said = words.get(answer.order, answer.words)
            if said != answer.words:
                answer.words = said
                answer.save()


def fingerprint_of(row: BudgetReview) -> str:
    """What a form of the answers was opened on."""
    said = {str(answer.order): answer.words for answer in row.answers.all()}
    return digest(canonical({**said, "reconciliation": row.reconciliation_id or 0}))


# ---- its lines


def add_line(row: BudgetReview, values: Mapping[str, Any], *, by: Person) -> BudgetReviewLine:
    """Add a line at the end."""
    with reviewing.writing(row, by=by, act="write_budget_review") as locked:
        last = locked.lines.aggregate(last=Max("order"))["last"] or 0
        return BudgetReviewLine.objects.create(review=locked, order=last + 1, **values)


def add_lines(row: BudgetReview, lines: Sequence[Mapping[str, Any]], *, by: Person) -> int:
    """Add many at the end, all or none; how many they are."""
    with reviewing.writing(row, by=by, act="write_budget_review") as locked:
        last = locked.lines.aggregate(last=Max("order"))["last"] or 0
        for order, values in enumerate(lines, last + 1):
            BudgetReviewLine.objects.create(review=locked, order=order, **values)
        return len(lines)


def change_line(line: BudgetReviewLine, values: Mapping[str, Any], *, by: Person) -> None:
    """Change what is asked for, and who gains or loses by it."""
    with reviewing.writing(line.review, by=by, act="write_budget_review"):
        locked = BudgetReviewLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()


def remove_line(line: BudgetReviewLine, *, by: Person) -> None:
    """Take a line off; the history keeps it."""
    with reviewing.writing(line.review, by=by, act="write_budget_review"):
        BudgetReviewLine.objects.select_for_update(of=("self",)).get(pk=line.pk).delete()


def say_money(line: BudgetReviewLine, *, adopted_cents: int | None, spent_cents: int | None, by: Person) -> None:
    """What was adopted and spent, as it becomes known: kept, also once the review is accepted."""
    with keeping(BUDGET_REVIEW_LINE, line.review.unit, by=by, act="say_money"):
        if spent_cents is not None and adopted_cents is None:
            raise NotReady([Problem(_("Say first what was adopted."), field="adopted_cents")])
        locked = BudgetReviewLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        locked.adopted_cents, locked.spent_cents = adopted_cents, spent_cents
        locked.save()


# ---- handing it in


def lacking(row: BudgetReview) -> list[Problem]:
    """What a review still lacks before it can be handed in."""
    page = reverse("plans:budget-review-answer", args=[row.pk])
    found = [
        Problem(
            _("Question %(number)s is not answered; write “none” where there is nothing to say.")
            % {"number": one.order},
            url=f"{page}#id_answer_{one.order}",
        )
        for one in row.answers.all()
        if not one.words.strip()
    ]
    lines = list(row.lines.all())
    if not lines:
        found.append(Problem(_("It has no line: add the money that is asked for.")))
    for line in lines:
        if line.kind != Kind.BASE and not (line.benefits.strip() and line.burdens.strip()):
            url = reverse("plans:budget-line-edit", args=[line.pk]) + "#id_benefits"
            text = _("“%(line)s”: say who benefits and who is burdened.") % {"line": line.label}
            found.append(Problem(text, url=url))
    return found


REVIEW = reviewing.Review(
    BUDGET_REVIEW,
    unit=lambda row: row.unit,
    url=lambda row: reverse("plans:budget-review-detail", args=[row.pk]),
    related=("unit",),
    problems=lacking,
)
