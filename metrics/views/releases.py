"""The pages of a release: get, one query or one act, render or redirect."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from metrics.actions import releases as acts
from metrics.forms.releases import Beginning, Merging, Settling, Withdrawing
from metrics.queries import releases as queries
from metrics.queries.release_choices import may_begin
from metrics.releases import files
from metrics.releases.gone_out import KIND
from metrics.releases.released import Released, live
from raci import asof
from raci.authority import Act
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import Conflict, Refused
from raci.views.lists import show_list
from raci.views.past import on_another_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def release_list(request: PersonRequest) -> HttpResponseBase:
    """All releases this person may see."""
    return show_list(request, "releases", "metrics/release_list.html")


@require_safe
@signed_in
def release_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The release: whose figures, where it stands, its tables as they would go out."""
    if past := on_another_day(request, pk, KIND):
        return past
    shown = queries.release_page(pk, facts(request))
    as_of = asof.read(request.GET, shown.page.facts.today, request.path)
    return render(request, "metrics/release_detail.html", {"page": shown.page, "shown": shown, "as_of": as_of})


@form_page
@signed_in
def release_create(request: PersonRequest) -> HttpResponseBase:
    """Begin a release."""
    if not may_begin(facts(request)):
        raise Refused(_("Beginning a release takes R (responsible) for 4.5; you hold none today."))
    form = Beginning(request.POST if request.method == "POST" else None, facts=facts(request))
    if form.is_bound and form.is_valid() and attempt(form, lambda: _begin(request, form)):
        return redirect("metrics:release-edit", form.cleaned_data["begun"].record_id)
    return render(request, "metrics/release_create.html", {"form": form}, status=422 if form.is_bound else 200)


def _begin(request: PersonRequest, form: Beginning) -> None:
    sent = {name: value for name, value in form.cleaned_data.items() if name in form.fields}
    form.cleaned_data["begun"] = acts.begin_release(**sent, by=request.user)


@form_page
@signed_in
def release_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what goes out."""
    shown = _to_edit(request, pk)
    form = Settling(request.POST if request.method == "POST" else None, release=shown.release)
    values = form.values if form.is_bound and form.is_valid() else None
    return _saved_or_shown(request, shown, form, values, "metrics/release_edit.html")


@form_page
@signed_in
def release_merge(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say which levels are shown as one."""
    shown = _to_edit(request, pk)
    form = Merging(request.POST if request.method == "POST" else None, release=shown.release)
    values = {"merged": form.merged} if form.is_bound and form.is_valid() else None
    return _saved_or_shown(request, shown, form, values, "metrics/release_merge.html")


def _saved_or_shown(
    request: PersonRequest,
    shown: queries.ReleasePage,
    form: Settling | Merging,
    values: dict[str, Any] | None,
    page: str,
) -> HttpResponseBase:
    """Save and go back, or show the form; what somebody else saved meanwhile is said, and nothing chosen is lost."""
    status, changed = 422 if form.is_bound else 200, ""
    if values is not None:
        try:
            acts.change_release(shown.release, values, by=request.user, seen=form.cleaned_data["seen"])
        except Conflict as conflict:
            status, changed = 409, str(conflict)
            shown.release.record.refresh_from_db()
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["seen"] = str(shown.release.record.edits)  # type: ignore[index]
        else:
            messages.success(request, _("Saved."))
            return redirect("metrics:release-detail", shown.page.record.pk)
    context = {"form": form, "shown": shown, "page": shown.page, "changed": changed}
    return render(request, page, context, status=status)


def _to_edit(request: PersonRequest, pk: int) -> queries.ReleasePage:
    shown = queries.release_page(pk, facts(request))
    shown.page.need(Act.EDIT)
    return shown


@require_POST
@signed_in
def release_make(request: PersonRequest, pk: int) -> HttpResponse:
    """Have its tables made and judged."""
    shown = _to_edit(request, pk)
    acts.ask_for_making(shown.release, by=request.user)
    messages.info(request, _("The tables are being made. You may leave this page; you are told when they are."))
    return redirect(reverse("metrics:release-detail", args=[pk]) + "#making")


@form_page
@signed_in
def release_withdraw(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take it from the pages, with the reason."""
    shown = queries.release_page(pk, facts(request))
    if not shown.may_withdraw:
        raise Refused(_("Only what is out is withdrawn, and that takes A for 4.5."))
    form = Withdrawing(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        acts.withdraw_release(shown.release, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("It is withdrawn: no page shows its figures any more."))
        return redirect("metrics:release-detail", pk)
    context = {"form": form, "shown": shown, "page": shown.page}
    return render(request, "metrics/release_withdraw.html", context, status=422 if form.is_bound else 200)


# ---- what is out: for everybody who is signed in, and for the public where the city says so


@require_safe
@signed_in
def released_list(request: PersonRequest) -> HttpResponse:
    """Everything that is out."""
    return _list(request, is_public=False)


@require_safe
@signed_in
def released_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One release, as it went out."""
    return _page(request, pk, is_public=False)


@require_safe
@signed_in
def released_file(_request: PersonRequest, pk: int) -> HttpResponse:
    """The same figures as a file."""
    return _file(queries.live_release(pk))


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Everything that is out, without signing in."""
    _need_public()
    return _list(request, is_public=True)


@require_safe
def public_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One release, as it went out, without signing in."""
    _need_public()
    return _page(request, pk, is_public=True)


@require_safe
def public_file(_request: HttpRequest, pk: int) -> HttpResponse:
    """The same figures as a file, without signing in."""
    _need_public()
    return _file(queries.live_release(pk))


def _need_public() -> None:
    """Nothing is public unless the city says so (the setting PUBLIC_RELEASES)."""
    if not settings.PUBLIC_RELEASES:
        raise Http404


def _list(request: HttpRequest, *, is_public: bool) -> HttpResponse:
    return render(request, "metrics/released_list.html", {"found": live(), "is_public": is_public})


def _page(request: HttpRequest, pk: int, *, is_public: bool) -> HttpResponse:
    released = queries.live_release(pk)
    csv = reverse("metrics:public-file" if is_public else "metrics:released-file", args=[pk])
    context = {
        "released": released, "tables": queries.tables_shown(released, csv), "csv": csv, "is_public": is_public,
    }  # fmt: skip
    return render(request, "metrics/released_detail.html", context)


def _file(released: Released) -> HttpResponse:
    response = HttpResponse(files.written(released), content_type=files.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{files.file_name(released)}"'
    return response
