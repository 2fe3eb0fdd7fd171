"""A draft version edited in place: its grid, and a form for each thing that is not a cell. All of it works without script."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raci import typing as unsaved
from raci.actions import matrix as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.fields import Form
from raci.forms import attempt
from raci.forms import versions as forms
from raci.queries import version_editing as queries
from raci.queries.version_editing import EditPage, edit_page
from raci.refusals import Conflict, NotReady
from raci.views.versions import form_page


@require_safe
@signed_in
def matrix_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The grid: arrow keys move, letters toggle codes; each cell is saved by itself."""
    return render(request, "raci/matrix_edit.html", _context(edit_page(pk, facts(request))))


def _context(shown: EditPage, **more: object) -> dict[str, object]:
    return {"page": shown.case_page, "shown": shown, **more}


@require_POST
@signed_in
def matrix_cell(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Save one cell; answers the row as it stands, the counts, and what went wrong where it did."""
    shown = edit_page(pk, facts(request))
    sent, error, status = request.POST, "", 200
    activity, role = sent.get("activity", ""), sent.get("role", "")
    try:
        acts.set_cell(
            shown.case_page.case, activity=activity, role=role, codes=sent.get("codes", ""), was=sent.get("was"),
            by=request.user,
        )  # fmt: skip
    except Conflict as refused:
        error, status = str(refused), 409
    except NotReady as refused:
        error, status = str(refused), 422
    request._facts = None  # type: ignore[attr-defined] # what is shown is read anew
    return JsonResponse(_told(edit_page(pk, facts(request)), activity, error), status=status)


def _told(shown: EditPage, activity: str, error: str) -> dict[str, str]:
    row = shown.row(activity)
    return {
        "error": error,
        "row": render_to_string("raci/matrix_edit_row.html", _context(shown, row=row)) if row else "",
        "counts": render_to_string("raci/matrix_edit_counts.html", _context(shown)),
    }


# ---- an activity


@form_page
@signed_in
def matrix_row(request: PersonRequest, pk: int, code: str) -> HttpResponseBase:
    """An activity: its title, its category, a box for each letter of each role, and what was said of it."""
    shown = edit_page(pk, facts(request))
    shown.need_row(code)
    data = _sent(request)
    initial = forms.ActivityCells.saved(shown.table, code) | {"opened": acts.row_print(shown.table, code)}
    form = forms.ActivityCells(data, initial=initial, categories=shown.table.categories, columns=shown.table.columns)
    if form.is_valid() and _save_row(request, shown, form, code):
        messages.success(request, _("%(code)s is saved.") % {"code": code})
        return redirect(shown.url(f"#row-{code}"))
    more = {
        "form": form,
        "row": shown.row(code),
        "code": code,
        "row_comments": shown.comments_on(code),
        "comment": forms.Commenting(initial={"activity": code}, rows=shown.table.activities),
    }
    return render(request, "raci/matrix_row.html", _context(shown, **more), status=_status(form))


def _save_row(request: PersonRequest, shown: EditPage, form: forms.ActivityCells, code: str) -> bool:
    sent = form.cleaned_data
    return attempt(
        form,
        lambda: acts.set_row(
            shown.case_page.case,
            activity=code,
            cells=form.cells,
            title=sent["title"],
            category=sent["category"],
            opened=sent["opened"],
            by=request.user,
        ),
    )


@form_page
@signed_in
def matrix_row_add(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add an activity; its cells come next."""
    shown = edit_page(pk, facts(request))
    form = forms.NewActivity(_sent(request), categories=shown.table.categories)
    case = shown.case_page.case
    if form.is_valid() and attempt(form, lambda: acts.add_activity(case, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The activity is added. Give it its cells: exactly one A, and at least one R."))
        return redirect("raci:matrix-row", pk, form.cleaned_data["code"])
    return _form(request, shown, form, _("Add an activity"), _("Add"))


@form_page
@signed_in
def matrix_row_remove(request: PersonRequest, pk: int, code: str) -> HttpResponseBase:
    """Ask first: what goes with it, and what stands under it today."""
    shown = edit_page(pk, facts(request))
    row = shown.need_row(code)
    if request.method == "POST":
        acts.remove_activity(shown.case_page.case, activity=code, by=request.user)
        messages.success(request, _("%(code)s is taken out of this version.") % {"code": code})
        return redirect(shown.url())
    records = queries.records_under(code)
    return render(request, "raci/matrix_row_remove.html", _context(shown, row=row, code=code, records=records))


# ---- categories, and the version's facts


@form_page
@signed_in
def matrix_category_add(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add a category at the end."""
    shown = edit_page(pk, facts(request))
    form = forms.NewCategory(_sent(request))
    if form.is_valid() and form.cleaned_data["code"] in {one.code for one in shown.table.categories}:
        form.add_error("code", _("There is a category of this code already."))
    case = shown.case_page.case
    if form.is_valid() and attempt(form, lambda: acts.set_category(case, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The category is added. Now add its activities."))
        return redirect(shown.url())
    return _form(request, shown, form, _("Add a category"), _("Add"))


@form_page
@signed_in
def matrix_category(request: PersonRequest, pk: int, code: str) -> HttpResponseBase:
    """Call a category otherwise, or remove it once it is empty."""
    shown = edit_page(pk, facts(request))
    heading = shown.need_category(code)
    case, data = shown.case_page.case, _sent(request)
    if data and "remove" in data:
        acts.remove_category(case, code=code, by=request.user)
        messages.success(request, _("Category %(code)s is removed.") % {"code": code})
        return redirect(shown.url())
    form = forms.CategoryFacts(data, initial={"title": heading.title, "is_procedure": heading.is_procedure})
    if form.is_valid() and attempt(
        form, lambda: acts.set_category(case, code=code, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, _("Category %(code)s is saved.") % {"code": code})
        return redirect(shown.url())
    removable = not shown.table.rows_of(code)
    return _form(request, shown, form, _("Category %(code)s") % {"code": code}, _("Save"), removable=removable)


@form_page
@signed_in
def matrix_facts(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Title, source, label, who adopted it, and the day it is proposed for."""
    shown = edit_page(pk, facts(request))
    name = f"matrix-facts:{pk}"
    matrix, data = shown.matrix, _sent(request)
    names = ("title", "source", "label", "adopted_by", "adopted_on", "wished_on")
    initial = {one: getattr(matrix, one) for one in names} | {"opened": acts.facts_print(matrix)}
    form = forms.Facts(data, initial=initial)
    if form.is_valid() and attempt(form, lambda: _save_facts(request, shown, dict(form.cleaned_data))):
        unsaved.drop(request.user, name)
        messages.success(request, _("Saved."))
        return redirect(shown.url())
    typing = None if form.is_bound else unsaved.kept(request.user, name)
    unsaved.restore(form, typing)
    form.initial["opened"] = acts.facts_print(matrix)
    more = {"typing": typing, "typing_name": name}
    return _form(request, shown, form, _("What this version says of itself"), _("Save"), **more)


def _save_facts(request: PersonRequest, shown: EditPage, sent: dict[str, object]) -> None:
    wished_on, opened = sent.pop("wished_on"), str(sent.pop("opened"))
    facts = {
        name: value.isoformat() if hasattr(value, "isoformat") else str(value or "") for name, value in sent.items()
    }
    acts.set_facts(shown.case_page.case, facts, wished_on=wished_on, opened=opened, by=request.user)  # type: ignore[arg-type]


def _form(
    request: PersonRequest, shown: EditPage, form: Form, heading: str, button: str, **more: object
) -> HttpResponse:
    context = _context(
        shown, form=form, heading=heading, button=button, back=reverse("raci:matrix-edit", args=[shown.pk])
    )
    return render(request, "raci/matrix_form.html", {**context, **more}, status=_status(form))


def _sent(request: PersonRequest) -> QueryDict | None:
    """What was sent, be it empty; nothing where the page is only opened."""
    return request.POST if request.method == "POST" else None


def _status(form: Form) -> int:
    return 422 if form.errors else 200
