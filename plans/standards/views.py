"""The pages of standards and policies: get, one query or one act, render or redirect."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plans.editing import Adding, Editing, part_to_edit, whole_to_edit
from plans.kinds import ADOPTION
from plans.models import Adoption, Clause, Standard
from plans.removing import asked_to_remove
from plans.standards import acts, queries
from plans.standards.forms import AnswerForm, ClauseForm, NewStandard, StandardForm
from raci import asof
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.keeping import keeper
from raci.models import Unit
from raci.refusals import Refused
from raci.views.lists import show_list
from raci.views.past import on_another_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def standard_list(request: PersonRequest) -> HttpResponseBase:
    """All standards and policies this person may see."""
    return show_list(request, "standards", "plans/standards/list.html")


@require_safe
@signed_in
def standard_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: what it asks, where it stands, and how one's own bureau stands with it."""
    found = queries.standard_page(pk, facts(request))
    if past := on_another_day(request, pk):
        return past
    as_of = asof.read(request.GET, found.page.facts.today, request.path)
    return render(request, "plans/standards/detail.html", {"page": found.page, "found": found, "as_of": as_of})


@form_page
@signed_in
def standard_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one."""
    kinds = queries.need_kinds(facts(request))
    form = NewStandard(request.POST if request.method == "POST" else None, kinds=kinds)
    made: list[Standard] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(acts.begin_standard(**form.cleaned_data, by=request.user))
    ):
        messages.success(request, _("It is begun, as a draft that its writers and auditors see. Add what it asks."))
        return redirect("plans:standard-detail", made[0].record_id)
    return render(request, "plans/standards/create.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
@signed_in
def standard_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Title, purpose, objective, day."""
    return Editing(request, whole_to_edit(request, Standard, pk), StandardForm, "standard").respond()


@form_page
@signed_in
def clause_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add what it asks."""
    return Adding(request, whole_to_edit(request, Standard, pk), ClauseForm, "clause").respond()


@form_page
@signed_in
def clause_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a clause."""
    return Editing(request, part_to_edit(request, Clause, pk), ClauseForm, "clause").respond()


@form_page
@signed_in
def clause_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Remove a clause."""
    return asked_to_remove(request, part_to_edit(request, Clause, pk))


# ---- what bureaus answer


@require_safe
@signed_in
def adoption_grid(request: PersonRequest) -> HttpResponseBase:
    """Bureaus by standards."""
    area = request.GET.get("area", "")
    found = queries.grid(facts(request), area=area, number=request.GET.get("page", "1"))
    context = {"grid": found, "page_obj": found.page, "areas": queries.areas(), "area": area}
    return render(request, "plans/standards/grid.html", context)


@form_page
@signed_in
def adoption_answer(request: PersonRequest, pk: int, unit: str) -> HttpResponseBase:
    """Write a bureau's answer and hand it in."""
    found, bureau = queries.standard_page(pk, facts(request)), get_object_or_404(Unit, code=unit)
    keeper(facts(request), ADOPTION, bureau)
    if found.in_force is None:
        raise Refused(_("No version of it is in force, so there is nothing to answer."))
    known = acts.open_answer(found.standard, bureau)
    if known is not None and known.state not in Adoption.OPEN:
        return redirect("plans:adoption-detail", known.pk)  # it is handed in: there it is read, and taken back
    names = ("stance", "words", "until")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = AnswerForm(
        request.POST if request.method == "POST" else None, initial={**initial, "version": found.in_force.number}
    )
    name = f"adoption:{pk}:{unit}"
    typing = None if form.is_bound else unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    if form.is_valid() and attempt(
        form, lambda: acts.submit_answer(found.standard, bureau, **form.cleaned_data, by=request.user)
    ):
        unsaved.drop(request.user, name)
        messages.success(request, _("The answer is handed in. Whoever accepts it is told."))
        return redirect("plans:standard-detail", pk)
    context = {"form": form, "found": found, "unit": bureau, "typing": typing, "typing_name": name}
    return render(request, "plans/standards/answer.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def adoption_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One answer, with the version it answers."""
    return render(request, "plans/standards/adoption.html", {"found": queries.answer_page(pk, facts(request))})
