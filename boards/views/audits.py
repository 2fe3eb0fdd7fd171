"""The pages of an audit: get, one query or one act, render or redirect."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from boards.actions import audits as acts
from boards.audits.reading import Audit
from boards.forms.audits import AuditForm, BeginForm
from boards.queries import audits as queries
from boards.views.asking import Asking, asked, form_page, sent
from raci import asof
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.refusals import Conflict, NotReady, Problem
from raci.spreadsheets import SafeWriter
from raci.views.lists import show_list
from raci.views.past import on_another_day

CSV = "text/csv; charset=utf-8"


@require_safe
@signed_in
def audit_list(request: PersonRequest) -> HttpResponseBase:
    """All audits this person may see."""
    return show_list(request, "board-audits", "boards/audits/list.html")


@require_safe
@signed_in
def audit_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The audit: where it stands, what is asked of this person, what it finds."""
    found = queries.audit_page(pk, facts(request))
    if past := on_another_day(request, pk):
        return past
    as_of = asof.read(request.GET, found.page.facts.today, request.path)
    return render(request, "boards/audits/detail.html", {"page": found.page, "found": found, "as_of": as_of})


@form_page
@signed_in
def audit_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one."""
    kinds = queries.need_kinds(facts(request))
    form = BeginForm(sent(request), kinds=kinds, initial={"as_of": facts(request).today})
    ask = Asking(
        title=_("Begin an audit of representation"), submit=_("Begin the draft"), back=reverse("boards:audit-list"),
        intro=_(
            "Who serves on boards, all together, beside who lives here: what members said of themselves, counted by the custodian"
            " alone. It is a draft that its writers and auditors see, until you open consultation."
        ),
    )  # fmt: skip

    def act() -> str:
        audit = acts.begin_audit(by=request.user, **form.cleaned_data)
        return reverse("boards:audit-detail", args=[audit.record_id])

    return asked(request, form, ask, act, done=_("It is begun. Choose next what is asked, and against whom."))


@form_page
@signed_in
def audit_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a draft."""
    found = queries.audit_to_edit(pk, facts(request))
    form = AuditForm(sent(request), audit=found.audit)
    status = 422 if form.is_bound else 200
    changed = ""
    if form.is_valid():
        try:
            if attempt(
                form, lambda: acts.change_audit(found.audit, form.cleaned_data, by=request.user, seen=seen(request))
            ):
                messages.success(request, _("Saved."))
                return redirect("boards:audit-detail", pk)
        except Conflict as conflict:
            changed, status = str(conflict), 409
            found.page.record.refresh_from_db()
    context = {"form": form, "found": found, "page": found.page, "changed": changed}
    return render(request, "boards/audits/edit.html", context, status=status)


def seen(request: PersonRequest) -> int:
    """Which edit of the record the form was opened on."""
    opened = request.POST.get("seen", "")
    if not opened.isascii() or not opened.isdigit():
        raise NotReady([Problem(_("Open the form again: it does not say what it was opened on."))])
    return int(opened[:9])


@require_POST
@signed_in
def audit_publish(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Put the approved text before the public."""
    acts.publish(queries.audit_page(pk, facts(request)).audit, by=request.user)
    messages.success(request, _("It is published: the public reads it where the city has switched its directory on."))
    return redirect("boards:audit-detail", pk)


@require_POST
@signed_in
def audit_raise(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Raise what it recommends."""
    acts.raise_advice(queries.audit_page(pk, facts(request)).audit, by=request.user)
    messages.success(request, _("The recommendations are raised; those who answer are told."))
    return redirect("boards:audit-detail", pk)


@require_safe
@signed_in
def audit_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Every number that the reader's text tells."""
    found = queries.audit_page(pk, facts(request))
    if found.shown is None:
        raise Http404
    return file_of(found.shown, pk)


def file_of(audit: Audit, pk: int) -> HttpResponse:
    """The numbers as a file: the same that the page tells."""
    text = io.StringIO()
    SafeWriter(text).writerows(audit.rows())
    response = HttpResponse(b"\xef\xbb\xbf" + text.getvalue().encode(), content_type=CSV)
    name = f"{slugify(audit.content['title'])[:60] or 'audit'}-{pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
