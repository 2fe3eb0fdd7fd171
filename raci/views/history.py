"""The auditors' pages: what the history holds, and all of it to take away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from raci import doors
from raci.doors import PersonRequest, signed_in
from raci.history import ledger
from raci.history.export import Exported, packed, write_export
from raci.notices import tell
from raci.refusals import Refused


@require_GET
@signed_in
def history(request: PersonRequest) -> HttpResponse:
    """What the history holds: counts, the last seal, the newest entries, and the export."""
    _auditors_only(request)
    before = request.GET.get("before", "")
    page = ledger.history_page(request.user, before=int(before) if before.isascii() and before.isdigit() else None)
    return render(request, "raci/history.html", {"page": page})


@transaction.non_atomic_requests  # the snapshot has a connection of its own; no transaction stays open beside it
@require_POST
@signed_in
def history_export(request: PersonRequest) -> FileResponse:
    """Everything as one zip; the hash to note goes to the inbox of whoever asked."""
    _auditors_only(request)
    with tempfile.TemporaryDirectory(prefix="portal-export-") as work:
        exported = write_export(Path(work) / "history", by=request.user.label)
        archive = packed(exported.folder).open("rb")  # the open file outlives its folder, and goes with the response
    _note(request, exported)
    name = f"history-{timezone.now():%Y%m%d-%H%M%S}-{exported.manifest_sha256[:12]}.zip"
    return FileResponse(archive, as_attachment=True, filename=name)


def _note(request: PersonRequest, exported: Exported) -> None:
    line = _("You exported the history: %(count)s entries. SHA-256 of its manifest.json: %(hash)s") % {
        "count": exported.entries,
        "hash": exported.manifest_sha256,
    }
    tell([request.user], record=None, key=f"{ledger.EXPORTED}{exported.manifest_sha256}", line=line, url="")


def _auditors_only(request: HttpRequest) -> None:
    facts = doors.facts(request)
    if not facts.exports_history:
        raise Refused(_("Only posts that audit may take the history away."), visible=facts.has("reads_all"))
