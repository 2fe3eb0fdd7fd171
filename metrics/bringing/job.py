"""A long file brought in in the background, with its progress; all or nothing there as well."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics.actions.bringing_in import bring_in
from metrics.bringing import kept
from metrics.bringing.opening import opened
from metrics.bringing.telling import told
from metrics.models import Batch
from metrics.reading.files import open_table
from raci import reviewing
from raci.actions.imports import spoken
from raci.authority import Facts
from raci.imports.verdicts import Unreadable
from raci.jobs import JobKind, Product
from raci.jobs.kinds import Progress
from raci.models import Job
from raci.refusals import NotReady, Problem, Refused

CODE = "figures-in"


def _batch(job: Job) -> Batch:
    found = Batch.objects.select_related("unit").filter(pk=job.arguments["batch"]).first()
    if found is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return found


def _authorise(job: Job, facts: Facts) -> None:
    """Whoever may write the batch, or reads it once its values are in."""
    batch = _batch(job)
    permission = reviewing.may_write(facts, batch)
    if not permission and not (batch.cells and reviewing.may_read(facts, batch)):
        raise Refused(permission.reason, visible=reviewing.may_read(facts, batch))


def work(job: Job, progress: Progress) -> Product:
    """Bring the batch's file in; done already by a worker that died afterwards, it only says so."""
    batch = _batch(job)
    name = f"figures-{batch.pk}.json"
    if batch.cells:
        return Product(name, "application/json", json.dumps(batch.mapping).encode(), _said(batch))
    with kept.opened(batch.file_sha256) as file:
        try:
            found = opened(open_table(file, batch.file_name), batch.unit, batch.mapping)
        except Unreadable as problem:
            raise NotReady([Problem(spoken(problem.sentence))]) from problem
        lines = int(job.arguments.get("lines", 0))
        judged = bring_in(
            batch, found.table, found.mapping, found.choices, by=job.person,
            progress=lambda line: progress(min(line, 2 * lines), 2 * lines),
        )  # fmt: skip
    return Product(name, "application/json", json.dumps(told(judged), ensure_ascii=False).encode(), _said(batch))


def _said(batch: Batch) -> str:
    text = ngettext(
        "%(n)d value of “%(title)s” is in: hand the batch in when it is complete.",
        "%(n)d values of “%(title)s” are in: hand the batch in when it is complete.",
        batch.cells,
    )
    return text % {"n": batch.cells, "title": batch.title}


BRINGING_IN = JobKind(
    code=CODE,
    label=gettext_lazy("Figures brought in from a file"),
    work=work,
    authorise=_authorise,
    about=gettext_lazy("The file says what was read. The values stand on the page of the batch."),
    otherwise=gettext_lazy("Nothing came in. The page of the batch says what stands against it, row by row."),
    longest=3600,
)
