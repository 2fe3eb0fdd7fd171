"""The barrier register: its list, one barrier, several changed at once, a removal verified, photos and comments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import barrier_papers as papers
from compliance.actions import barriers as acts
from compliance.forms.barriers import BarrierForm, CommentForm, PhotoForm, Together, Verifying
from compliance.forms.reasons import Reason
from compliance.models import Barrier
from compliance.queries import barrier_bulk
from compliance.queries import barriers as queries
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.handing_out import download
from raci.refusals import NotReady
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: PersonRequest) -> Any:
    """What was sent, if anything was."""
    return request.POST if request.method == "POST" else None


def opened_on(request: PersonRequest) -> int:
    """The edits that the form was opened on."""
    said = request.POST.get("edits", "")
    if not said.isascii() or not said.isdigit():
        raise NotReady([])
    return int(said[:9])


@require_safe
@signed_in
def barrier_list(request: PersonRequest) -> HttpResponseBase:
    """All barriers that they may see."""
    return show_list(request, "barriers", "compliance/barrier_list.html", bulk=barrier_bulk.way_in(facts(request)))


@require_safe
@signed_in
def barrier_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One barrier."""
    return render(request, "compliance/barrier_detail.html", {"page": queries.barrier_page(pk, facts(request))})


@form_page
@signed_in
def barrier_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A barrier found in a facility."""
    facility = queries.facility_for(pk, facts(request))
    queries.need_keeper(queries.may_keep_in(facility, facts(request)))
    form = BarrierForm(sent(request), initial={"asset": facility.kind, "status": Barrier.Status.OPEN})
    made: list[Barrier] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(acts.begin_barrier(facility, form.cleaned_data, by=request.user))
    ):
        messages.success(request, _("The barrier is in the register."))
        return redirect("compliance:barrier-detail", made[0].pk)
    shown = {"form": form, "facility": facility, "row": None}
    return render(request, "compliance/barrier_edit.html", shown, status=422 if form.is_bound else 200)


@form_page
@signed_in
def barrier_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What is said of a barrier."""
    page = queries.barrier_page(pk, facts(request))
    queries.need_keeper(page.may_keep)
    form = BarrierForm(sent(request), row=page.row)
    if form.is_valid() and attempt(
        form, lambda: acts.change_barrier(page.row, form.cleaned_data, by=request.user, edits=opened_on(request))
    ):
        messages.success(request, _("The barrier is saved."))
        return redirect("compliance:barrier-detail", pk)
    shown = {"form": form, "facility": page.row.facility, "row": page.row, "edits": _edits(request, page.row.edits)}
    return render(request, "compliance/barrier_edit.html", shown, status=422 if form.is_bound else 200)


def _edits(request: PersonRequest, now: int) -> str:
    """A form shown again was opened on what it said the first time."""
    return str(request.POST.get("edits", now)) if request.method == "POST" else str(now)


@form_page
@signed_in
def barrier_verify(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Somebody else has looked: it is gone."""
    page = queries.barrier_page(pk, facts(request))
    queries.need_verifier(page)
    form = Verifying(sent(request), initial={"on": facts(request).today})
    if form.is_valid() and attempt(
        form, lambda: acts.verify_removal(page.row, on=form.cleaned_data["on"], by=request.user)
    ):
        messages.success(request, _("The removal is verified."))
        return redirect("compliance:barrier-detail", pk)
    return render(
        request, "compliance/barrier_verify.html", {"form": form, "page": page}, status=422 if form.is_bound else 200
    )


# ---- several at once


@form_page
@signed_in
def barrier_change(request: PersonRequest) -> HttpResponseBase:
    """Set the same schedule, official or status on the barriers of a filter."""
    page = barrier_bulk.bulk_page(facts(request), request.GET, request.POST.getlist("pick"))
    form = Together(sent(request))
    done: list[int] = []
    if form.is_valid() and attempt(form, lambda: done.append(_change(request, page, form))):
        n = done[0]
        messages.success(request, ngettext("%(n)d barrier is changed.", "%(n)d barriers are changed.", n) % {"n": n})
        return redirect(page.back)
    return render(
        request, "compliance/barrier_change.html", {"form": form, "page": page}, status=422 if form.is_bound else 200
    )


def _change(request: PersonRequest, page: barrier_bulk.BulkPage, form: Together) -> int:
    return acts.change_barriers(
        page.chosen, form.said, by=request.user, expected=page.expected(request.POST.get("expected", ""))
    )


# ---- photos and comments


@form_page
@signed_in
def photo_add(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A photo of a barrier."""
    page = queries.barrier_page(pk, facts(request))
    queries.need_keeper(page.may_keep)
    form = PhotoForm(sent(request), request.FILES if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: papers.add_photo(page.row, **_photo(form), by=request.user)):
        messages.success(request, _("The photo is added."))
        return redirect("compliance:barrier-detail", pk)
    return render(
        request, "compliance/photo_add.html", {"form": form, "page": page}, status=422 if form.is_bound else 200
    )


def _photo(form: PhotoForm) -> dict[str, Any]:
    return {"upload": form.cleaned_data["file"], "caption": form.cleaned_data["caption"]}


@require_safe
@signed_in
def photo_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The bytes of a photo, hashed again on the way out."""
    photo = queries.photo_for(pk, facts(request))
    return download(photo.blob, photo.file_name)


@form_page
@signed_in
def photo_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Ask why, then take the photo off."""
    photo = queries.photo_for(pk, facts(request))
    queries.need_keeper(queries.may_keep_in(photo.barrier.facility, facts(request)))
    form = Reason(sent(request))
    if form.is_valid() and attempt(
        form, lambda: papers.take_photo_off(photo, by=request.user, why=form.cleaned_data["why"])
    ):
        messages.success(request, _("“%(file)s” is taken off.") % {"file": photo.file_name})
        return redirect("compliance:barrier-detail", photo.barrier_id)
    return render(
        request, "compliance/photo_remove.html", {"form": form, "photo": photo}, status=422 if form.is_bound else 200
    )


@form_page
@signed_in
def comment_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What somebody of the public said of a barrier."""
    page = queries.barrier_page(pk, facts(request))
    queries.need_keeper(page.may_keep)
    form = CommentForm(sent(request))
    if form.is_valid() and attempt(form, lambda: papers.note_comment(page.row, form.cleaned_data, by=request.user)):
        messages.success(request, _("The comment is written down."))
        return redirect("compliance:barrier-detail", pk)
    return _comment(request, form, page.row)


@form_page
@signed_in
def comment_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say better what was said, or what was answered."""
    comment = queries.comment_for(pk, facts(request))
    queries.need_keeper(queries.may_keep_in(comment.barrier.facility, facts(request)))
    form = CommentForm(sent(request), row=comment)
    if form.is_valid() and attempt(form, lambda: papers.change_comment(comment, form.cleaned_data, by=request.user)):
        messages.success(request, _("The comment is saved."))
        return redirect("compliance:barrier-detail", comment.barrier_id)
    return _comment(request, form, comment.barrier)


def _comment(request: PersonRequest, form: CommentForm, barrier: Barrier) -> HttpResponse:
    shown = {"form": form, "barrier": barrier}
    return render(request, "compliance/comment_edit.html", shown, status=422 if form.is_bound else 200)
