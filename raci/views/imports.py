"""Lists brought in: choose a file, see every row's verdict, bring it in, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci.actions import imports as acts
from raci.actions.import_undo import undo
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.imports import BringingIn, Choosing, Mapping
from raci.imports.reading import MOST_BYTES
from raci.imports.verdicts import Choice
from raci.models import ImportBatch, ImportFile, ListKind
from raci.queries import imports as queries
from raci.refusals import NotReady, Refused

TITLES = {ListKind.UNITS: gettext_lazy("Bring in units"), ListKind.PEOPLE: gettext_lazy("Bring in people")}
EXAMPLES = {
    ListKind.UNITS: gettext_lazy("One a line: name, kind, stands below. For example: Parks, bureau, Culture"),
    ListKind.PEOPLE: gettext_lazy(
        "One a line: name, e-mail. For example: Dana Reyes, dana.reyes@city.gov or Dana Reyes &lt;dana.reyes@city.gov&gt;"
    ),
}
TEMPLATES = {
    ListKind.UNITS: "code,name,kind,parent,acronym,status\r\nculture,Culture,service area,,,\r\n"
    "parks,Parks & Recreation,bureau,Culture,PPR,Active\r\nlibrary,Library,office,Culture,,\r\n",
    ListKind.PEOPLE: "name,email\r\nDana Reyes,dana.reyes@city.example\r\n",
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def import_begin(request: PersonRequest, kind: str) -> HttpResponse:
    """Choose a file or type rows."""
    kind = _kind(kind, request)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = Choosing(data, files, example=EXAMPLES[ListKind(kind)])
    if form.is_valid():
        _keep(kind, form, request)
        return redirect("raci:import-check", kind=kind)
    shown = {
        "kind": kind,
        "title": TITLES[ListKind(kind)],
        "form": form,
        "batches": queries.batches(kind),
        "waiting": queries.chosen_file(kind, request.user),
        "founding": acts.open_founding(),
    }
    return render(request, "raci/import_begin.html", shown, status=422 if form.is_bound else 200)


def _keep(kind: str, form: Choosing, request: PersonRequest) -> None:
    file = form.cleaned_data["file"]
    name = file.name[:200] if file else queries.TYPED
    content = file.read(MOST_BYTES + 1) if file else form.cleaned_data["typed"].encode()
    ImportFile.objects.update_or_create(
        person=request.user, kind=kind, defaults={"file_name": name, "content": content, "mapping": None}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def import_check(request: PersonRequest, kind: str) -> HttpResponse:
    """Every row's verdict, before anything comes in; POST says which column is which."""
    kind = _kind(kind, request)
    file = queries.chosen_file(kind, request.user)
    if file is None:
        return redirect("raci:import-begin", kind=kind)
    page = queries.check_page(file, request.GET.get("show", ""), request.GET.get("page", ""))
    data = request.POST if request.method == "POST" else None
    form = Mapping(data, fields=queries.FIELDS[kind], table=page.table, columns=page.columns)
    if form.is_valid():
        file.mapping = form.told
        file.save()
        return redirect("raci:import-check", kind=kind)
    return _check(request, kind, page, form, BringingIn(may_invite=_may_invite(kind)))


def _check(
    request: PersonRequest, kind: str, page: queries.CheckPage, form: Mapping, bringing: BringingIn
) -> HttpResponse:
    shown = {
        "kind": kind,
        "title": TITLES[ListKind(kind)],
        "page": page,
        "form": form,
        "bringing": bringing,
        "founding": acts.open_founding(),
    }
    bound = form.is_bound or bringing.is_bound
    return render(request, "raci/import_check.html", shown, status=422 if bound else 200)


@require_POST
@signed_in
def import_apply(request: PersonRequest, kind: str) -> HttpResponse:
    """Bring it in; judged again as it stands now."""
    kind = _kind(kind, request)
    file = queries.chosen_file(kind, request.user)
    if file is None:
        return redirect("raci:import-begin", kind=kind)
    page = queries.check_page(file, "", "")
    bringing = BringingIn(request.POST, may_invite=_may_invite(kind))
    if bringing.is_valid() and page.table and not page.is_too_long:
        brought: list[ImportBatch] = []
        if attempt(bringing, lambda: brought.append(_bring_in(file, bringing, request))):
            file.delete()
            return redirect("raci:import-batch", pk=brought[0].pk)
    form = Mapping(fields=queries.FIELDS[kind], table=page.table, columns=page.columns)
    return _check(request, kind, page, form, bringing)


def _bring_in(file: ImportFile, form: BringingIn, request: PersonRequest) -> ImportBatch:
    _sheet, table = queries.table_of(file)
    source = acts.Source(file.file_name, bytes(file.content))
    invite = form.cleaned_data.get("invite", False)
    return acts.bring_in(file.kind, table, source, Choice(form.cleaned_data["choice"]), by=request.user, invite=invite)


@require_safe
@signed_in
def import_batch(request: PersonRequest, pk: int) -> HttpResponse:
    """What a list brought in, and what it did not."""
    return _batch_page(request, _batch(pk, request))


@require_POST
@signed_in
def import_undo(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the whole list back."""
    batch = _batch(pk, request)
    try:
        undo(batch, by=request.user)
    except NotReady:
        return _batch_page(request, batch, status=422)
    messages.success(request, _("“%(file)s” is taken back as a whole.") % {"file": batch.file_name})
    return redirect("raci:import-batch", pk=pk)


def _batch_page(request: PersonRequest, batch: ImportBatch, status: int = 200) -> HttpResponse:
    page = queries.batch_page(batch)
    shown = {"page": page, "title": TITLES[ListKind(batch.kind)], "founding": acts.open_founding()}
    return render(request, "raci/import_batch.html", shown, status=status)


@require_safe
@signed_in
def import_template(request: PersonRequest, kind: str) -> HttpResponse:
    """An example to fill in."""
    kind = _kind(kind, request)
    content = TEMPLATES[ListKind(kind)].encode("utf-8-sig")
    name = f'attachment; filename="{kind}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _kind(kind: str, request: PersonRequest) -> str:
    if kind not in ListKind.values:
        raise Refused(_("There is no such list."), visible=False)
    acts.ground(kind, facts(request))
    return kind


def _batch(pk: int, request: PersonRequest) -> ImportBatch:
    batch = ImportBatch.objects.filter(pk=pk).select_related("by").first()
    hidden = Refused(_("There is no such list."), visible=False)
    if batch is None:
        raise hidden
    try:
        acts.ground(batch.kind, facts(request))
    except Refused:
        raise hidden from None
    return batch


def _may_invite(kind: str) -> bool:
    return kind == ListKind.PEOPLE and acts.open_founding() is None
