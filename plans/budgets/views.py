"""The pages of budget reviews: get, one query or one act, render or redirect."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.asking import Asking, asked, sent
from plans.budgets import acts, bringing, queries
from plans.budgets.forms import AnswersForm, LineForm, MoneyForm, NewReview, QuestionForm, TableForm
from plans.models import BudgetQuestion
from raci.doors import PersonRequest, facts, signed_in
from raci.refusals import NotReady, Problem, Refused
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])
LINE = ("kind", "label", "requested_cents", "fte", "benefits", "burdens")


def _url(pk: int) -> str:
    return reverse("plans:budget-review-detail", args=[pk])


@require_safe
@signed_in
def budget_review_list(request: PersonRequest) -> HttpResponseBase:
    """All reviews this person may read."""
    return show_list(request, "budget-reviews", "plans/budgets/list.html")


@require_safe
@signed_in
def budget_line_list(request: PersonRequest) -> HttpResponseBase:
    """Their lines."""
    return show_list(request, "budget-review-lines", "plans/budgets/lines.html")


@require_safe
@signed_in
def budget_review_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: its lines, what does not agree, its answers."""
    return render(request, "plans/budgets/detail.html", {"found": queries.review_page(pk, facts(request))})


@form_page
@signed_in
def budget_review_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one."""
    units = queries.need_units(facts(request))
    form = NewReview(sent(request), units=units)
    if len(units) == 1:
        form.initial["unit"] = units[0].pk
    page = Asking(
        title=_("Begin a budget review"),
        intro=_(
            "It keeps the questions as they stand today. You answer them, add the money line by line, and hand it in."
        ),
        submit=_("Begin it"),
        above=(_("Budget reviews"), reverse("plans:budget-review-list")),
        name="budget-review-new",
    )

    def act() -> str:
        said = dict(form.cleaned_data)
        return _url(acts.begin_review(said.pop("unit"), **said, by=request.user).pk)

    return asked(request, form, page, act, done=_("It is begun. Answer the questions and add its lines."))


@form_page
@signed_in
def budget_review_answer(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Answer the questions."""
    found = queries.page_to_write(pk, facts(request))
    row = found.row
    initial = {"reconciliation": row.reconciliation_id, "opened": acts.fingerprint_of(row)}
    tables = queries.reconciliations_of(row.unit)
    form = AnswersForm(sent(request), initial=initial, answers=found.answers, tables=tables)
    page = Asking(
        title=_("Answer the questions"),
        intro=_("You can leave and come back. Where there is nothing to say, write “none”."),
        submit=_("Save"),
        above=(str(row), _url(pk)),
        name=f"budget-review:{pk}",
    )

    def act() -> str:
        table, opened = form.cleaned_data["reconciliation"], form.cleaned_data["opened"]
        acts.answer_questions(row, form.words, reconciliation=table, by=request.user, opened=opened)
        return _url(pk)

    return asked(request, form, page, act, done=_("Saved."))


# ---- lines


@form_page
@signed_in
def budget_line_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add a line."""
    found = queries.page_to_write(pk, facts(request))
    form = LineForm(sent(request), actions=queries.actions_of(found.row.unit))
    page = Asking(
        title=_("Add a line"),
        intro=_("What is asked for, which action of a plan it pays for, and who gains or loses by it."),
        submit=_("Add it"),
        above=(str(found.row), _url(pk)),
        name=f"budget-line-new:{pk}",
    )

    def act() -> str:
        return f"{_url(pk)}#line-{acts.add_line(found.row, form.values, by=request.user).pk}"

    return asked(request, form, page, act, done=_("Added."))


@form_page
@signed_in
def budget_lines_bring(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Bring in many lines from a table; what is wrong is said row by row, and nothing comes in until all is right."""
    found = queries.page_to_write(pk, facts(request))
    form = TableForm(sent(request), request.FILES if request.method == "POST" else None)
    page = Asking(
        title=_("Bring in lines"),
        intro=_("A row each. Where a row is not understood it is said, and nothing comes in until all of them are."),
        submit=_("Bring them in"),
        above=(str(found.row), _url(pk)),
        name=f"budget-lines:{pk}",
        takes_file=True,
    )

    def act() -> str:
        table = form.cleaned_data["table"]
        brought = bringing.read(table, queries.actions_of(found.row.unit))
        if brought.problems:
            _show_again(form, table)
            raise NotReady([Problem(text, field="text") for text in brought.problems])
        acts.add_lines(found.row, brought.lines, by=request.user)
        return f"{_url(pk)}#lines"

    return asked(request, form, page, act, done=_("They are brought in."))


def _show_again(form: TableForm, table: str) -> None:
    """What a file said stands in the field, to be mended there: a browser keeps no file."""
    form.data = {**{name: form.data[name] for name in form.data}, "text": table}


@form_page
@signed_in
def budget_line_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a line."""
    line, found = queries.line_of(pk, facts(request))
    if not found.may_write:
        raise Refused(found.may_write.reason)
    initial = {**{name: getattr(line, name) for name in LINE}, "action": line.action_id}
    form = LineForm(sent(request), initial=initial, actions=queries.actions_of(found.row.unit))
    page = Asking(
        title=_("Change the line"),
        intro=_("What it said before stays in its history."),
        submit=_("Save"),
        above=(str(found.row), _url(line.review_id)),
        name=f"budget-line:{pk}",
    )

    def act() -> str:
        acts.change_line(line, form.values, by=request.user)
        return f"{_url(line.review_id)}#line-{pk}"

    return asked(request, form, page, act, done=_("Saved."))


@require_POST
@signed_in
def budget_line_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take a line off."""
    line, _found = queries.line_of(pk, facts(request))
    acts.remove_line(line, by=request.user)
    messages.success(request, _("Taken off: %(line)s") % {"line": line.label})
    return redirect(_url(line.review_id))


@form_page
@signed_in
def budget_line_money(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what was adopted and spent."""
    line, found = queries.line_of(pk, facts(request))
    if not found.may_say_money:
        raise Refused(found.may_say_money.reason)
    initial = {"adopted_cents": line.adopted_cents, "spent_cents": line.spent_cents}
    form = MoneyForm(sent(request), initial=initial)
    page = Asking(
        title=_("Adopted and spent: %(line)s") % {"line": line.label},
        intro=_(
            "As it becomes known, also after the review is accepted. Nobody accepts it; history keeps who said it."
        ),
        submit=_("Save"),
        above=(str(found.row), _url(line.review_id)),
        name=f"budget-money:{pk}",
    )

    def act() -> str:
        acts.say_money(line, **form.cleaned_data, by=request.user)
        return f"{_url(line.review_id)}#line-{pk}"

    return asked(request, form, page, act, done=_("Saved."))


# ---- the template


@require_safe
@signed_in
def budget_question_list(request: PersonRequest) -> HttpResponseBase:
    """The questions that a review begun today is asked."""
    return render(request, "plans/budgets/questions.html", {"found": queries.questions_page(facts(request))})


@require_POST
@signed_in
def budget_question_take_over(request: PersonRequest) -> HttpResponseBase:
    """Put the questions that ship into the template."""
    acts.take_over_questions(by=request.user)
    messages.success(request, _("The questions are yours now: change them as the city needs them."))
    return redirect("plans:budget-question-list")


@form_page
@signed_in
def budget_question_create(request: PersonRequest) -> HttpResponseBase:
    """Add a question."""
    return _question(request, None)


@form_page
@signed_in
def budget_question_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a question, or ask it no more."""
    return _question(request, get_object_or_404(BudgetQuestion, pk=pk))


def _question(request: PersonRequest, row: BudgetQuestion | None) -> HttpResponseBase:
    queries.need_keeper(facts(request))
    initial = {"text": row.text, "help": row.help, "is_asked": row.retired_on is None} if row else {}
    form = QuestionForm(sent(request), initial=initial)
    page = Asking(
        title=_("Change the question") if row else _("Add a question"),
        intro=_("Reviews that were begun before keep what they were asked."),
        submit=_("Save"),
        above=(_("Questions of budget reviews"), reverse("plans:budget-question-list")),
        name=f"budget-question:{row.pk}" if row else "budget-question-new",
    )

    def act() -> str:
        acts.keep_question(row, **form.cleaned_data, by=request.user)
        return reverse("plans:budget-question-list")

    return asked(request, form, page, act, done=_("Saved."))
