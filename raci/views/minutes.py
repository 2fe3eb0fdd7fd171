"""Minutes: read as they were handed in, approved at the next meeting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raci.actions.meetings.minutes import approve_minutes
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.meetings import Approving
from raci.queries.meetings.pages import MinutesPage, minutes_page
from raci.refusals import Refused


@require_safe
@signed_in
def minutes(request: PersonRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting, where they stand, and what is asked of the reader."""
    return _show(request, minutes_page(pk, facts(request)))


@require_POST
@signed_in
def minutes_approve(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that a later meeting approved them, and which corrections were said."""
    page = minutes_page(pk, facts(request))
    if not page.may_answer:
        raise Refused(page.may_answer.reason)
    form = Approving(request.POST, among=page.approve_at)
    if form.is_valid() and attempt(form, lambda: approve_minutes(page.minutes, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The minutes are approved. They stand as they were handed in."))
        return redirect("raci:minutes", pk)
    return _show(request, page, form)


def _show(request: PersonRequest, page: MinutesPage, form: Approving | None = None) -> HttpResponse:
    context: dict[str, Any] = {"shown": page, "page": page.page, "form": form or Approving(among=page.approve_at)}
    return render(request, "raci/meetings/minutes.html", context, status=422 if form else 200)
