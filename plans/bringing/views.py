"""The pages of bringing a plan in: choose it, confirm its lines, see what comes of it, bring it in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.bringing import acts, queries
from plans.bringing.forms import ChoosePlan, LineForm
from plans.models import PlanImport
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import NotReady, Problem

form_page = require_http_methods(["GET", "HEAD", "POST"])
TYPING = "plan-bring"


@form_page
@signed_in
def bring_create(request: PersonRequest) -> HttpResponseBase:
    """Choose a file, or paste a text."""
    units = queries.units(facts(request))
    is_sent = request.method == "POST"
    form = ChoosePlan(
        request.POST if is_sent else None, request.FILES if is_sent else None, units=units, plans=queries.drafts(units),
        initial={"unit": units[0].pk} if len(units) == 1 else {},
    )  # fmt: skip
    typing = None if form.is_bound else unsaved.kept(request.user, TYPING)
    unsaved.restore(form, typing)
    made: list[PlanImport] = []
    if form.is_valid() and attempt(form, lambda: made.append(acts.choose_plan(**form.cleaned_data, by=request.user))):
        unsaved.drop(request.user, TYPING)
        return redirect("plans:bring-detail", made[0].pk)
    context = {"form": form, "typing": typing, "typing_name": TYPING, "earlier": queries.earlier(facts(request))}
    return render(request, "plans/bringing/create.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def bring_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What was understood and what was not, what is still missing; and bringing it in."""
    page = queries.import_page(pk, facts(request))
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            plan = acts.bring_in(page.batch, by=request.user)
        except NotReady as missing:
            problems = page.problems or missing.problems
        else:
            messages.success(request, _("The plan is a draft now, with the original among its evidence."))
            return redirect("plans:plan-detail", plan.record_id)
    context = {"page": page, "problems": problems}
    return render(request, "plans/bringing/detail.html", context, status=422 if problems else 200)


@form_page
@signed_in
def bring_lines(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what becomes of some rows, and go on to the next."""
    page = queries.open_page(pk, facts(request))
    shown = page.page(request.GET.get("page", "1"))
    name = f"plan-bring:{pk}:{shown.number}"
    sent = request.POST if request.method == "POST" else None
    forms = [
        LineForm(sent, line=line, posts=page.posts, prefix=f"line-{at}", initial=vars(line)) for at, line in shown.object_list
    ]  # fmt: skip
    typing = None if sent is not None else unsaved.kept(request.user, name)
    for form in forms:
        unsaved.restore(form, typing)
    problems = _problems(forms)
    if sent is not None and not problems:
        said = {at: form.values for (at, _line), form in zip(shown.object_list, forms, strict=True)}
        acts.confirm_lines(page.batch, said, by=request.user)
        unsaved.drop(request.user, name)
        if shown.has_next():
            return redirect(f"{page.lines_url}?page={shown.next_page_number()}")
        messages.success(request, _("The lines are kept. This is what comes of them."))
        return redirect("plans:bring-detail", pk)
    context = {
        "page": page,
        "shown": shown,
        "forms": forms,
        "problems": problems,
        "typing": typing,
        "typing_name": name,
    }
    return render(request, "plans/bringing/lines.html", context, status=422 if sent is not None else 200)


def _problems(forms: list[LineForm]) -> list[Problem]:
    """What is wrong, with the row and the field of each."""
    return [
        Problem(f"{form.line.place}: {form[name].label}: {error}", url=f"#{form[name].auto_id}")
        for form in forms
        for name, errors in form.errors.items()
        for error in errors
    ]


@form_page
@signed_in
def bring_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Set it aside."""
    page = queries.open_page(pk, facts(request))
    if request.method == "POST":
        acts.set_aside(page.batch, by=request.user)
        messages.success(request, _("It is set aside: nothing of it came in."))
        return redirect("plans:bring-create")
    return render(request, "plans/bringing/remove.html", {"page": page})
