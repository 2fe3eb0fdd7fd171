"""Audits for the public: what was approved and published, and nothing that its text does not tell."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.audits.reading import Audit
from boards.queries import audits as queries
from boards.views.audits import file_of
from boards.views.public import need_open
from raci.languages import for_the_public


@for_the_public
@require_safe
def public_audit_list(request: HttpRequest) -> HttpResponse:
    """All that are out."""
    need_open()
    return render(request, "boards/public/audit_list.html", {"found": queries.published()})


@for_the_public
@require_safe
def public_audit(request: HttpRequest, pk: int) -> HttpResponse:
    """One: figures with sentences, what it cannot say, and its receipt."""
    need_open()
    row, content = queries.published_audit(pk)
    shown = Audit(content, reverse("boards:public-audit-csv", args=[pk]))
    return render(request, "boards/public/audit.html", {"audit": row, "shown": shown})


@for_the_public
@require_safe
def public_audit_csv(_request: HttpRequest, pk: int) -> HttpResponse:
    """Its numbers as a file."""
    need_open()
    _row, content = queries.published_audit(pk)
    return file_of(Audit(content), pk)


@for_the_public
@require_safe
def public_audit_json(_request: HttpRequest, pk: int) -> HttpResponse:
    """The text that was decided, exactly: its hash is the receipt's."""
    need_open()
    row, content = queries.published_audit(pk)
    text = row.published_text
    return JsonResponse(
        {"sha256": text.sha256 if text else "", "text": content}, json_dumps_params={"ensure_ascii": False}
    )
