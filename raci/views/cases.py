"""The pages of a governed record's way: each says what will happen, and does it when it is sent."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raci import consulting, workflow
from raci import typing as unsaved
from raci.actions import cases as acts
from raci.authority import Act, covering_posts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms import cases as forms
from raci.history.timeline import as_csv
from raci.queries import receipts, timelines
from raci.queries.answers import answer_page
from raci.queries.cases import CasePage, case_page
from raci.queries.modes import mode_panel
from raci.queries.texts import text_page
from raci.queries.waiting import ANSWER, waiting_on
from raci.refusals import Problem
from raci.views.lists import show_list
from raci.views.past import on_another_day

F = TypeVar("F", bound=Form)


def _form(request: PersonRequest, kind: type[F], page: CasePage, **options: Any) -> F:
    """The form as sent, or a fresh one that remembers what the page was opened on."""
    initial = {"seen": page.record.edits, **options.pop("initial", {})}
    return kind(request.POST, **options) if request.method == "POST" else kind(initial=initial, **options)


def _show(request: PersonRequest, template: str, page: CasePage, form: Form, **more: Any) -> HttpResponse:
    """A move's page: with what was typed but not saved, and 422 where the form could not be taken."""
    name = f"{template}:{page.record.pk}"
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing if not form.is_bound else None)
    if "seen" in form.fields:
        form.initial["seen"] = page.record.edits  # never the one that was kept
    context = {"page": page, "form": form, "typing": typing, "typing_name": name, **more}
    return render(request, f"raci/{template.replace('-', '_')}.html", context, status=422 if form.errors else 200)


def _problems(page: CasePage, form: Form, move: str) -> list[Problem]:
    """What stands in the way, with links to mend it; unless the form says it already."""
    return [] if form.errors else page.mend(page.options[move].problems)


def _done(request: PersonRequest, template: str, page: CasePage, sentence: str) -> HttpResponseBase:
    """After the act: forget the typing, say what happened, and show the record."""
    unsaved.drop(request.user, f"{template}:{page.record.pk}")
    messages.success(request, sentence)
    return redirect(page.kind.url(page.record))


# ---- consultation


@signed_in
def case_open(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Open consultation: who is asked, who is not and why, until when."""
    page = case_page(pk, facts(request))
    due_on = consulting.due_day(consulting.WORKING_DAYS_TO_ANSWER)
    form = _form(request, forms.Opening, page, initial={"due_on": due_on})
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        if attempt(
            form,
            lambda: acts.open_consultation(page.case, by=request.user, due_on=sent["due_on"], seen=sent["seen"]),
        ):
            return _done(request, "case-open", page, _("Consultation is open. Those who are asked were told."))
    page.need(Act.OPEN)
    asked = consulting.to_ask(page.case, page.facts)
    return _show(request, "case-open", page, form, asked=asked, problems=_problems(page, form, "open"))


@require_safe
@signed_in
def case_consultation(request: PersonRequest, pk: int) -> HttpResponse:
    """Every question about every text of the case, its answer and what was done about it."""
    if past := on_another_day(request, pk):
        return past
    return render(request, "raci/case_consultation.html", {"page": case_page(pk, facts(request))})


@require_safe
@signed_in
def consultation_list(request: PersonRequest) -> HttpResponse:
    """Every question they may see; those that wait for their answer stand first."""
    waiting = waiting_on(facts(request), [ANSWER])
    return show_list(request, "consultations", "raci/consultation_list.html", waiting=waiting)


@signed_in
def consultation_answer(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Read the text and answer for a role; an earlier answer may be let stand."""
    asked = answer_page(pk, facts(request))
    name = f"answer:{pk}"
    if request.method == "POST" and "stand" in request.POST:
        acts.let_stand(asked.consultation, by=request.user)
        return _answered(request, asked.page, name)
    form = forms.Answering(request.POST) if request.method == "POST" else forms.Answering()
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        if attempt(
            form,
            lambda: acts.answer(asked.consultation, by=request.user, answer=sent["answer"], words=sent["words"]),
        ):
            return _answered(request, asked.page, name)
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    context = {"asked": asked, "page": asked.page, "form": form, "typing": typing, "typing_name": name}
    return render(request, "raci/consultation_answer.html", context, status=422 if form.errors else 200)


def _answered(request: PersonRequest, page: CasePage, name: str) -> HttpResponseBase:
    unsaved.drop(request.user, name)
    messages.success(request, _("Your answer is on record. Those responsible were told."))
    return redirect(page.url("case-consultation"))


# ---- the moves of those responsible


@signed_in
def case_revise(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take the text back from consultation."""
    page = case_page(pk, facts(request))
    form = _form(request, forms.Revising, page)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        if attempt(form, lambda: acts.revise(page.case, by=request.user, why=sent["why"], seen=sent["seen"])):
            return _done(
                request, "case-revise", page, _("It is a draft again. The answers stay with the text they were about.")
            )
    page.need(Act.REVISE)
    return _show(request, "case-revise", page, form)


@signed_in
def case_submit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Submit for decision: each comment with what was done about it, and a note."""
    page = case_page(pk, facts(request))
    panel = mode_panel(page)
    form = _form(request, forms.Submitting, page, comments=workflow.unanswered_words(page.case), panel=panel)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        if attempt(
            form,
            lambda: acts.submit(
                page.case,
                by=request.user,
                note=sent["note"],
                done=form.done,
                seen=sent["seen"],
                **form.cited,
            ),
        ):
            return _done(request, "case-submit", page, _("It is submitted. Those who decide were told."))
    page.need(Act.SUBMIT)
    deciders = covering_posts(page.subject, "A", page.facts.today, page.facts.matrix)
    problems = _problems(page, form, "submit")
    more = {"deciders": deciders, "problems": problems, "authors": page.subject.authors, "panel": panel}
    return _show(request, "case-submit", page, form, **more)


@signed_in
def case_withdraw(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take a submission back to draft."""
    page = case_page(pk, facts(request))
    form = _form(request, forms.Withdrawing, page)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        if attempt(form, lambda: acts.withdraw(page.case, by=request.user, why=sent["reason"], seen=sent["seen"])):
            return _done(request, "case-withdraw", page, _("It is withdrawn and a draft again."))
    page.need(Act.WITHDRAW)
    return _show(request, "case-withdraw", page, form)


@signed_in
def case_next(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Begin the next version."""
    page = case_page(pk, facts(request))
    form = _form(request, forms.Move, page)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        if attempt(form, lambda: acts.begin_next(page.case, by=request.user, seen=seen)):
            return _done(request, "case-next", page, _("The next version is a draft. What is approved stays in force."))
    page.need(Act.NEXT)
    return _show(request, "case-next", page, form, problems=_problems(page, form, "next"))


# ---- reading


@require_safe
@signed_in
def case_versions(request: PersonRequest, pk: int) -> HttpResponse:
    """All texts: number, when frozen, hash, and what was decided."""
    if past := on_another_day(request, pk):
        return past
    page = case_page(pk, facts(request))
    return render(request, "raci/case_versions.html", {"page": page, "versions": receipts.versions(page)})


@require_safe
@signed_in
def case_text(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """A frozen text, and what is different from the one before."""
    shown = text_page(pk, number, facts(request))
    return render(request, "raci/case_text.html", {"shown": shown, "page": shown.page})


@require_safe
@signed_in
def case_text_json(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Exactly the bytes whose SHA-256 the receipt names."""
    text = text_page(pk, number, facts(request)).text
    response = HttpResponse(text.content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="record-{pk}-v{number}.json"'
    return response


@require_safe
@signed_in
def case_timeline(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The record's story; `person` and `field` filter, `format=csv` takes it away."""
    page = case_page(pk, facts(request))
    asked = {"person": request.GET.get("person", ""), "field": request.GET.get("field", "")}
    story = timelines.readable_story(page, **asked)
    if request.GET.get("format") == "csv":
        response = StreamingHttpResponse(as_csv(story.entries), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="record-{pk}-timeline.csv"'
        return response
    return render(request, "raci/case_timeline.html", {"page": page, "story": story, "asked": asked})


@require_safe
@signed_in
def receipt(request: PersonRequest, pk: int) -> HttpResponse:
    """A decision's receipt, made to be printed."""
    return render(request, "raci/receipt.html", {"receipt": receipts.receipt_page(pk, facts(request))})


@signed_in
def condition_close(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how a condition was met."""
    shown = receipts.condition_page(pk, facts(request))
    name = f"condition:{pk}"
    form = forms.Closing(request.POST) if request.method == "POST" else forms.Closing()
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: acts.close_condition(shown.condition, by=request.user, note=note)):
            unsaved.drop(request.user, name)
            messages.success(request, _("The condition is closed; your note stands on the receipt."))
            return redirect(shown.back)
    shown.need_owner()
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    context = {"shown": shown, "form": form, "typing": typing, "typing_name": name}
    return render(request, "raci/condition_close.html", context, status=422 if form.errors else 200)
