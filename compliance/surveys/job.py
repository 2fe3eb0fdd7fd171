"""A long survey brought in in the background, with its progress; all or nothing there as well."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.actions.surveys import CODE, bring_in
from compliance.kinds import BARRIER
from compliance.models import BarrierBatch
from compliance.reading_rights import reads_compliance_of
from compliance.surveys import kept
from metrics.reading.files import open_table
from raci.actions.imports import spoken
from raci.authority import Facts
from raci.imports.verdicts import Unreadable
from raci.jobs import JobKind, Product
from raci.jobs.kinds import Progress
from raci.keeping import may_keep
from raci.models import Job
from raci.refusals import NotReady, Problem, Refused


def _batch(job: Job) -> BarrierBatch:
    found = BarrierBatch.objects.select_related("unit").filter(pk=job.arguments["batch"]).first()
    if found is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return found


def _authorise(job: Job, facts: Facts) -> None:
    """Whoever keeps the barriers of its unit."""
    batch = _batch(job)
    permission = may_keep(facts, BARRIER, batch.unit)
    if not permission:
        raise Refused(permission.reason, visible=reads_compliance_of(facts, batch.unit))


def work(job: Job, progress: Progress) -> Product:
    """Bring the survey in; done already by a worker that died afterwards, it only says so."""
    batch = _batch(job)
    if batch.came_in_at is None:
        with kept.opened(batch.file_sha256) as file:
            try:
                bring_in(batch, open_table(file, batch.file_name), by=job.person, progress=progress)
            except Unreadable as problem:
                raise NotReady([Problem(spoken(problem.sentence))]) from problem
    text = ngettext("%(n)d row of “%(file)s” is in.", "%(n)d rows of “%(file)s” are in.", batch.counts["rows"])
    said = text % {"n": batch.counts["rows"], "file": batch.file_name}
    return Product(f"survey-{batch.pk}.json", "application/json", json.dumps(batch.counts).encode(), said)


BRINGING_IN = JobKind(
    code=CODE,
    label=gettext_lazy("A survey of barriers brought in"),
    work=work,
    authorise=_authorise,
    about=gettext_lazy("The file says how many rows are new, changed and the same. The barriers stand in their list."),
    otherwise=gettext_lazy("Nothing came in. The page of the survey says what stands against it, row by row."),
    longest=1800,
)
