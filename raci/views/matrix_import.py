"""A matrix from a file: choose it, see how it was read and what it would change, make it a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raci.actions import matrix_import as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms.matrix_import import ChoosingMatrix, Meaning
from raci.models import Case, MatrixFile
from raci.queries import matrix_import as queries
from raci.refusals import Conflict, NotReady, Problem

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def matrix_import(request: PersonRequest) -> HttpResponseBase:
    """Choose a file or paste a table."""
    acts.ground(facts(request))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ChoosingMatrix(data, files)
    if form.is_valid():
        name, content = form.chosen
        MatrixFile.objects.update_or_create(
            person=request.user, defaults={"file_name": name, "content": content, "told": {}}
        )
        return redirect("raci:matrix-import-check")
    context = {"form": form, "waiting": queries.chosen_file(request.user)}
    return render(request, "raci/matrix_import.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def matrix_import_check(request: PersonRequest) -> HttpResponseBase:
    """How it was read and what it would change; POST says what its words and columns mean."""
    acts.ground(facts(request))
    file = queries.chosen_file(request.user)
    if file is None:
        return redirect("raci:matrix-import")
    page = queries.check_page(file)
    form = Meaning(request.POST if request.method == "POST" else None, page=page)
    if form.is_valid():
        file.told = form.told.stored()
        file.save()
        return redirect("raci:matrix-import-check")
    return _check(request, page, form, status=422 if form.is_bound else 200)


def _check(
    request: PersonRequest,
    page: queries.CheckPage,
    form: Meaning,
    status: int = 200,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    context = {"page": page, "form": form, "problems": problems or []}
    return render(request, "raci/matrix_import_check.html", context, status=status)


@require_POST
@signed_in
def matrix_import_apply(request: PersonRequest) -> HttpResponseBase:
    """Make it a draft; judged again as it stands now."""
    acts.ground(facts(request))
    file = queries.chosen_file(request.user)
    if file is None:
        return redirect("raci:matrix-import")
    try:
        case = _bring_in(file, request)
    except NotReady as refusal:
        problems, status = list(refusal.problems), 422
    except Conflict as refusal:
        problems, status = [Problem(str(refusal))], 409
    else:
        file.delete()
        messages.success(
            request, _("The draft says what the file says. Nobody else sees it before you open consultation.")
        )
        return redirect("raci:matrix-proposal", case.record_id)
    page = queries.check_page(file)
    return _check(request, page, Meaning(page=page), status, problems)


def _bring_in(file: MatrixFile, request: PersonRequest) -> Case:
    told, seen = acts.Told.of(file.told), request.POST.get("seen", "")
    return acts.bring_in(bytes(file.content), file.file_name, told, by=request.user, seen=seen)
