"""Files handed out, alike by page and API: asked for once more, hashed again on the way out, and run by no browser."""

from __future__ import annotations

import logging
import mimetypes

from django.http import FileResponse
from django.utils.translation import gettext as _

from raci import jobs
from raci.actions.evidence import evidence_root
from raci.authority import Facts
from raci.evidence import storage
from raci.jobs import files
from raci.models import Blob, Job
from raci.queries import directives, posts
from raci.queries.jobs import own_job
from raci.refusals import Conflict, NotReady, Problem, Refused

log = logging.getLogger("raci.evidence")


def download(blob: Blob, file_name: str) -> FileResponse:
    """The bytes as a file that no browser runs; `storage.Damaged` when they are not those that were stored."""
    file = storage.open_verified(evidence_root(), blob.sha256)
    response = FileResponse(file, as_attachment=True, filename=file_name, content_type=blob.media_type)
    response["Content-Length"] = blob.size
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def document(pk: int, facts: Facts) -> FileResponse:
    """The giver's document, hashed again on the way out."""
    holding = posts.holding_for(pk)
    is_holder = holding.person_id == facts.person.pk
    if holding.document is None or not (is_holder or posts.reads_documents(holding.post, facts)):
        raise Refused(_("There is no such file."), visible=False)
    return given(holding.document, f"{holding.post.code}-{holding.begins_on}", f"holding {holding.pk}")


def directive(pk: int, *, closing: bool = False) -> FileResponse:
    """A directive's document, or the giver's word that it is closed; all staff read them."""
    found = directives.directive_for(pk)
    blob = found.closing_document if closing else found.document
    if blob is None:
        raise Refused(_("There is no such file."), visible=False)
    name = f"directive-{pk}-closed" if closing else f"directive-{pk}"
    return given(blob, name, f"directive {pk}")


def given(blob: Blob, name: str, what: str) -> FileResponse:
    """A document with its ending, for whoever may read it; damage is said, and logged under `what`."""
    ending = mimetypes.guess_extension(blob.media_type.split(";")[0]) or ""
    try:
        return download(blob, f"{name}{ending}")
    except storage.Damaged as damage:
        log.critical("A document is damaged: %s: %s", what, damage)
        raise Conflict(
            _("The document's bytes are not those that were stored. Tell whoever runs the portal.")
        ) from damage


def product(pk: int, facts: Facts) -> FileResponse:
    """What was made, for who asked and may still have it."""
    job = own_job(pk, facts.person)
    if job.state != Job.State.DONE:
        raise NotReady([Problem(_("“%(title)s” is not ready.") % {"title": job.title})])
    jobs.kind_of(job.kind).authorise(job, facts)
    try:
        file = files.opened(job.sha256)
    except storage.Damaged as damage:
        logging.getLogger("raci.jobs").critical("The file of job %s is damaged: %s", job.pk, damage)
        raise Conflict(
            _("The file of “%(title)s” is no longer what was made. Ask again.") % {"title": job.title}
        ) from None
    response = FileResponse(file, as_attachment=True, filename=job.file_name, content_type=job.media_type)
    response["Content-Length"] = job.size
    response["Cache-Control"] = "no-store"
    return response
