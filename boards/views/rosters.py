"""A roster comes in: chosen, its columns said where nobody knows them, judged row by row, brought in and taken out as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from boards.actions import rosters as acts
from boards.forms.rosters import Choosing, Columns
from boards.forms.undoing import Reason
from boards.models import RosterImport
from boards.queries import rosters as queries
from boards.views.asking import form_page, sent
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import NotReady
from raci.spreadsheets import Echo, SafeWriter


@form_page
@signed_in
def roster_create(request: PersonRequest) -> HttpResponseBase:
    """Choose a file; who keeps its boards."""
    known = facts(request)
    units = queries.units_to_fill(known)
    initial: dict[str, Any] = {"unit": units[0].pk} if len(units) == 1 else {}
    form = Choosing(sent(request), request.FILES if request.method == "POST" else None, units=units, initial=initial)
    made: list[RosterImport] = []
    if form.is_valid() and attempt(form, lambda: made.append(acts.choose_roster(by=request.user, **form.cleaned_data))):
        step = "roster-columns" if made[0].layout == acts.PLAIN else "roster-check"
        return redirect(f"boards:{step}", made[0].pk)
    shown = {"form": form, "earlier": queries.earlier(known)}
    return render(request, "boards/roster_create.html", shown, status=422 if form.is_bound else 200)


@form_page
@signed_in
def roster_columns(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Which column of a plain table holds what: proposed, shown with its first cells, and corrected."""
    batch = queries.batch_to_fill(pk, facts(request))
    with queries.opened_table(batch) as table:
        form = Columns(sent(request), table=table, columns=batch.mapping.get("columns") or {})
        if form.is_valid() and attempt(form, lambda: acts.say_columns(batch, form.told, by=request.user)):
            return redirect("boards:roster-check", pk)
        shown = {"batch": batch, "form": form}
        return render(request, "boards/roster_columns.html", shown, status=422 if form.is_bound else 200)


@form_page
@signed_in
def roster_check(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What would come of it, row by row; and bringing it in."""
    batch = queries.batch_to_fill(pk, facts(request))
    page = queries.check_page(batch)
    problems: list[Any] = []
    if request.method == "POST":
        try:
            return _bring_in(request, page)
        except NotReady as refused:
            problems = refused.problems
    shown = {"page": page, "batch": batch, "problems": problems}
    return render(request, "boards/roster_check.html", shown, status=422 if problems else 200)


def _bring_in(request: PersonRequest, page: queries.CheckPage) -> HttpResponseBase:
    if page.is_long and not page.problems:
        return redirect("raci:job-detail", acts.ask_to_bring_in(page.batch, by=request.user).pk)
    judged = acts.bring_in(page.batch, page.judged.whole, by=request.user)
    n = len(judged.rows) - judged.alone
    messages.success(request, ngettext("%(n)d row is in.", "%(n)d rows are in.", n) % {"n": n})
    return redirect("boards:roster-detail", page.batch.pk)


@require_safe
@signed_in
def roster_verdicts(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Every row's verdict as a spreadsheet."""
    page = queries.check_page(queries.batch_to_fill(pk, facts(request)))
    rows = ((row.line, row.body, row.person, queries.fate_words(row)) for row in page.judged.rows)
    return _sheet(f"roster-{pk}.csv", [_("Line"), _("Board"), _("Member"), _("Verdict")], rows)


@require_safe
@signed_in
def roster_remarks(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Every odd row of a roster that came in, as a spreadsheet."""
    batch = queries.batch_for(pk, facts(request))
    rows = batch.remarks.order_by("row", "pk").values_list("row", "body", "field", "code", "words").iterator()
    return _sheet(f"remarks-{pk}.csv", [_("Line"), _("Board"), _("Column"), _("Code"), _("What is odd")], rows)


def _sheet(name: str, headings: list[str], rows: Iterable[tuple[Any, ...]]) -> HttpResponseBase:
    response = StreamingHttpResponse(_lines(headings, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(headings: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    writer = SafeWriter(Echo())
    yield writer.writerow(headings)
    for row in rows:
        yield writer.writerow(list(row))


@require_safe
@signed_in
def roster_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A roster, and what became of it."""
    return render(request, "boards/roster_detail.html", {"page": queries.batch_page(pk, facts(request))})


@form_page
@signed_in
def roster_undo(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take it out as a whole, or set one aside that did not come in."""
    page = queries.batch_page(pk, facts(request))
    queries.need_undoable(page)
    form = Reason(sent(request))
    if form.is_valid() and attempt(form, lambda: _undo(request, page, form.cleaned_data["why"])):
        messages.success(request, _("The roster is out of the register."))
        return redirect("boards:roster-create")
    shown = {"form": form, "page": page}
    return render(request, "boards/roster_undo.html", shown, status=422 if form.is_bound else 200)


def _undo(request: PersonRequest, page: queries.BatchPage, why: str) -> None:
    if page.batch.came_in_at:
        acts.undo_batch(page.batch, by=request.user, why=why)
    else:
        acts.set_aside(page.batch, by=request.user)
