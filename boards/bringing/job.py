"""A roster brought in in the background, with its progress; all or nothing there as well."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.actions.rosters import CODE, bring_in, read_again
from boards.kinds import BOARD
from boards.models import RosterImport
from metrics.bringing import kept
from raci.authority import Facts
from raci.jobs import JobKind, Product
from raci.jobs.kinds import Progress
from raci.keeping import may_keep
from raci.models import Job
from raci.refusals import Refused


def _batch(job: Job) -> RosterImport:
    found = RosterImport.objects.select_related("unit").filter(pk=job.arguments["batch"]).first()
    if found is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return found


def _authorise(job: Job, facts: Facts) -> None:
    """Whoever keeps the boards of its unit."""
    permission = may_keep(facts, BOARD, _batch(job).unit)
    if not permission:
        raise Refused(permission.reason)


def work(job: Job, progress: Progress) -> Product:
    """Bring the roster in; done already by a worker that died afterwards, it only says so."""
    batch = _batch(job)
    if batch.came_in_at is None:
        with kept.opened(batch.file_sha256) as file:
            bring_in(batch, read_again(batch, file), by=job.person, progress=progress)
    n = batch.counts["rows"] - batch.counts["refused"]
    said = ngettext("%(n)d row of “%(file)s” is in.", "%(n)d rows of “%(file)s” are in.", n) % {
        "n": n,
        "file": batch.file_name,
    }
    return Product(f"roster-{batch.pk}.json", "application/json", json.dumps(batch.counts).encode(), said)


BRINGING_IN = JobKind(
    code=CODE,
    label=gettext_lazy("A roster of boards brought in"),
    work=work,
    authorise=_authorise,
    about=gettext_lazy("The file says how many rows are new, changed and the same. The boards stand in their list."),
    otherwise=gettext_lazy("Nothing came in. The page of the roster says what stands against it, row by row."),
    longest=1800,
)
