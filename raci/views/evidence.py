"""Evidence: the files of a record, attaching one, reading one, taking one off."""

from __future__ import annotations

import logging

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from raci import doors
from raci.actions.evidence import attach_evidence, open_case, remove_evidence
from raci.authority import Act, may
from raci.doors import PersonRequest, signed_in
from raci.evidence import storage
from raci.evidence.inspection import MEDIA_TYPES
from raci.fields import Form
from raci.handing_out import download
from raci.models import Attachment, Case
from raci.queries.cases import CasePage, case_page
from raci.queries.evidence import attachment_for, evidence_page
from raci.refusals import NotReady, Refused

log = logging.getLogger("raci.evidence")


class EvidenceForm(Form):
    """One file and what it shows."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "At most 25 MB: PDF, Word, Excel, PowerPoint or OpenDocument without macros, CSV or text in UTF-8, PNG, JPEG, WebP. "
            "Photos are kept without the place and time they were taken; other files are kept exactly as they are, "
            "with what they say about their author."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in MEDIA_TYPES)}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    caption = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RemovalForm(Form):
    """Why a file is taken off."""

    why = forms.CharField(
        label=gettext_lazy("Why it is taken off"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why the file is taken off.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def evidence(request: PersonRequest, pk: int) -> HttpResponse:
    """The files of a record, in the newest version the person may see; POST attaches one."""
    page = case_page(pk, doors.facts(request))
    if request.method != "POST":
        return _page(request, page, EvidenceForm())
    _need_draft(request, page.case)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attached = attach_evidence(
                page.case, form.cleaned_data["file"], form.cleaned_data["caption"], by=request.user
            )
        except NotReady as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field or None, problem.text)
        else:
            messages.success(request, _("“%(file)s” is attached.") % {"file": attached.file_name})
            return redirect("raci:evidence", pk=pk)
    return _page(request, page, form, status=422)


@require_safe
@signed_in
def evidence_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The bytes of one file, hashed again on the way out: what was attached, or an alarm."""
    attachment = attachment_for(pk, doors.facts(request))
    try:
        return download(attachment.blob, attachment.file_name)
    except storage.Damaged as damage:
        log.critical("Evidence is damaged: attachment %s (record %s): %s", attachment.pk, attachment.record_id, damage)
        return render(request, "raci/evidence_damaged.html", {"attachment": attachment}, status=410)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def evidence_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask why, then take the file off the draft."""
    attachment = attachment_for(pk, doors.facts(request))
    _need_draft(request, open_case(attachment))
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        remove_evidence(attachment, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("“%(file)s” is taken off.") % {"file": attachment.file_name})
        return redirect("raci:evidence", pk=attachment.record_id)
    return _removal(request, attachment, form)


def _need_draft(request: PersonRequest, case: Case) -> None:
    """Files come and go with a draft, by those who write it; the others read why not."""
    permission = may(doors.facts(request), Act.ATTACH, case)
    if not permission:
        raise Refused(permission.reason)


def _removal(request: PersonRequest, attachment: Attachment, form: RemovalForm) -> HttpResponse:
    back = open_case(attachment)
    page = {"attachment": attachment, "form": form, "case": back}
    return render(request, "raci/evidence_remove.html", page, status=422 if form.is_bound else 200)


def _page(request: PersonRequest, page: CasePage, form: EvidenceForm, status: int = 200) -> HttpResponse:
    shown = evidence_page(page.case, doors.facts(request))
    return render(request, "raci/evidence.html", {"page": page, "shown": shown, "form": form}, status=status)
